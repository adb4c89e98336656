package dev.longhaul.integration.benchmark;

import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.integration.benchmark.Report.Bar;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Prints what a status read costs through the whole stack and on OkHttp alone. Ends with status 0
 * when it has measured, whatever the figures are, and with 1 when it could not.
 */
final class StatusBenchmark {
  private final Meter meter = new Meter();
  private final Report report =
      new Report(new PrintStream(System.out, true, StandardCharsets.UTF_8));

  private StatusBenchmark() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    int status = 0;
    try {
      new StatusBenchmark().run();
    } catch (Exception | LinkageError impossible) {
      System.err.println("Nothing was measured, for this reason:");
      impossible.printStackTrace();
      status = 1;
    }
    // Ends what a failure may have left running.
    System.exit(status);
  }

  private void run() throws Exception {
    // First of all, while no thread is left from anything else.
    ThreadCensus census = new ThreadCensus();
    Map<String, Long> bareThreads = census.during(Load.CROWD, BareReads::new);
    Map<String, Long> ourThreads = census.during(Load.CROWD, LonghaulReads::unheard);
    SameRequest.require(BareReads::new, LonghaulReads::unheard);
    try (ServerProcess server = ServerProcess.start(StatusServer.class)) {
      measure(server.url());
    }
    report.threads(bareThreads, ourThreads);
  }

  private void measure(String url) throws Exception {
    try (StatusReads bare = new BareReads(url)) {
      report.head();
      try (StatusReads ours = LonghaulReads.unheard(url)) {
        requireSame(bare.read(), ours.read());
        row("", Load.blocking(1), Bar.COST, bare, ours);
        row("", Load.blocking(Load.CROWD), Bar.THROUGHPUT_TOO, bare, ours);
        row("", Load.async(1), Bar.COST, bare, ours);
        row("", Load.async(Load.CROWD), Bar.THROUGHPUT_TOO, bare, ours);
      }
      // Last, so that nothing before it was compiled for a client that has a listener.
      try (StatusReads ours = LonghaulReads.heard(url)) {
        row(", a listener", Load.blocking(1), Bar.NONE, bare, ours);
        row(", a listener", Load.async(1), Bar.NONE, bare, ours);
      }
    }
  }

  private void row(String with, Load load, Bar bar, StatusReads bare, StatusReads ours)
      throws Exception {
    try (load) {
      report.row(load.title() + with, Comparison.run(meter, load, bare, ours), bar);
    }
  }

  private static void requireSame(TaskStatus plain, TaskStatus whole) {
    if (!plain.equals(whole)) {
      throw new IllegalStateException("the answers were not read alike");
    }
  }
}
