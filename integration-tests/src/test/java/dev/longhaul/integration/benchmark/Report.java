package dev.longhaul.integration.benchmark;

import dev.longhaul.integration.benchmark.Meter.Cost;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Prints what was measured. An exclamation mark stands where a bar is missed, a question mark where
 * the pairs agree too little for the median to be trusted.
 */
final class Report {
  private static final double MOST_CPU = 1.15;
  private static final double MOST_BYTES = 1.3;
  private static final double LEAST_THROUGHPUT = 0.95;
  private static final double WIDE = 0.1;

  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  void head() {
    line(
        "A status read through the whole stack (ours) against OkHttp and Gson alone (bare), Java"
            + " %s, %d processors.",
        Runtime.version(), Runtime.getRuntime().availableProcessors());
    line(
        "Medians of %d pairs of blocks; behind a ratio the range of the middle half. A ? stands"
            + " where it is wider than %.2f: the machine was busy.",
        Comparison.pairs(), WIDE);
    line(
        "Bars: CPU <= %.2f, allocation <= %.2f, throughput with %d in flight >= %.2f. A ! stands"
            + " where one is missed.",
        MOST_CPU, MOST_BYTES, Load.CROWD, LEAST_THROUGHPUT);
    line("");
    line(
        "%-30s|%-38s|%-40s|%s",
        "", " CPU per call, µs", " allocated per call, bytes", " calls per second");
    line(
        "%-30s|%6s %6s  %-23s|%7s %7s  %-23s|%7s %7s  %s",
        "load", "bare", "ours", "ratio", "bare", "ours", "ratio", "bare", "ours", "ratio");
  }

  /** Prints one row. The bar on throughput is for a crowd; alone it only mirrors the latency. */
  void row(String title, Comparison measured, Bar bar) {
    Quartiles cpu = measured.ratio(Cost::cpuMicros);
    Quartiles bytes = measured.ratio(Cost::bytes);
    Quartiles speed = measured.ratio(Cost::perSecond);
    boolean slow = bar == Bar.THROUGHPUT_TOO && speed.median() < LEAST_THROUGHPUT;
    line(
        "%-30s|%6.1f %6.1f  %-23s|%7.0f %7.0f  %-23s|%7.0f %7.0f  %s",
        title,
        bare(measured, Cost::cpuMicros),
        ours(measured, Cost::cpuMicros),
        ratio(cpu, bar != Bar.NONE && cpu.median() > MOST_CPU),
        bare(measured, Cost::bytes),
        ours(measured, Cost::bytes),
        ratio(bytes, bar != Bar.NONE && bytes.median() > MOST_BYTES),
        bare(measured, Cost::perSecond),
        ours(measured, Cost::perSecond),
        ratio(speed, slow));
  }

  /** Which bars a row is held against. */
  enum Bar {
    /** None: the row is there to be looked at. */
    NONE,
    /** Processor time and allocation. */
    COST,
    /** Throughput as well. */
    THROUGHPUT_TOO
  }

  void threads(Map<String, Long> bare, Map<String, Long> ours) {
    Map<String, Long> beyond = ThreadCensus.beyondOkHttp(ours);
    long count = beyond.values().stream().mapToLong(Long::longValue).sum();
    line("");
    line("Threads with %d async calls in flight: bare %s, ours %s.", Load.CROWD, bare, ours);
    line(
        "Beyond OkHttp's own: %d %s (bar: one timer at most)%s",
        count, beyond, count > 1 ? " !" : "");
  }

  private static double bare(Comparison measured, ToDoubleFunction<Cost> figure) {
    return measured.bare(figure).median();
  }

  private static double ours(Comparison measured, ToDoubleFunction<Cost> figure) {
    return measured.ours(figure).median();
  }

  private static String ratio(Quartiles ratio, boolean missed) {
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f)%s%s",
        ratio.median(),
        ratio.low(),
        ratio.high(),
        missed ? " !" : "",
        ratio.high() - ratio.low() > WIDE ? " ?" : "");
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
