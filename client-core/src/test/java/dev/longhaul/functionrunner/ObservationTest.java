package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.CircuitOpenException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ClientEvent.Attempted;
import dev.longhaul.policy.ClientEvent.BreakerChanged;
import dev.longhaul.policy.ClientEvent.BreakerState;
import dev.longhaul.policy.ClientEvent.Paused;
import dev.longhaul.policy.ClientEvent.Polled;
import dev.longhaul.policy.ClientEvent.Retrying;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.EventRecorder;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobOutput;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/** What a client does on the way of its calls can be seen, in its log and by its listener. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ObservationTest {
  private static final String SERVICE = "function-runner";
  private static final String ATTEMPTS = "dev.longhaul.attempts ";
  private static final Pattern LINE =
      Pattern.compile(
          "dev\\.longhaul\\.attempts function-runner (\\w+) attempt (\\d): (\\d{3}|)( ?\\w+)?"
              + " in \\d{1,5} ms, request id (\\S+)");

  @TempDir Path folder;
  private final EventRecorder<ClientEvent> events = EventRecorder.create();
  private int logged;

  @BeforeEach
  void lookFromHereOn() {
    logged = RecordedLog.all().size();
  }

  @AfterEach
  void everyEventWasLookedAt() {
    events.close();
  }

  private Bench bench(UnaryOperator<ResilienceOptions.Builder> change) {
    ResilienceOptions.Builder options =
        ResilienceOptions.builder()
            .backOff(Duration.ofMillis(1), 1, Duration.ofMillis(1))
            .listener(events::accept);
    return Bench.open(o -> o.resilience(change.apply(options).build()));
  }

  private List<String> attemptLines() {
    return attempts().stream().map(RecordedLog.Line::text).toList();
  }

  private List<RecordedLog.Line> attempts() {
    List<RecordedLog.Line> all = RecordedLog.all();
    return all.subList(logged, all.size()).stream()
        .filter(line -> line.text().startsWith(ATTEMPTS))
        .toList();
  }

  @Test
  void everyAttemptIsOneLineAtDebugThatTellsNoMoreThanItMust() throws Exception {
    WireFault named =
        WireFault.status(503, Map.of("X-Request-ID", "req-1", "Retry-After", "0"), "");
    try (Bench bench = bench(options -> options.deadline(Duration.ofSeconds(20)))) {
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_TASK, named);
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_TASK, named);
      bench.submitted().detach();
      bench.fake.fault(FunctionRunnerOperation.READ_RESULT, WireFault.resetAfterRead());
      Bench.failure(bench.client.resultAsync("some id/that is none"));
    }
    takeAll();

    assertThat(attempts()).allMatch(line -> line.level() == Level.DEBUG);
    assertThat(attemptLines())
        .allMatch(line -> LINE.matcher(line).matches())
        .noneMatch(line -> line.contains("some id"))
        .noneMatch(line -> line.contains("127.0.0.1"));
    assertThat(attemptLines().stream().filter(line -> !line.contains("readTask")))
        .extracting(line -> line.replaceAll(" in \\d+ ms", "").replaceAll("[0-9a-f-]{36}", "ID"))
        .containsExactly(
            ATTEMPTS
                + "function-runner submitTask attempt 1: 503 ServiceFailedException, request id"
                + " req-1",
            ATTEMPTS
                + "function-runner submitTask attempt 2: 503 ServiceFailedException, request id"
                + " req-1",
            ATTEMPTS + "function-runner submitTask attempt 3: 200, request id ID");
  }

  /** Looks at all events, for tests that are about something else. */
  private void takeAll() {
    for (int left = events.all().size(); left > 0; left--) {
      events.next();
    }
  }

  @Test
  void anAttemptThatWasNotAnsweredHasNeitherStatusNorRequestId() throws Exception {
    try (Bench bench = bench(options -> options.maxRetries(0))) {
      bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.resetAfterRead());
      LonghaulException error = failureOf(bench, "t");

      Attempted attempt = events.next(Attempted.class);

      assertThat(error).isInstanceOf(UnreachableException.class);
      assertThat(attempt.status()).isEmpty();
      assertThat(attempt.requestId()).isEmpty();
      assertThat(attemptLines())
          .singleElement()
          .asString()
          .contains("attempt 1: UnreachableException in ")
          .endsWith(" ms, request id unknown");
    }
  }

  private static LonghaulException failureOf(Bench bench, String id) {
    return catchThrowableOfType(LonghaulException.class, () -> bench.client.status(id));
  }

  @Test
  void aRequestIdThatIsNoneIsNotRepeated() {
    try (Bench bench = bench(options -> options.maxRetries(0))) {
      Map<String, String> chatty = Map.of("X-Request-ID", Bench.PROMPT + " for " + Bench.TOKEN);
      bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(404, chatty, ""));
      failureOf(bench, "t");

      assertThat(events.next(Attempted.class).requestId()).isEmpty();
      assertThat(attemptLines()).singleElement().asString().endsWith("request id unknown");
    }
  }

  @Test
  void attemptsAndRetriesAreToldInOrder() throws Exception {
    try (Bench bench = bench(options -> options)) {
      bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(500));
      bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.garbage());
      LonghaulException error = Bench.failure(bench.client.statusAsync("no-such-task"));

      Attempted first = events.next(Attempted.class);
      Retrying second = events.next(Retrying.class);
      events.next(Attempted.class);
      Retrying third = events.next(Retrying.class);
      Attempted last = events.next(Attempted.class);

      assertThat(first.service()).isEqualTo(SERVICE);
      assertThat(first.attempt()).isEqualTo(1);
      assertThat(first.status()).hasValue(500);
      assertThat(first.took()).isPositive().isLessThan(Duration.ofSeconds(10));
      assertThat(first.error()).containsInstanceOf(ServiceFailedException.class);
      assertThat(first.error()).containsSame(second.error());
      assertThat(first.requestId()).isEqualTo(second.error().facts().requestId()).isNotEmpty();
      assertThat(second.operation()).isEqualTo(first.operation());
      assertThat(second.nextAttempt()).isEqualTo(2);
      assertThat(second.delay()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(1));
      assertThat(third.nextAttempt()).isEqualTo(3);
      assertThat(third.error()).isInstanceOf(UnreachableException.class);
      assertThat(last.attempt()).isEqualTo(3);
      assertThat(last.error()).containsInstanceOf(NotFoundException.class);
      assertThat(error.facts().attempts()).isEqualTo(3);
    }
  }

  @Test
  void aPauseThatTheServiceAsksForIsTold() throws Exception {
    try (Bench bench = bench(options -> options)) {
      Map<String, String> rest = Map.of("retry-after-ms", "300");
      bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(429, rest, ""));
      failureOf(bench, "no-such-task");

      assertThat(events.next(Attempted.class).error())
          .containsInstanceOf(RateLimitedException.class);
      assertThat(events.next(Paused.class).length())
          .isBetween(Duration.ofMillis(1), Duration.ofMillis(300));
      assertThat(events.next(Retrying.class).delay()).isEqualTo(Duration.ofMillis(300));
      assertThat(events.next(Attempted.class).status()).hasValue(404);
    }
  }

  @Test
  void aBreakerTellsWhenItOpensTriesAndCloses() throws Exception {
    Duration open = Duration.ofMillis(50);
    try (Bench bench = bench(options -> options.maxRetries(0).circuitBreaker(2, 2, open))) {
      String id = bench.fake.baseUrl() + "/unknown";
      bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(500));
      bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(500));
      failureOf(bench, id);
      failureOf(bench, id);

      events.next(Attempted.class);
      events.next(Attempted.class);
      assertThat(events.next()).isEqualTo(new BreakerChanged(SERVICE, BreakerState.OPEN));
      assertThat(failureOf(bench, id)).isInstanceOf(CircuitOpenException.class);
      while (failureOf(bench, id) instanceof CircuitOpenException) {
        Thread.onSpinWait(); // Nothing is sent and told meanwhile; the time limit ends this.
      }
      assertThat(events.next()).isEqualTo(new BreakerChanged(SERVICE, BreakerState.HALF_OPEN));
      assertThat(events.next(Attempted.class).status()).hasValue(404);
      assertThat(events.next()).isEqualTo(new BreakerChanged(SERVICE, BreakerState.CLOSED));
    }
  }

  @Test
  void everyReadOfAWatchIsTold() throws Exception {
    try (Bench bench = bench(options -> options.maxRetries(0))) {
      JobHandle<TaskResult> job = bench.submitted();
      String id = job.id().orElseThrow();
      assertThat(events.next(Attempted.class).operation()).isEqualTo("submitTask");

      assertThat(events.nextUntil(Polled.class)).isEqualTo(new Polled(SERVICE, id, "queued"));
      bench.fake.job(id).rawState("polishing");
      while (!events.nextUntil(Polled.class).rawState().equals("polishing")) {
        Thread.onSpinWait(); // Reads that were under way; the test's time limit ends this.
      }
      bench.fake.job(id).completed();
      while (!events.nextUntil(Polled.class).rawState().equals("completed")) {
        Thread.onSpinWait(); // As above.
      }
      assertThat(events.next(Attempted.class).operation()).isEqualTo("readTaskResult");
      job.await(Duration.ofSeconds(10));
    }
  }

  @Test
  void aDownloadIsAnAttemptLikeAnyOther() throws Exception {
    try (Bench bench = bench(options -> options.maxRetries(0))) {
      byte[] content = "picture".getBytes(StandardCharsets.UTF_8);
      TaskResult result =
          bench.resultWith(JobOutput.file("picture", "a.png", "image/png", content));
      bench.client.download(result, folder);
      bench.fake.fault(FunctionRunnerOperation.DOWNLOAD, WireFault.status(500));
      catchThrowableOfType(
          ServiceFailedException.class, () -> bench.client.download(result, folder));
    }
    takeAll();

    assertThat(events.all().stream().filter(event -> event.toString().contains("download")))
        .hasSize(2);
    assertThat(attemptLines().stream().filter(line -> line.contains("download")))
        .allMatch(line -> LINE.matcher(line).matches())
        .satisfiesExactly(
            good -> assertThat(good).contains("downloadOutput attempt 1: 200 in "),
            bad -> assertThat(bad).contains("attempt 1: 500 ServiceFailedException in "));
  }

  @Test
  void theTextOfAnEventTellsNoSecret() {
    FakeOptions strict = FakeOptions.builder().token("hunter2").build();
    ResilienceOptions heard =
        ResilienceOptions.builder().maxRetries(0).listener(events::accept).build();
    try (Bench bench = Bench.open(strict, options -> options.resilience(heard))) {
      String echo = "{\"error\":{\"message\":\"%s\"}}".formatted(Bench.PROMPT + Bench.TOKEN);
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.status(400, Map.of(), echo));
      catchThrowableOfType(LonghaulException.class, () -> bench.client.submit(Bench.task()));
      catchThrowableOfType(LonghaulException.class, () -> bench.client.submit(Bench.task()));

      assertThat(events.next(Attempted.class).toString()).doesNotMatch(TestSecrets::areIn);
      assertThat(events.next(Attempted.class).toString()).doesNotMatch(TestSecrets::areIn);
    }
  }
}
