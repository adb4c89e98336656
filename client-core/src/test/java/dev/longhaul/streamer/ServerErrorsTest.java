package dev.longhaul.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.job.JobFailedException;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.streamer.StreamerOptions.InternalErrors;
import dev.longhaul.streamer.StreamerOptions.UnnamedErrors;
import dev.longhaul.testkit.FakeSocket;
import dev.longhaul.testkit.FakeStreamerOptions.Family;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.StreamerScript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of errors: what each becomes, and after which a repeatable action is asked again. */
@ExtendWith(LeakCheck.class)
class ServerErrorsTest {
  private static StreamerScript refusing(String code) {
    return StreamerScript.builder().failure(code, "No").build();
  }

  private static StreamerScript failing(String code) {
    return StreamerScript.builder().queued().progress(40, "Working").failure(code, "No").build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VALIDATION_ERROR",
        "INVALID_ACTION",
        "DUPLICATE_REQUEST",
        "INVALID_MESSAGE",
        "PROTOCOL_ERROR",
        "NEVER_HEARD_OF"
      })
  void aRefusalIsNotRepeatedEvenForARepeatableAction(String code) throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      assertThatThrownBy(() -> bench.askedRepeatable(refusing(code)))
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused -> {
                assertThat(refused.facts().reach()).isEqualTo(Reach.DECLINED);
                assertThat(refused.facts().serverCode()).hasValue(code);
                assertThat(refused.facts().serverMessage()).hasValue("No");
              });
      assertThat(bench.fake.accepted("work")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNAUTHORIZED, CredentialsException",
    "FORBIDDEN, CredentialsException",
    "NOT_FOUND, NotFoundException",
    "RATE_LIMITED, RateLimitedException",
    "INTERNAL_ERROR, ServiceFailedException",
    "SERVICE_UNAVAILABLE, ServiceFailedException",
    "STORAGE_ERROR, ServiceFailedException",
    "TIMEOUT, SubmissionUncertainException"
  })
  void eachCodeHasItsRemedy(String code, String error) throws Exception {
    List<Class<?>> known =
        List.of(
            CredentialsException.class,
            NotFoundException.class,
            RateLimitedException.class,
            ServiceFailedException.class,
            SubmissionUncertainException.class);
    Class<?> type =
        known.stream().filter(one -> one.getSimpleName().equals(error)).findFirst().orElseThrow();
    try (StreamerBench bench = StreamerBench.open()) {
      assertThatThrownBy(() -> bench.asked(refusing(code))).isInstanceOf(type);
      assertThat(bench.fake.accepted("work")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INTERNAL_ERROR", "TIMEOUT", "RATE_LIMITED", "SERVICE_UNAVAILABLE"})
  void whatPassesIsAskedAgainForARepeatableAction(String code) throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      JobHandle<JsonElement> job =
          bench.askedRepeatable(refusing(code), failing(code), StreamerScript.quick());
      assertThat(StreamerBench.result(job)).isNotNull();
      assertThat(bench.fake.requests()).hasSize(3);
      assertThat(job.snapshot().serverRetries()).isEqualTo(1);
    }
  }

  @Test
  void thereIsAnEndToRepeats() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      JobHandle<JsonElement> job = bench.askedRepeatable(failing("INTERNAL_ERROR"));
      assertThat(StreamerBench.outcome(job)).isInstanceOf(JobOutcome.Failed.class);
      assertThat(bench.fake.accepted("work")).isEqualTo(4);
    }
  }

  @Test
  void anInternalErrorCanBeDeclaredFinal() throws Exception {
    try (StreamerBench bench =
        StreamerBench.open(streamer -> streamer.internalError(InternalErrors.FINAL))) {
      assertThatThrownBy(() -> bench.askedRepeatable(refusing("INTERNAL_ERROR")))
          .isInstanceOf(ServiceFailedException.class);
      assertThat(bench.fake.accepted("work")).isEqualTo(1);
    }
  }

  @Test
  void anActionIsDeclaredRepeatableByOptionOrRequestToo() throws Exception {
    try (StreamerBench bench = StreamerBench.open(streamer -> streamer.repeatable("work"))) {
      bench.fake.nextRequest(refusing("RATE_LIMITED"));
      assertThat(StreamerBench.result(bench.asked(StreamerScript.quick()))).isNotNull();
      bench.fake.nextRequest(refusing("RATE_LIMITED"));
      bench.fake.action("other", StreamerScript.quick());
      assertThat(
              StreamerBench.result(
                  bench.client.request(StreamerRequest.builder("other").repeatable().build())))
          .isNotNull();
    }
  }

  @Test
  void theServersAdviceOnTryingAgainCountsMost() throws Exception {
    try (StreamerBench bench = StreamerBench.open(fake -> fake.family(Family.TYPED), s -> s)) {
      bench.fake.action("work", StreamerScript.noAnswer());
      CompletableFuture<JobHandle<JsonElement>> asked =
          bench.client.requestAsync(StreamerAction.of("work").repeatable(), StreamerBench.PAYLOAD);
      StreamerBench.await(() -> bench.fake.requests().size() == 1);
      bench
          .fake
          .sockets()
          .await(1)
          .send(
              "{\"type\":\"error\",\"request_id\":\""
                  + bench.fake.requests().get(0).id()
                  + "\",\"error\":{\"code\":\"RATE_LIMITED\",\"retry\":{\"retryable\":false,"
                  + "\"after\":\"2100-01-01T00:00:00Z\"}}}");
      RateLimitedException refused = StreamerBench.failure(RateLimitedException.class, asked);
      assertThat(refused.facts().retryAfter()).isPresent();
      assertThat(refused.facts().retryHint()).isPresent();
    }
  }

  @Test
  void aRestBeyondOurPatienceIsNotTaken() throws Exception {
    try (StreamerBench bench = StreamerBench.open(fake -> fake.family(Family.TYPED), s -> s)) {
      JobHandle<JsonElement> job = bench.askedRepeatable(StreamerScript.silent());
      bench
          .fake
          .sockets()
          .await(1)
          .send(
              "{\"type\":\"error\",\"request_id\":\""
                  + job.id().orElseThrow()
                  + "\",\"error\":{\"code\":\"RATE_LIMITED\",\"retry\":{\"retryable\":true,"
                  + "\"after\":\"9999-01-01T00:00:00Z\"}}}");
      assertThat(StreamerBench.outcome(job)).isInstanceOf(JobOutcome.Failed.class);
    }
  }

  @Test
  void aFailureThatTheServerMakesGoodIsNotTheOutcome() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      JobHandle<JsonElement> job = bench.asked(StreamerScript.failsThenRetries());
      assertThat(StreamerBench.result(job)).isNotNull();
      assertThat(job.snapshot().serverRetries()).isEqualTo(1);
    }
  }

  @Test
  void aFailureIsTheOutcomeAfterTheGrace() throws Exception {
    try (StreamerBench bench =
        StreamerBench.open(streamer -> streamer.failedGrace(Duration.ofMillis(50)))) {
      JobHandle<JsonElement> job = bench.asked(StreamerScript.failing());
      assertThatThrownBy(StreamerBench.outcome(job)::resultOrThrow)
          .isInstanceOfSatisfying(
              JobFailedException.class,
              failed -> {
                assertThat(failed.failure().code()).isEqualTo("PROCESSING_FAILED");
                assertThat(failed.failure().message()).hasValue("The data source timed out");
              });
    }
  }

  @Test
  void withoutAGraceAFailureIsBelievedAtOnce() throws Exception {
    try (StreamerBench bench =
        StreamerBench.open(streamer -> streamer.failedGrace(Duration.ZERO))) {
      JobHandle<JsonElement> job = bench.asked(StreamerScript.failsThenRetries());
      assertThat(StreamerBench.outcome(job)).isInstanceOf(JobOutcome.Failed.class);
    }
  }

  @Test
  void anErrorWithoutAnIdBelongsToTheOnlyRequestThatAwaitsAnAnswer() throws Exception {
    try (StreamerBench bench = StreamerBench.open(fake -> fake.family(Family.FLAT), s -> s)) {
      JobHandle<JsonElement> other = bench.asked(StreamerScript.silent());
      assertThatThrownBy(() -> bench.client.request("never-known", StreamerBench.PAYLOAD))
          .isInstanceOf(RefusedException.class);
      assertThat(other.outcome()).isNotDone();
      StreamerBench.await(() -> !bench.events.isEmpty());
      assertThat(bench.events)
          .containsExactly(
              new UnnamedError(
                  "streamer", "INVALID_ACTION", Optional.of(bench.fake.requests().get(1).id())));
    }
  }

  private static final String UNNAMED =
      "{\"type\":\"error\",\"error\":{\"code\":\"INTERNAL_ERROR\",\"message\":\"Queue\"}}";

  @Test
  void anErrorWithoutAnIdBelongsToNobodyWhenSeveralWait() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      bench.fake.action("work", StreamerScript.noAnswer());
      CompletableFuture<?> first = bench.client.requestAsync("work", StreamerBench.PAYLOAD);
      CompletableFuture<?> second = bench.client.requestAsync("work", StreamerBench.PAYLOAD);
      StreamerBench.await(() -> bench.fake.requests().size() == 2);
      bench.fake.sockets().await(1).send(UNNAMED);
      StreamerBench.await(() -> !bench.events.isEmpty());
      assertThat(bench.events)
          .containsExactly(new UnnamedError("streamer", "INTERNAL_ERROR", Optional.empty()));
      assertThat(first).isNotDone();
      assertThat(second).isNotDone();
    }
  }

  @Test
  void anErrorWithoutAnIdBelongsToTheOldestWhereDeclared() throws Exception {
    try (StreamerBench bench =
        StreamerBench.open(streamer -> streamer.unnamedErrors(UnnamedErrors.TO_THE_OLDEST))) {
      bench.fake.action("work", StreamerScript.noAnswer());
      CompletableFuture<?> first = bench.client.requestAsync("work", StreamerBench.PAYLOAD);
      StreamerBench.await(() -> bench.fake.requests().size() == 1);
      CompletableFuture<?> second = bench.client.requestAsync("work", StreamerBench.PAYLOAD);
      StreamerBench.await(() -> bench.fake.requests().size() == 2);
      FakeSocket socket = bench.fake.sockets().await(1);
      // The id of the message itself names no request.
      socket.send(UNNAMED.replace("\"type\"", "\"id\":\"msg-5\",\"type\""));
      StreamerBench.failure(ServiceFailedException.class, first);
      assertThat(second).isNotDone();
    }
  }

  @Test
  void whatTheServerFoundWrongWithAFieldIsTold() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      JsonObject wrong = new JsonObject();
      wrong.addProperty("start_date", "01/20/2026");
      assertThatThrownBy(() -> bench.client.request("generate_report", wrong))
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused -> assertThat(refused.facts().fieldErrors()).containsKey("start_date"))
          .hasMessageNotContaining("01/20/2026");
    }
  }
}
