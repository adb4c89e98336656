package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A submission leaves at most once, and whoever made it is told the truth about it. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CreateOnceTest {
  private static final Map<String, String> PAGE = Map.of("Content-Type", "text/html");

  /** What goes wrong, and how many jobs the service made all the same. */
  record Ambiguity(WireFault fault, int jobs, String name) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** What goes wrong, and by which error the caller learns that there is no job. */
  record Refusal(WireFault fault, Class<? extends LonghaulException> error, String name) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Ambiguity> ambiguities() {
    return Stream.of(
        new Ambiguity(WireFault.resetBeforeRead(), 0, "reset before the request was read"),
        new Ambiguity(WireFault.resetAfterRead(), 0, "reset after the request was read"),
        new Ambiguity(WireFault.answerLost(), 1, "answer lost"),
        new Ambiguity(WireFault.stall(), 0, "no answer in time"),
        new Ambiguity(WireFault.truncatedBody(), 1, "answer cut off"),
        new Ambiguity(WireFault.garbage(), 0, "bytes that are not HTTP"),
        new Ambiguity(WireFault.htmlPage(), 0, "a web page with 200"),
        new Ambiguity(WireFault.emptyBody(), 0, "200 with nothing"),
        new Ambiguity(WireFault.status(204, Map.of(), ""), 0, "204"),
        new Ambiguity(WireFault.malformedJson("{\"status\":\"pending\"}"), 0, "200 without an id"),
        new Ambiguity(WireFault.malformedJson("{\"task_id\":\" \"}"), 0, "200 with a blank id"),
        new Ambiguity(
            WireFault.malformedJson("{\"task_id\":\"..\"}"), 0, "200 with dots for an id"),
        new Ambiguity(
            WireFault.malformedJson("{\"task_id\":\"a\\nb\"}"), 0, "200, id with a break"),
        new Ambiguity(WireFault.malformedJson("{\"task_id\":\"t\""), 0, "200 with half an object"),
        new Ambiguity(WireFault.hugeBody(2L << 30), 0, "200 with 2 GB"),
        new Ambiguity(WireFault.status(301, Map.of("Location", "/x"), ""), 0, "301"),
        new Ambiguity(WireFault.status(302, Map.of("Location", "/x"), ""), 0, "302"),
        new Ambiguity(WireFault.status(303, Map.of("Location", "/x"), ""), 0, "303"),
        new Ambiguity(WireFault.status(408), 0, "408"),
        new Ambiguity(WireFault.status(408, Map.of("Connection", "close"), ""), 0, "bare 408"),
        new Ambiguity(WireFault.status(500), 0, "500"),
        new Ambiguity(WireFault.status(502, PAGE, "<h1>Bad gateway</h1>"), 0, "502"),
        new Ambiguity(WireFault.status(503, PAGE, "<h1>Unavailable</h1>"), 0, "503 of a proxy"),
        new Ambiguity(WireFault.status(503, Map.of(), ""), 0, "503 with nothing"),
        new Ambiguity(
            WireFault.status(503, Map.of(), "{\"message\":\"Service Unavailable\"}"),
            0,
            "503 of a gateway that speaks JSON"),
        new Ambiguity(WireFault.status(503, Map.of("Retry-After", "soon"), ""), 0, "503, odd wait"),
        new Ambiguity(WireFault.status(504, PAGE, "<h1>Time-out</h1>"), 0, "504"));
  }

  static Stream<Refusal> refusals() {
    return Stream.of(
        new Refusal(WireFault.status(400), RefusedException.class, "400"),
        new Refusal(WireFault.status(401), CredentialsException.class, "401"),
        new Refusal(WireFault.status(402), QuotaExhaustedException.class, "402"),
        new Refusal(WireFault.status(403), CredentialsException.class, "403"),
        new Refusal(WireFault.status(404), NotFoundException.class, "404"),
        new Refusal(WireFault.status(404, PAGE, "<h1>?</h1>"), NotFoundException.class, "404 page"),
        new Refusal(WireFault.status(409), RefusedException.class, "409"),
        new Refusal(WireFault.status(413), RefusedException.class, "413"),
        new Refusal(WireFault.status(422), RefusedException.class, "422"),
        new Refusal(WireFault.status(429), RateLimitedException.class, "429"),
        new Refusal(
            WireFault.status(429, Map.of("Retry-After", "0"), ""),
            RateLimitedException.class,
            "429 to be repeated at once"),
        new Refusal(
            WireFault.status(503, Map.of("Retry-After", "0"), ""),
            ServiceFailedException.class,
            "503 to be repeated at once"),
        new Refusal(WireFault.status(503), ServiceFailedException.class, "503 in its own words"),
        new Refusal(
            WireFault.redirectTo("http://elsewhere.test/api/v1/functions/tasks"),
            UnexpectedAnswerException.class,
            "307"),
        new Refusal(
            WireFault.status(308, Map.of("Location", "http://elsewhere.test/"), ""),
            UnexpectedAnswerException.class,
            "308"));
  }

  private static Bench open() {
    return Bench.open(options -> options.createTimeout(Duration.ofMillis(300)));
  }

  @ParameterizedTest
  @MethodSource("ambiguities")
  void whatMayHaveBeenAcceptedIsUncertainAndNotRepeated(Ambiguity it) {
    try (Bench bench = open()) {
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_TASK, it.fault());

      SubmissionUncertainException uncertain =
          catchThrowableOfType(
              SubmissionUncertainException.class, () -> bench.client.submit(Bench.task()));

      assertUncertain(bench.fake, it, uncertain);
    }
  }

  @ParameterizedTest
  @MethodSource("ambiguities")
  void whatMayHaveBeenAcceptedIsUncertainForAFutureToo(Ambiguity it) throws Exception {
    try (Bench bench = open()) {
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_TASK, it.fault());

      LonghaulException failure = Bench.failure(bench.client.submitAsync(Bench.task()));

      assertUncertain(bench.fake, it, (SubmissionUncertainException) failure);
    }
  }

  private static void assertUncertain(
      FakeFunctionRunner fake, Ambiguity it, SubmissionUncertainException uncertain) {
    assertThat(fake.ledger().createsReceived()).isEqualTo(1);
    assertThat(fake.ledger().creates()).isEqualTo(it.jobs());
    assertThat(uncertain.facts().reach()).isEqualTo(Reach.MAY_HAVE_TAKEN_EFFECT);
    assertThat(uncertain.facts().key()).contains(uncertain.key());
    assertThat(uncertain.facts().attempts()).isEqualTo(1);
    List<String> keys = keysReceived(fake);
    assertThat(keys).isSubsetOf(List.of(uncertain.key().toString()));
  }

  private static List<String> keysReceived(FakeFunctionRunner fake) {
    return fake.ledger().requests(FunctionRunnerOperation.SUBMIT_TASK).stream()
        .filter(request -> !request.headers().isEmpty())
        .map(request -> request.header("Idempotency-Key"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatWasDeclinedIsARefusalAndNotRepeated(Refusal it) {
    try (Bench bench = open()) {
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_TASK, it.fault());

      LonghaulException refusal =
          catchThrowableOfType(it.error(), () -> bench.client.submit(Bench.task()));

      assertThat(refusal.facts().reach()).isEqualTo(Reach.DECLINED);
      assertThat(bench.fake.ledger().createsReceived()).isEqualTo(1);
      assertThat(bench.fake.ledger().creates()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatWasDeclinedIsARefusalForAFutureToo(Refusal it) throws Exception {
    try (Bench bench = open()) {
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_TASK, it.fault());

      LonghaulException refusal = Bench.failure(bench.client.submitAsync(Bench.task()));

      assertThat(refusal).isInstanceOf(it.error());
      assertThat(refusal.facts().reach()).isEqualTo(Reach.DECLINED);
      assertThat(bench.fake.ledger().createsReceived()).isEqualTo(1);
    }
  }

  @Test
  void theKeyOfAnUncertainSubmissionFindsTheJobAtTheService() {
    try (Bench bench = Bench.open()) {
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.answerLost());

      SubmissionUncertainException uncertain =
          catchThrowableOfType(
              SubmissionUncertainException.class, () -> bench.client.submit(Bench.task()));

      FakeJob job = bench.fake.jobs().get(0);
      assertThat(job.idempotencyKey()).isEqualTo(uncertain.key().toString());
      assertThat(job.submission().getAsJsonObject("metadata").get("idempotency_key").getAsString())
          .isEqualTo(uncertain.key().toString());
    }
  }

  @Test
  void aConnectionThatDiesUnderTheSubmissionIsNotReplacedInSilence() throws Exception {
    try (Bench bench = Bench.open()) {
      bench.client.templates(TemplateQuery.all());
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.resetBeforeRead());

      assertThatThrownBy(() -> bench.client.submit(Bench.task()))
          .isInstanceOf(SubmissionUncertainException.class);

      List<ReceivedRequest> all = bench.fake.ledger().requests();
      assertThat(all)
          .extracting(ReceivedRequest::operation)
          .containsExactly(
              FunctionRunnerOperation.LIST_TEMPLATES, FunctionRunnerOperation.SUBMIT_TASK);
      assertThat(all).extracting(ReceivedRequest::connectionId).containsOnly(1);
    }
  }

  @Test
  void credentialsThatTheCallersClientFindsAfterA401DoNotRepeatTheSubmission() {
    OkHttpClient eager =
        new OkHttpClient.Builder()
            .authenticator(
                (route, response) ->
                    response.request().newBuilder().header("Authorization", "Bearer new").build())
            .build();
    try (Bench bench = Bench.open(options -> options.httpClient(eager))) {
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.status(401));

      assertThatThrownBy(() -> bench.client.submit(Bench.task()))
          .isInstanceOf(CredentialsException.class);
      assertThat(bench.fake.ledger().createsReceived()).isEqualTo(1);
    } finally {
      eager.connectionPool().evictAll();
    }
  }

  @Test
  void aServerThatRefusesConnectionsWasNeverSentTheSubmission() {
    try (Bench bench = Bench.open()) {
      bench.fake.close();

      UnreachableException unsent =
          catchThrowableOfType(UnreachableException.class, () -> bench.client.submit(Bench.task()));

      assertThat(unsent.facts().reach()).isEqualTo(Reach.NOT_SENT);
      assertThat(unsent).hasMessageContaining("Nothing accepts connections at 127.0.0.1:");
    }
  }

  @Test
  void aHandshakeThatFailsMeansThatTheSubmissionWasNeverSent() {
    try (FakeFunctionRunner plain = FakeFunctionRunner.start();
        FunctionRunnerClient client =
            FunctionRunnerClient.open(
                Bench.options(plain.baseUrl().replace("http:", "https:")).build())) {
      UnreachableException unsent =
          catchThrowableOfType(UnreachableException.class, () -> client.submit(Bench.task()));

      assertThat(unsent.facts().reach()).isEqualTo(Reach.NOT_SENT);
      assertThat(plain.ledger().createsReceived()).isZero();
    }
  }

  @Test
  void everySubmissionHasAKeyOfItsOwn() throws Exception {
    try (Bench bench = Bench.open()) {
      bench.submitted().detach();
      bench.submitted().detach();

      assertThat(keysReceived(bench.fake)).hasSize(2).doesNotHaveDuplicates();
    }
  }
}
