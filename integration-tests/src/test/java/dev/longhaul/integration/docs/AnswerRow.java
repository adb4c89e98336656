package dev.longhaul.integration.docs;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.WireFault;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A row of the table of answers: what comes back, and what a read makes of it.
 *
 * @param answer what comes back, in words
 * @param type the error
 * @param reach how far the call came, as far as that proves it
 * @param repeated whether a read is tried again
 * @param causes ways to let it come back
 */
record AnswerRow(
    String answer,
    Class<? extends LonghaulException> type,
    Reach reach,
    boolean repeated,
    List<Consumer<FakeFunctionRunner>> causes) {
  private static final String OWN = "{\"error\":{\"code\":\"BUSY\",\"message\":\"No\"}}";

  /** Returns every row, in the order of the page. */
  static List<AnswerRow> all() {
    return List.of(
        no("400, 405, 409, 413, 415, 422, other 4xx", RefusedException.class)
            .when(statuses(400, 405, 406, 409, 411, 413, 415, 422, 423, 451)),
        no("401, 403", CredentialsException.class).when(statuses(401, 403)),
        no("402", QuotaExhaustedException.class).when(statuses(402)),
        no("404, 410", NotFoundException.class).when(statuses(404, 410)),
        lost("404, 410 whose words tell of a failure", ServiceFailedException.class)
            .again()
            .when(
                words(404, "{\"error\":\"the server met a problem\"}"),
                words(410, "{\"message\":\"internal error\"}")),
        lost("408", ServiceFailedException.class).again().when(statuses(408)),
        no("425", RefusedException.class).again().when(statuses(425)),
        no("429", RateLimitedException.class).again().when(statuses(429)),
        no("429 whose code tells of quota or billing", QuotaExhaustedException.class)
            .when(words(429, "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"No\"}}")),
        lost("500, 502, 504", ServiceFailedException.class).again().when(statuses(500, 502, 504)),
        lost("503 bare", ServiceFailedException.class)
            .again()
            .when(words(503, ""), words(503, "<h1>Sorry</h1>")),
        no("503 with `Retry-After` or the service's own error body", ServiceFailedException.class)
            .again()
            .when(words(503, OWN), retryAfter(503)),
        lost("other 5xx", ServiceFailedException.class).when(statuses(501, 505, 507)),
        lost("2xx that is a web page, empty, broken or too large", UnexpectedAnswerException.class)
            .when(
                WireFault.htmlPage(),
                WireFault.emptyBody(),
                WireFault.malformedJson("{\"a\":"),
                WireFault.hugeBody(17 << 20)),
        lost("301, 302, 303 to elsewhere", UnexpectedAnswerException.class)
            .when(elsewhere(301), elsewhere(302), elsewhere(303)),
        no("307, 308 to elsewhere", UnexpectedAnswerException.class)
            .when(elsewhere(307), elsewhere(308)),
        lost("broken off, none in time, or 407 without a proxy", UnreachableException.class)
            .again()
            .when(WireFault.resetAfterRead(), WireFault.garbage(), words(407, "")),
        new AnswerRow(
            "no connection",
            UnreachableException.class,
            Reach.NOT_SENT,
            true,
            List.of(FakeFunctionRunner::close)));
  }

  private static AnswerRow no(String answer, Class<? extends LonghaulException> type) {
    return new AnswerRow(answer, type, Reach.DECLINED, false, List.of());
  }

  private static AnswerRow lost(String answer, Class<? extends LonghaulException> type) {
    return new AnswerRow(answer, type, Reach.MAY_HAVE_TAKEN_EFFECT, false, List.of());
  }

  private AnswerRow again() {
    return new AnswerRow(answer, type, reach, true, causes);
  }

  private AnswerRow when(WireFault... faults) {
    List<Consumer<FakeFunctionRunner>> ways =
        Arrays.stream(faults)
            .<Consumer<FakeFunctionRunner>>map(
                fault -> fake -> fake.always(FunctionRunnerOperation.READ_STATUS, fault))
            .toList();
    return new AnswerRow(answer, type, reach, repeated, ways);
  }

  private static WireFault[] statuses(int... codes) {
    return IntStream.of(codes).mapToObj(code -> words(code, "")).toArray(WireFault[]::new);
  }

  private static WireFault words(int code, String body) {
    return WireFault.status(code, Map.of(), body);
  }

  private static WireFault retryAfter(int code) {
    return WireFault.status(code, Map.of("Retry-After", "0"), "");
  }

  private static WireFault elsewhere(int code) {
    return WireFault.status(code, Map.of("Location", "https://elsewhere.invalid/"), "");
  }

  /** Returns the row of the page. */
  String asMarkdown() {
    return "| %s | `%s` | `%s` | %s |%n"
        .formatted(answer, type.getSimpleName(), reach, repeated ? "yes" : "no");
  }

  @Override
  public String toString() {
    return answer;
  }
}
