package dev.longhaul.integration.soak;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Draws how heap, threads and open files went, one above the other, each from zero. */
final class SoakGraph {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 110;
  private static final int GAP = 40;
  private static final int LEFT = 20;

  private final StringBuilder svg = new StringBuilder();
  private final List<SoakMinute> minutes;
  private int top = GAP;

  private SoakGraph(List<SoakMinute> minutes) {
    this.minutes = minutes;
  }

  static String of(List<SoakMinute> minutes) {
    SoakGraph graph = new SoakGraph(minutes);
    graph.curve("heap after a collection, MB", minute -> minute.heap() / 1e6);
    graph.curve("threads of the process", SoakMinute::threads);
    graph.curve("open files and sockets", SoakMinute::files);
    graph.curve("jobs under watch", SoakMinute::watched);
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\">%n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n%s</svg>%n",
        WIDTH + 2 * LEFT,
        graph.top,
        graph.svg);
  }

  private void curve(String title, ToDoubleFunction<SoakMinute> figure) {
    double most = Math.max(1, minutes.stream().mapToDouble(figure).max().orElse(1));
    long last = Math.max(1, minutes.get(minutes.size() - 1).seconds());
    String points =
        minutes.stream()
            .map(
                minute ->
                    String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        LEFT + WIDTH * minute.seconds() / (double) last,
                        top + HEIGHT * (1 - figure.applyAsDouble(minute) / most)))
            .collect(Collectors.joining(" "));
    add(
        "<text x=\"%d\" y=\"%d\">%s: 0 to %.1f, over %d s</text>",
        LEFT, top - 8, title, most, last);
    add("<path d=\"M%d %dv%dh%d\" fill=\"none\" stroke=\"#999\"/>", LEFT, top, HEIGHT, WIDTH);
    add("<polyline points=\"%s\" fill=\"none\" stroke=\"#06c\" stroke-width=\"2\"/>", points);
    top += HEIGHT + GAP;
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
