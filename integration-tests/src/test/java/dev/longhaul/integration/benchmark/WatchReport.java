package dev.longhaul.integration.benchmark;

import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints what watching took. An exclamation mark stands where a bar is missed. */
final class WatchReport {
  private static final long LAG_P50_MILLIS = 500;
  private static final long LAG_P95_MILLIS = 1_000;
  private static final int MOST_THREADS = 4;
  private static final int MOST_BYTES = 600;
  private static final double MOST_CPU = 0.25;
  private static final double LEAST_OF_EVENTS = 0.9;

  private final PrintStream out;

  /** Which bars a row is held against, beside those on threads and on the middle lag. */
  enum Bars {
    /** None: the row is there to be looked at. */
    NONE(0, false),
    /** A fiftieth of the requests, and a quarter of the processor time. */
    LISTS(1 / 50.0, true),
    /** A third of the requests. */
    SINGLE(1 / 3.0, false);

    /** Which share of one read a second, at most. */
    private final double requests;

    /** Whether processor time and the slowest twentieth have a bar. */
    private final boolean cost;

    Bars(double requests, boolean cost) {
      this.requests = requests;
      this.cost = cost;
    }
  }

  WatchReport(PrintStream out) {
    this.out = out;
  }

  void head(WatchScale scale) {
    line(
        "%,d jobs of %.1f s, put under watch within %.1f s. Java %s, %d processors.",
        scale.jobs(),
        scale.length() / 1e3,
        scale.ramp() / 1e3,
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
    line(
        "Bars with lists: requests <= 1/50 of one read a second, CPU <= 1/4 of the bare loop's, lag"
            + " p50 <= %d ms and p95 <= %d ms, threads <= %d.",
        LAG_P50_MILLIS, LAG_P95_MILLIS, MOST_THREADS);
    line(
        "Bars without lists: requests <= 1/3 of one read a second, lag p50 <= %d ms, threads <= %d."
            + " A ! stands where one is missed.",
        LAG_P50_MILLIS, MOST_THREADS);
  }

  /** Begins a part of the table. */
  void part(String title) {
    line("");
    line("%-34s|%27s |%33s |%8s |%15s", title, "requests", "lag, ms", "threads", "CPU, s");
    line(
        "%-34s|%9s %7s %9s |%7s %9s %7s %7s |%8s |%6s %8s",
        "", "reads", "lists", "of 1/s", "p50", "p95", "p99", "max", "of ours", "", "of bare");
  }

  /**
   * Prints one row.
   *
   * @param bare what it is compared with; null for the bare loop itself and where there is none
   */
  void row(String title, WatchFigures figures, @Nullable WatchFigures bare, Bars bars) {
    double requests = figures.share();
    double cpu = bare == null ? 0 : figures.cpuSeconds() / bare.cpuSeconds();
    boolean held = bars != Bars.NONE;
    line(
        "%-34s|%9d %7d %9s |%7s %9s %7d %7d |%8s |%6.1f %8s",
        title,
        figures.reads(),
        figures.lists(),
        share(requests, held && requests > bars.requests),
        mark(String.valueOf(figures.lag(0.5)), held && figures.lag(0.5) > LAG_P50_MILLIS),
        mark(String.valueOf(figures.lag(0.95)), bars.cost && figures.lag(0.95) > LAG_P95_MILLIS),
        figures.lag(0.99),
        figures.lag(1),
        mark(String.valueOf(figures.ownThreads()), held && figures.ownThreads() > MOST_THREADS),
        figures.cpuSeconds(),
        bare == null ? "" : share(cpu, bars.cost && cpu > MOST_CPU));
    if (figures.ownThreads() > 0) {
      line("%-34s|  threads: %s", "", figures.threads());
    }
    if (!figures.isTrue() || figures.failures() > 0) {
      line(
          "%-34s|  %d endings missed, %d told wrong, %d calls failed !",
          "", figures.missed(), figures.wrong(), figures.failures());
    }
  }

  private static String share(double share, boolean missed) {
    return mark(
        share > 0 && share < 0.5
            ? String.format(Locale.ROOT, "1/%.1f", 1 / share)
            : String.format(Locale.ROOT, "%.2f", share),
        missed);
  }

  private static String mark(String figure, boolean missed) {
    return missed ? figure + " !" : figure;
  }

  /** Prints what a watched job takes of the heap. */
  void heap(HeapPerJob heap) {
    line(
        "Heap of each of %,d watched jobs: %s bytes (bar: %d); %.0f with a future of its outcome.",
        heap.jobs(),
        mark(String.format(Locale.ROOT, "%.0f", heap.bytes()), heap.bytes() > MOST_BYTES),
        MOST_BYTES,
        heap.bytesWithFuture());
  }

  /** Prints how many events a Flowable passes on. */
  void events(EventRate.Rates rates) {
    line(
        "Progress events in a second: %,.0f without RxJava, %,.0f through a Flowable, ratio %s"
            + " (%.2f to %.2f; bar: %.1f).",
        rates.engine().median(),
        rates.rx().median(),
        mark(
            String.format(Locale.ROOT, "%.2f", rates.ratio().median()),
            rates.ratio().median() < LEAST_OF_EVENTS),
        rates.ratio().low(),
        rates.ratio().high(),
        LEAST_OF_EVENTS);
  }

  /** Prints a line of its own. */
  void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
