package dev.longhaul.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java process of the test, which never outlives it. */
public final class ChildProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;

  private ChildProcess(Process process) {
    this.process = process;
  }

  /** What a process left when it ended. */
  record Ended(int status, String out, String err) {}

  /** Runs the packaged program to its end, without a terminal. */
  static Ended longhaul(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path jar = Path.of("..", "client-cli", "target", "longhaul.jar");
    if (!Files.isRegularFile(jar)) {
      throw new AssertionError(jar + " is missing: run this test with \"mvn verify\".");
    }
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    try (ChildProcess program =
        start(
            builder(List.of("-jar", jar.toString()), arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile()),
            environment)) {
      return new Ended(program.await(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Starts a class of these tests; what it says on standard error is shown. */
  static ChildProcess main(Class<?> type, String... arguments) throws IOException {
    return main(Map.of(), type, arguments);
  }

  /** Starts a class of these tests with variables beside those of this process. */
  public static ChildProcess main(
      Map<String, String> environment, Class<?> type, String... arguments) throws IOException {
    List<String> options = List.of("-cp", System.getProperty("java.class.path"), type.getName());
    return start(
        builder(options, arguments).redirectError(ProcessBuilder.Redirect.INHERIT), environment);
  }

  /** Returns the first line that the process prints. */
  public String firstLine() throws IOException {
    BufferedReader reader = process.inputReader();
    return reader.readLine();
  }

  private int await() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("The process did not end within " + PATIENCE_SECONDS + " s.");
    }
    return process.exitValue();
  }

  private static ProcessBuilder builder(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(options);
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private static ChildProcess start(ProcessBuilder builder, Map<String, String> environment)
      throws IOException {
    builder.environment().putAll(environment);
    return new ChildProcess(builder.start());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
