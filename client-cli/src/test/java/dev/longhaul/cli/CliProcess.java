package dev.longhaul.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program as a process of its own, with pipes or on a terminal made for it. */
final class CliProcess implements AutoCloseable {
  /**
   * A build in the background may hand down an ignored SIGINT, which no process can then listen to.
   */
  private static final List<String> HEARING =
      succeeds("env", "--default-signal=INT", "true")
          ? List.of("env", "--default-signal=INT")
          : List.of();

  final RecordedOutput out = new RecordedOutput();
  final RecordedOutput err = new RecordedOutput();
  private final Process process;

  private CliProcess(List<String> command, Map<String, String> environment) {
    List<String> line = new ArrayList<>(HEARING);
    line.addAll(command);
    try {
      ProcessBuilder builder = new ProcessBuilder(line);
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException unavailable) {
      throw new UncheckedIOException(unavailable);
    }
    copying(process.getInputStream(), out);
    copying(process.getErrorStream(), err);
  }

  /** Starts the program with pipes for its streams. */
  static CliProcess piped(String... args) {
    return piped(Map.of(), args);
  }

  /** The same with more variables in its environment. */
  static CliProcess piped(Map<String, String> environment, String... args) {
    return new CliProcess(command(args), environment);
  }

  /** Starts the program on a terminal; what it writes all comes to {@link #out}. */
  static CliProcess onTerminal(String... args) {
    String line = String.join(" ", command(args).stream().map(word -> "'" + word + "'").toList());
    return new CliProcess(
        List.of("script", "-qec", "stty cols 80; TERM=xterm exec " + line, "/dev/null"), Map.of());
  }

  /** Returns whether the tool is here that makes terminals. */
  static boolean canMakeTerminals() {
    return succeeds("script", "-qec", "true", "/dev/null");
  }

  private static List<String> command(String... args) {
    List<String> java =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    return Stream.concat(java.stream(), Stream.of(args)).toList();
  }

  private static boolean succeeds(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void copying(InputStream from, RecordedOutput to) {
    Thread copier =
        new Thread(
            () -> {
              try {
                from.transferTo(to);
              } catch (IOException ended) {
                // The process is over; what it wrote by then is what it wrote.
              }
            });
    copier.setDaemon(true);
    copier.start();
  }

  /** Presses Ctrl-C: sends SIGINT. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
  }

  /** Types on the terminal; {@code \u0003} is Ctrl-C. */
  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Returns the exit code; fails after 20 seconds. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new AssertionError("The process did not end. It wrote: " + out + err);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
