package dev.longhaul.integration;

import dev.longhaul.policy.ClientEventListener;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.WireFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Every way in which the exchange of a create goes wrong in the field, each as a fault. */
final class FaultyWire {
  /** How often a create meets one of them. */
  static final double SHARE = 0.4;

  /** How often a read of a list goes wrong. */
  private static final double LIST_SHARE = 0.2;

  private static final int LIST_READS = 1_000;

  /** How long a client of this wire waits for one answer; some answers come later. */
  static final Duration PATIENCE = Duration.ofMillis(250);

  /** The most that such a client reads of an answer. */
  static final int ANSWER_LIMIT = 1 << 16;

  private static final Map<String, String> PAGE = Map.of("Content-Type", "text/html");

  private FaultyWire() {}

  /**
   * Returns the faults.
   *
   * @param creates where jobs are created, for the redirect
   */
  static List<WireFault> faults(String creates) {
    return Stream.of(
            madeAllTheSame(),
            broken(),
            strange(),
            refused(),
            slowedDown(),
            failed(),
            List.of(WireFault.redirectTo(creates)))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Returns what becomes of the first reads of a list, one after the other: some go wrong, in ways
   * that are over by the next try and in ways that are not.
   */
  static List<WireFault> ofListReads(long seed) {
    List<WireFault> faults =
        List.of(
            WireFault.resetBeforeRead(),
            WireFault.resetAfterAnswerHead(),
            WireFault.truncatedBody(),
            WireFault.garbage(),
            WireFault.htmlPage(),
            WireFault.emptyBody(),
            WireFault.status(403),
            WireFault.status(429),
            WireFault.status(500),
            WireFault.status(503, PAGE, "<h1>Unavailable</h1>"));
    WireFault none = WireFault.delay(Duration.ZERO);
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(
            () ->
                random.nextDouble() < LIST_SHARE ? faults.get(random.nextInt(faults.size())) : none)
        .limit(LIST_READS)
        .toList();
  }

  /**
   * Returns options of a client that is in a hurry.
   *
   * @param listener hears of its attempts
   */
  static ClientOptions.Builder clientOf(String baseUrl, ClientEventListener listener) {
    Duration soon = Duration.ofMillis(10);
    return ClientOptions.builder(baseUrl)
        .resilience(
            ResilienceOptions.builder()
                .backOff(Duration.ofMillis(1), 2, Duration.ofMillis(5))
                .retryBudget(10_000)
                .listener(listener)
                .build())
        .watch(WatchOptions.builder().pollPace(soon, 1.3, Duration.ofSeconds(5)).build())
        .createTimeout(PATIENCE)
        .answerLimit(ANSWER_LIMIT);
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
