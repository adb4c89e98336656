package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.generated.functionrunner.model.OutputType;
import dev.longhaul.generated.functionrunner.model.TaskOutput;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.EventRecorder;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobOutput;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens, prompts and payloads are in no exception, no text form and no log line. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecretsStayInsideTest {
  /** What a careless server says: everything that it was sent. */
  private static final String ECHO = Bench.PROMPT + " for " + Bench.TOKEN;

  private static final List<String> SECRETS = List.of(Bench.TOKEN, Bench.PROMPT);

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.open(options -> options.createTimeout(Duration.ofMillis(300)));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  static Stream<WireFault> echoes() {
    String envelope =
        "{\"error\":{\"code\":\"%1$s\",\"message\":\"%1$s\"},\"request_id\":\"%1$s\"}"
            .formatted(ECHO);
    String map = "{\"error\":{\"%1$s\":\"%1$s\"}}".formatted(ECHO);
    Map<String, String> headers = Map.of("X-Request-ID", ECHO, "Retry-After", ECHO);
    return Stream.of(
        WireFault.status(400, headers, envelope),
        WireFault.status(401, headers, envelope),
        WireFault.status(404, headers, envelope),
        WireFault.status(422, headers, map),
        WireFault.status(429, headers, "{\"error\":\"" + ECHO + "\"}"),
        WireFault.status(500, headers, "{\"detail\":\"" + ECHO + "\"}"),
        WireFault.status(502, headers, "<h1>" + ECHO + "</h1>"),
        WireFault.status(307, Map.of("Location", "/" + ECHO), ""),
        WireFault.malformedJson(ECHO),
        WireFault.malformedJson("<h1>" + ECHO),
        WireFault.malformedJson("{\"task_id\":[\"" + ECHO + "\"]}"),
        WireFault.malformedJson("{\"task_id\":{\"" + ECHO + "\":1}}"),
        WireFault.malformedJson("{\"task_id\":\"x\",\"" + ECHO + "\":tru}"),
        WireFault.malformedJson("{\"status\":\"" + ECHO + "\""),
        WireFault.malformedJson(
            "{\"created_at\":\"" + ECHO + "\",\"estimated_start\":\"" + ECHO + "\"}"),
        WireFault.truncatedBody(),
        WireFault.garbage(),
        WireFault.answerLost(),
        WireFault.stall());
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void anErrorTellsNothingOfWhatWasSent(WireFault fault) {
    bench.fake.always(FunctionRunnerOperation.SUBMIT_TASK, fault);

    LonghaulException error =
        catchThrowableOfType(LonghaulException.class, () -> bench.client.submit(Bench.task()));

    assertSilent(everythingIn(error));
  }

  @Test
  void theServicesOwnWordsAreThereForWhoeverAsks() {
    WireFault echo = WireFault.status(400, Map.of(), "{\"error\":{\"message\":\"" + ECHO + "\"}}");
    bench.fake.fault(FunctionRunnerOperation.SUBMIT_TASK, echo);

    LonghaulException error =
        catchThrowableOfType(LonghaulException.class, () -> bench.client.submit(Bench.task()));

    assertThat(error.facts().serverMessage()).contains(ECHO);
    assertThat(error.facts().toString()).contains("HTTP 400").doesNotContain(ECHO);
  }

  @Test
  void aSignedAddressIsInNoError() throws Exception {
    try (FakeFunctionRunner elsewhere = FakeFunctionRunner.start()) {
      for (WireFault fault :
          List.of(WireFault.status(403), WireFault.garbage(), WireFault.truncatedBody())) {
        elsewhere.fault(FunctionRunnerOperation.ANY, fault);
        String url = elsewhere.baseUrl() + "/f?signature=" + Bench.TOKEN;
        TaskOutput file = new TaskOutput().type(OutputType.FILE).url(url).filename(Bench.PROMPT);
        TaskResult result = new TaskResult().taskId("t").outputs(Map.of("a", file));

        LonghaulException error =
            catchThrowableOfType(
                LonghaulException.class, () -> bench.client.download(result, folder));

        assertSilent(everythingIn(error));
      }
    }
  }

  @Test
  void anAddressThatCannotBeFetchedIsInNoError() {
    TaskOutput file =
        new TaskOutput().type(OutputType.FILE).url("ftp:" + ECHO).filename(Bench.PROMPT);
    TaskResult result = new TaskResult().taskId("t").outputs(Map.of("a", file));

    LonghaulException error =
        catchThrowableOfType(LonghaulException.class, () -> bench.client.download(result, folder));

    assertSilent(everythingIn(error));
  }

  /** Every text in an exception: its own, its causes' and what was suppressed, as printed. */
  private static String everythingIn(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text + error.toString() + ((LonghaulException) error).facts();
  }

  @Test
  void noTextFormTellsASecret() throws Exception {
    ClientOptions options = Bench.options(bench.fake.baseUrl()).build();
    JsonObject metadata = new JsonObject();
    metadata.addProperty("note", ECHO);
    TaskSubmission task = Bench.task().metadata(metadata);
    JobHandle<TaskResult> job = bench.submitted();
    String id = job.id().orElseThrow();
    bench.fake.job(id).running(40, "sketch", ECHO);
    TaskStatus status = bench.client.status(id);
    while (job.snapshot().message().isEmpty()) {
      Thread.onSpinWait(); // The next read brings it; the test's time limit ends this.
    }
    bench.fake.job(id).completedWith(JobOutput.data("text", new JsonPrimitive(ECHO)));
    JobOutcome<TaskResult> outcome = job.await(Duration.ofSeconds(10));

    List<Object> all =
        List.of(
            options,
            options.credentials(),
            options.watch(),
            task,
            job,
            job.snapshot(),
            status,
            outcome,
            outcome.resultOrThrow(),
            outcome.resultOrThrow().getOutputs().get("text"),
            bench.client);
    all.forEach(one -> assertSilent(one.toString()));
    assertThat(options)
        .hasToString("ClientOptions[%s/, Credentials[bearer]]".formatted(bench.fake.baseUrl()));
  }

  @Test
  void aFailureThatRepeatsThePromptIsSilentInItsTextForms() throws Exception {
    JobHandle<TaskResult> job = bench.submitted();
    bench.fake.job(job.id().orElseThrow()).failed("TASK_ERROR", ECHO);
    JobOutcome<TaskResult> outcome = job.await(Duration.ofSeconds(10));

    LonghaulException error = catchThrowableOfType(LonghaulException.class, outcome::resultOrThrow);

    assertSilent(outcome.toString());
    assertSilent(everythingIn(error));
  }

  @Test
  void noLogLineTellsASecret() throws Exception {
    int before = RecordedLog.lines().size();
    JobHandle<TaskResult> job = bench.submitted();
    try (EventRecorder<JobEvent> events = EventRecorder.create()) {
      job.listen(
          event -> {
            throw new IllegalStateException(ECHO);
          });
      job.listen(events::accept);
      bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(500, Map.of(), ECHO));
      bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.malformedJson(ECHO));
      events.nextUntil(JobEvent.ReadFailed.class);
      bench.fake.job(job.id().orElseThrow()).running(10, ECHO, ECHO);
      bench.fake.job(job.id().orElseThrow()).completed();
      events.nextUntil(JobEvent.Ended.class);
    }
    bench.client.close();

    List<String> lines = RecordedLog.lines();
    assertThat(lines).hasSizeGreaterThan(before);
    lines.forEach(SecretsStayInsideTest::assertSilent);
  }

  private static void assertSilent(String text) {
    SECRETS.forEach(secret -> assertThat(text).doesNotContain(secret));
  }
}
