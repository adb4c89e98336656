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
        "Bars beside OkHttp and Gson that give the same models: events >= %.2f to a listener and"
            + " >= %.2f through a Flowable, CPU <= %.2f. Decoding allocates <= %.2f of what Gson does"
            + " for one class of texts. A ! stands where a bar is missed, a ? where the middle half"
            + " is wider than %.2f: the machine was busy.",
        LEAST_EVENTS, LEAST_FLOWING, MOST_CPU, MOST_BYTES, WIDE);
    line("");
    line(
        "%-24s|%10s  %-23s|%8s  %-23s|%9s %9s  %s",
        "", "events/s", "of it", "CPU, µs", "of it", "bytes", "decoding", "of it");
  }

  /**
   * The ways by their places: OkHttp alone, Gson into one class, Gson into the models, and the two
   * of Longhaul.
   */
  record Ways(int undecoded, int oneClass, int models, int listener, int flowable) {}

  /** Prints the rows of all ways, and those of Longhaul beside each of the bare ones. */
  void blocks(EventBlocks blocks, Ways ways) {
    plain("OkHttp alone", blocks, ways.undecoded, ways);
    plain("bare, one class", blocks, ways.oneClass, ways);
    plain("bare, models", blocks, ways.models, ways);
    plain("listener", blocks, ways.listener, ways);
    beside("  of bare, models", blocks, ways.listener, ways, LEAST_EVENTS);
    beside("  of bare, one class", blocks, ways.listener, ways);
    plain("Flowable", blocks, ways.flowable, ways);
    beside("  of bare, models", blocks, ways.flowable, ways, LEAST_FLOWING);
    beside("  of bare, one class", blocks, ways.flowable, ways);
  }

  private void plain(String title, EventBlocks blocks, int way, Ways ways) {
    line(
        "%-24s|%10.0f  %-23s|%8.2f  %-23s|%9.0f %9.0f",
        title,
        blocks.of(way, Cost::perSecond).median(),
        "",
        blocks.of(way, Cost::cpuMicros).median(),
        "",
        blocks.of(way, Cost::bytes).median(),
        decoding(blocks, way, ways));
  }

  private void beside(String title, EventBlocks blocks, int way, Ways ways, double leastEvents) {
    Quartiles speed = blocks.ratio(way, ways.models, Cost::perSecond);
    Quartiles cpu = blocks.ratio(way, ways.models, Cost::cpuMicros);
    ratios(
        title,
        ratio(speed, speed.median() < leastEvents),
        ratio(cpu, cpu.median() > MOST_CPU),
        share(blocks, way, ways.models, ways),
        false);
  }

  private void beside(String title, EventBlocks blocks, int way, Ways ways) {
    double share = share(blocks, way, ways.oneClass, ways);
    ratios(
        title,
        ratio(blocks.ratio(way, ways.oneClass, Cost::perSecond), false),
        ratio(blocks.ratio(way, ways.oneClass, Cost::cpuMicros), false),
        share,
        share > MOST_BYTES);
  }

  private void ratios(String title, String speed, String cpu, double share, boolean missed) {
    line(
        "%-24s|%10s  %-23s|%8s  %-23s|%9s %9s  %.2f%s",
        title, "", speed, "", cpu, "", "", share, missed ? " !" : "");
  }

  private static double share(EventBlocks blocks, int way, int other, Ways ways) {
    return decoding(blocks, way, ways) / decoding(blocks, other, ways);
  }

  /** What the thread of the socket allocates beyond what OkHttp does. */
  private static double decoding(EventBlocks blocks, int way, Ways ways) {
    return blocks.of(way, Cost::bytes).median() - blocks.of(ways.undecoded, Cost::bytes).median();
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
