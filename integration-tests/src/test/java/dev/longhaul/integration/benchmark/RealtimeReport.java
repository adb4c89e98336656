package dev.longhaul.integration.benchmark;

import dev.longhaul.integration.benchmark.EventBlocks.Cost;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Prints what events over a WebSocket cost. An exclamation mark stands where a bar is missed, a
 * question mark where the rounds agree too little for the median to be trusted.
 */
final class RealtimeReport {
  private static final double LEAST_EVENTS = 0.9;
  private static final double LEAST_FLOWING = 0.85;
  private static final double MOST_CPU = 1.1;
  private static final double MOST_BYTES = 0.6;
  private static final double MOST_LAG_MICROS = 1_000;
  private static final double WIDE = 0.1;

  private final PrintStream out;

  RealtimeReport(PrintStream out) {
    this.out = out;
  }

  void head(RealtimeScale scale) {
    line(
        "Project events over one WebSocket, %,d in each of %d blocks. Java %s, %d processors.",
        scale.block(),
        scale.rounds(),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
    line(
        "Bars beside OkHttp and Gson: events >= %.2f to a listener and >= %.2f through a Flowable,"
            + " CPU <= %.2f, decoding allocates <= %.2f. A ! stands where one is missed, a ? where"
            + " the middle half is wider than %.2f: the machine was busy.",
        LEAST_EVENTS, LEAST_FLOWING, MOST_CPU, MOST_BYTES, WIDE);
    line("");
    line(
        "%-24s|%10s  %-23s|%8s  %-23s|%9s %9s  %s",
        "", "events/s", "of bare", "CPU, µs", "of bare", "bytes", "decoding", "of bare");
  }

  /** Prints the rows: what OkHttp costs alone, bare, a listener, a Flowable. */
  void blocks(EventBlocks blocks, int undecoded, int bare, int listener, int flowing) {
    plain("OkHttp alone", blocks, undecoded, undecoded);
    plain("OkHttp and Gson (bare)", blocks, bare, undecoded);
    compared("listener", blocks, listener, new int[] {bare, undecoded}, LEAST_EVENTS);
    compared("Flowable", blocks, flowing, new int[] {bare, undecoded}, LEAST_FLOWING);
  }

  private void plain(String title, EventBlocks blocks, int way, int undecoded) {
    line(
        "%-24s|%10.0f  %-23s|%8.2f  %-23s|%9.0f %9.0f",
        title,
        blocks.of(way, Cost::perSecond).median(),
        "",
        blocks.of(way, Cost::cpuMicros).median(),
        "",
        blocks.of(way, Cost::bytes).median(),
        decoding(blocks, way, undecoded));
  }

  private void compared(
      String title, EventBlocks blocks, int way, int[] bareAndUndecoded, double leastEvents) {
    int bare = bareAndUndecoded[0];
    int undecoded = bareAndUndecoded[1];
    Quartiles speed = blocks.ratio(way, bare, Cost::perSecond);
    Quartiles cpu = blocks.ratio(way, bare, Cost::cpuMicros);
    double decoding = decoding(blocks, way, undecoded);
    double share = decoding / decoding(blocks, bare, undecoded);
    line(
        "%-24s|%10.0f  %-23s|%8.2f  %-23s|%9.0f %9.0f  %.2f%s",
        title,
        blocks.of(way, Cost::perSecond).median(),
        ratio(speed, speed.median() < leastEvents),
        blocks.of(way, Cost::cpuMicros).median(),
        ratio(cpu, cpu.median() > MOST_CPU),
        blocks.of(way, Cost::bytes).median(),
        decoding,
        share,
        share > MOST_BYTES ? " !" : "");
  }

  /** What the thread of the socket allocates beyond what OkHttp does. */
  private static double decoding(EventBlocks blocks, int way, int undecoded) {
    return blocks.of(way, Cost::bytes).median() - blocks.of(undecoded, Cost::bytes).median();
  }

  void lag(String title, EventLag lag) {
    line(
        "Written to heard, %s: p50 %.0f µs, p99 %.0f µs%s, most %.0f µs (bar: p99 <= %.0f).",
        title,
        lag.p50(),
        lag.p99(),
        lag.p99() > MOST_LAG_MICROS ? " !" : "",
        lag.most(),
        MOST_LAG_MICROS);
  }

  void connections(String title, ConnectionCost cost) {
    line(
        "%,d connections, %s: %.2f threads and %,.0f bytes of heap each (%s).",
        cost.connections(), title, cost.threads(), cost.bytes(), cost.crowds());
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

  /** Prints a line of its own. */
  void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
