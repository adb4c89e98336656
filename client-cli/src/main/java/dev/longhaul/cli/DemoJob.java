package dev.longhaul.cli;

import dev.longhaul.testkit.JobScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/**
 * What the job of the demo does, and the picture that it hands out: hills at dusk, drawn with a few
 * lines of SVG.
 */
final class DemoJob {
  static final int WIDTH = 960;
  static final int HEIGHT = 540;
  static final int SEED = 7;

  private static final String[] HILLS = {"#7a4a6b", "#573a63", "#3a2c54", "#211c3d"};
  private static final int STEP = 40;

  private DemoJob() {}

  /** Returns a job of five seconds. */
  static JobScript script() {
    return JobScript.builder()
        .queuedFor(Duration.ofMillis(500))
        .stage("load model", Duration.ofMillis(900))
        .stage("sketch", Duration.ofMillis(1300))
        .stage("paint", Duration.ofMillis(1600))
        .stage("polish", Duration.ofMillis(700))
        .output("image", "dusk.svg", "image/svg+xml", picture().getBytes(StandardCharsets.UTF_8))
        .build();
  }

  static String picture() {
    StringBuilder svg = new StringBuilder(sky());
    Random random = new Random(SEED);
    for (int row = 0; row < HILLS.length; row++) {
      svg.append(hill(random, 290 + 60 * row, HILLS[row]));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String sky() {
    String size = "width=\"" + WIDTH + "\" height=\"" + HEIGHT + "\"";
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" "
        + size
        + ">\n"
        + """
        <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#2b2a5b"/>
        <stop offset=".6" stop-color="#d9718a"/><stop offset="1" stop-color="#ffc988"/>
        </linearGradient></defs>
        """
        + "<rect "
        + size
        + " fill=\"url(#sky)\"/>\n"
        + "<circle cx=\"660\" cy=\"270\" r=\"64\" fill=\"#ffe9b8\"/>\n";
  }

  /** Returns one row of hills: two waves of random phase, from the left edge to the right. */
  private static String hill(Random random, int height, String colour) {
    double slow = random.nextDouble() * 6;
    double quick = random.nextDouble() * 6;
    StringBuilder points = new StringBuilder("0," + HEIGHT + " ");
    for (int x = 0; x <= WIDTH; x += STEP) {
      double y = height - 42 * Math.sin(slow + x / 150.0) - 16 * Math.sin(quick + x / 47.0);
      points.append(String.format(Locale.ROOT, "%d,%.0f ", x, y));
    }
    return "<polygon points=\"" + points + WIDTH + "," + HEIGHT + "\" fill=\"" + colour + "\"/>\n";
  }
}
