package dev.longhaul.integration.docs;

import dev.longhaul.policy.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Draws when a job of one minute was read: one line of time for each, a tick for every read, and
 * where the job ended. The colours can be seen on white and on black alike.
 */
final class ScheduleDrawing {
  private static final int LEFT = 20;
  private static final int PIXELS_A_SECOND = 10;
  private static final int SECONDS = 66;
  private static final int TOP = 66;
  private static final int ROW = 62;
  private static final int TICK = 18;
  private static final String GREY = "#757d87";
  private static final String BLUE = "#2f81f7";
  private static final String ORANGE = "#d1622a";

  private final StringBuilder svg = new StringBuilder();

  private ScheduleDrawing() {}

  /** Returns the picture as SVG. */
  static String of(List<ScheduleRun.Known> known) {
    ScheduleDrawing drawing = new ScheduleDrawing();
    int bottom = TOP + ROW * known.size() - TICK;
    drawing.begin(bottom + 58);
    drawing.end(bottom);
    int line = TOP + TICK + 10;
    for (ScheduleRun.Known one : known) {
      drawing.run(one.words, ScheduleRun.of(one, WatchOptions.defaults()), line);
      line += ROW;
    }
    drawing.axis(bottom);
    drawing.add("</svg>");
    return drawing.svg.toString();
  }

  private void begin(int height) {
    int width = LEFT + SECONDS * PIXELS_A_SECOND + LEFT;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\""
            + " height=\"%d\" font-family=\"sans-serif\" font-size=\"13\" fill=\"%s\">",
        width, height, width, height, GREY);
    add("<title>When a job of one minute is read</title>");
    add("<text x=\"%d\" y=\"20\">When a job is read, by what is known of its end</text>", LEFT);
    add("<path d=\"M%d 38v-%d\" stroke=\"%s\" stroke-width=\"2\"/>", LEFT + 1, 10, BLUE);
    add("<text x=\"%d\" y=\"38\">a read</text>", LEFT + 8);
    add("<circle cx=\"%d\" cy=\"33\" r=\"4\" fill=\"%s\"/>", LEFT + 72, ORANGE);
    add("<text x=\"%d\" y=\"38\">the read that told of the end</text>", LEFT + 82);
  }

  private void end(int bottom) {
    double x = x(ScheduleRun.LASTS);
    add("<path d=\"M%.1f 44V%d\" stroke=\"%s\" stroke-dasharray=\"4 3\"/>", x, bottom, ORANGE);
    add(
        "<text x=\"%.1f\" y=\"38\" text-anchor=\"middle\" fill=\"%s\">the job ends</text>",
        x, ORANGE);
  }

  private void run(String known, ScheduleRun run, int line) {
    add("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", LEFT, line - TICK - 4, known);
    add(
        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"end\">%d reads, told %.2f s late</text>",
        x(ScheduleRun.LASTS) - 8, line - TICK - 4, run.reads().size(), seconds(run.lag()));
    add("<path d=\"M%d %dh%d\" stroke=\"%s\"/>", LEFT, line, SECONDS * PIXELS_A_SECOND, GREY);
    for (Duration read : run.reads()) {
      add("<path d=\"M%.1f %dv-%d\" stroke=\"%s\" stroke-width=\"2\"/>", x(read), line, TICK, BLUE);
    }
    add(
        "<circle cx=\"%.1f\" cy=\"%d\" r=\"4\" fill=\"%s\"/>",
        x(ScheduleRun.LASTS.plus(run.lag())), line, ORANGE);
  }

  private void axis(int y) {
    add("<path d=\"M%d %dh%d\" stroke=\"%s\"/>", LEFT, y, SECONDS * PIXELS_A_SECOND, GREY);
    for (int second = 0; second < SECONDS; second += 10) {
      double x = x(Duration.ofSeconds(second));
      add("<path d=\"M%.1f %dv5\" stroke=\"%s\"/>", x, y, GREY);
      add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>", x, y + 19, second);
    }
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">seconds since the job was submitted</text>",
        LEFT + SECONDS * PIXELS_A_SECOND / 2, y + 40);
  }

  private static double x(Duration time) {
    return LEFT + seconds(time) * PIXELS_A_SECOND;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
