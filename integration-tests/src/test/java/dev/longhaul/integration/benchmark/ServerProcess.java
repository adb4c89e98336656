package dev.longhaul.integration.benchmark;

import java.io.IOException;
import java.util.List;

/** A server, in a process that never outlives this one. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final String url;

  private ServerProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts a program that prints its port. */
  static ServerProcess start(Class<?> server) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    String classes = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(
                List.of(java, "-Xmx64m", "-XX:+UseSerialGC", "-cp", classes, server.getName()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String port = process.inputReader().readLine();
    if (port == null) {
      throw new IOException("the server did not start");
    }
    return new ServerProcess(process, "http://127.0.0.1:" + port);
  }

  String url() {
    return url;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
