package dev.longhaul.integration;

import dev.longhaul.testkit.WireFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every way in which the exchange of a create goes wrong in the field, each as a fault. */
final class FaultyWire {
  /** How long a client of this wire waits for one answer; some answers come later. */
  static final Duration PATIENCE = Duration.ofMillis(250);

  /** The most that such a client reads of an answer. */
  static final int ANSWER_LIMIT = 1 << 16;

  private static final Map<String, String> PAGE = Map.of("Content-Type", "text/html");

  private FaultyWire() {}

  /**
   * Returns the faults.
   *
   * @param tasks where tasks are submitted, for the redirect
   */
  static List<WireFault> faults(String tasks) {
    return Stream.of(
            madeAllTheSame(),
            broken(),
            strange(),
            refused(),
            slowedDown(),
            failed(),
            List.of(WireFault.redirectTo(tasks)))
        .flatMap(List::stream)
        .toList();
  }

  /** The job is made, and its answer never comes, comes in part, too late, or as the last one. */
  private static List<WireFault> madeAllTheSame() {
    return List.of(
        WireFault.answerLost(),
        WireFault.resetAfterAnswerHead(),
        WireFault.truncatedBody(),
        WireFault.closesAfterAnswer(),
        WireFault.delay(Duration.ofMillis(3)),
        WireFault.delay(PATIENCE.multipliedBy(2)));
  }

  private static List<WireFault> broken() {
    return List.of(
        WireFault.resetBeforeRead(),
        WireFault.resetAfterHeaders(),
        WireFault.resetAfterRead(),
        WireFault.stall(),
        WireFault.garbage());
  }

  private static List<WireFault> strange() {
    return List.of(
        WireFault.htmlPage(),
        WireFault.emptyBody(),
        WireFault.malformedJson("{\"status\":\"pending\"}"),
        WireFault.bytes("{\"task_id\":\"\u00e9".getBytes(StandardCharsets.ISO_8859_1)),
        WireFault.deepJson(5_000),
        WireFault.hugeBody(2L * ANSWER_LIMIT),
        WireFault.gzipBomb(2L * ANSWER_LIMIT));
  }

  private static List<WireFault> refused() {
    return List.of(
        WireFault.status(400),
        WireFault.status(401),
        WireFault.status(402),
        WireFault.status(403),
        WireFault.status(413),
        WireFault.status(422));
  }

  private static List<WireFault> slowedDown() {
    String quota = "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"No credit left\"}}";
    return List.of(
        WireFault.status(425),
        WireFault.status(429),
        WireFault.status(429, Map.of("Retry-After", "0"), ""),
        WireFault.status(429, Map.of("retry-after-ms", "2"), ""),
        WireFault.status(429, Map.of("x-should-retry", "false"), ""),
        WireFault.status(429, Map.of(), quota));
  }

  private static List<WireFault> failed() {
    return List.of(
        WireFault.status(408),
        WireFault.status(500),
        WireFault.status(500, Map.of("x-should-retry", "true"), ""),
        WireFault.status(502, PAGE, "<h1>Bad gateway</h1>"),
        WireFault.status(503),
        WireFault.status(503, PAGE, "<h1>Unavailable</h1>"),
        WireFault.status(503, Map.of("Retry-After", "0"), ""),
        WireFault.status(504, PAGE, "<h1>Time-out</h1>"));
  }
}
