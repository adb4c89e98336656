package dev.longhaul.integration.benchmark;

import dev.longhaul.integration.benchmark.WatchReport.Bars;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prints what it takes to watch ten thousand jobs with the engine and with a bare loop. Ends with
 * status 0 when it has measured, whatever the figures are, and with 1 when it could not.
 */
final class WatchingBenchmark {
  /** Enough for every job to be read twice in the second in which all may end. */
  private static final int READS_PER_SECOND = 10_000;

  private final WatchScale scale;
  private final WatchReport report;
  private final String url;
  private final JobCalls control;
  private final WatchRun run;
  private final List<WatchFigures> all = new ArrayList<>();

  private WatchingBenchmark(WatchScale scale, String url, JobCalls control, PrintStream out) {
    this.scale = scale;
    this.url = url;
    this.control = control;
    report = new WatchReport(out);
    run = new WatchRun(control);
  }

  /** Takes no arguments; the properties {@code watch.quick} and {@code watch.jobs} make it less. */
  public static void main(String[] args) {
    int status = 0;
    try {
      WatchScale scale =
          Boolean.getBoolean("watch.quick") ? WatchScale.quick() : WatchScale.whole();
      run(scale.withProperties(), new PrintStream(System.out, true, StandardCharsets.UTF_8));
    } catch (Exception | LinkageError impossible) {
      System.err.println("Not all could be measured, for this reason:");
      impossible.printStackTrace();
      status = 1;
    }
    // Ends what a failure may have left running.
    System.exit(status);
  }

  /** Measures everything, prints it, and returns the figures of every row. */
  static List<WatchFigures> run(WatchScale scale, PrintStream out)
      throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(JobServer.class);
        JobCalls control = new JobCalls(server.url())) {
      WatchingBenchmark benchmark = new WatchingBenchmark(scale, server.url(), control, out);
      benchmark.measure();
      return benchmark.all;
    }
  }

  private void measure() throws IOException, InterruptedException {
    warmUp();
    report.head(scale);
    for (int delay : scale.delays()) {
      alike(delay);
    }
    spread(scale.delays().get(scale.delays().size() - 1));
    many();
  }

  /** So that no row is the one in which the code of all is compiled. */
  private void warmUp() throws IOException, InterruptedException {
    if (scale.warmUp() == 0) {
      return;
    }
    run.watch(scale.warmingUp(), 0, () -> new BareLoop(url));
    run.watch(scale.warmingUp(), 0, () -> EngineWatch.withLists(url));
    run.watch(scale.warmingUp(), 0, () -> EngineWatch.withoutLists(url, READS_PER_SECOND));
  }

  private void alike(int delay) throws IOException, InterruptedException {
    report.part("All alike, answered after " + delay + " ms");
    WatchFigures bare = threeWays(scale::alike, delay);
    print(
        "Vestis client, and its submits",
        run.watch(scale.alike(), delay, () -> new VestisWatch(url, scale.jobs())),
        bare,
        Bars.NONE);
  }

  private void spread(int delay) throws IOException, InterruptedException {
    report.part("Half to 1.5 as long, " + delay + " ms");
    threeWays(scale::spread, delay);
  }

  /** Returns the figures of the bare loop. */
  private WatchFigures threeWays(Supplier<JobPlan> plan, int delay)
      throws IOException, InterruptedException {
    WatchFigures bare = run.watch(plan.get(), delay, () -> new BareLoop(url));
    print("bare loop", bare, null, Bars.NONE);
    print(
        "engine, with lists",
        run.watch(plan.get(), delay, () -> EngineWatch.withLists(url)),
        bare,
        Bars.LISTS);
    print(
        "engine, without lists",
        run.watch(plan.get(), delay, () -> EngineWatch.withoutLists(url, READS_PER_SECOND)),
        bare,
        Bars.SINGLE);
    return bare;
  }

  private void print(String title, WatchFigures figures, @Nullable WatchFigures bare, Bars bars) {
    all.add(figures);
    report.row(title, figures, bare, bars);
  }

  private void many() throws IOException, InterruptedException {
    report.part(
        "Many, within %.1f s, of %.1f s"
            .formatted(scale.ramp() * 4 / 1e3, scale.length() * 2 / 1e3));
    print(
        "%,d jobs, with lists".formatted(scale.many()),
        run.watch(scale.crowd(), 0, () -> EngineWatch.withLists(url)),
        null,
        Bars.NONE);
    report.line("");
    report.heap(HeapPerJob.of(control, url, scale, scale.jobs()));
    report.heap(HeapPerJob.of(control, url, scale, scale.many()));
    report.events(EventRate.of(scale.events()));
  }
}
