package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskState;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.testkit.EventRecorder;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers that are not what the contract says end in a clear error, within bounds of size and time.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrangeAnswersTest {
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.open(options -> options.answerLimit(1 << 20));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** An answer, and what the error says of it. */
  record Strange(WireFault answer, String words) {
    @Override
    public String toString() {
      return answer + " " + words;
    }
  }

  static Stream<Strange> strange() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    return Stream.of(
        new Strange(WireFault.htmlPage(), "A web page came where JSON was expected"),
        new Strange(WireFault.malformedJson("\n <p>Hello"), "A web page came"),
        new Strange(WireFault.emptyBody(), "it is empty"),
        new Strange(WireFault.malformedJson("  "), "it is empty"),
        new Strange(WireFault.status(204, Map.of(), ""), "it is empty"),
        new Strange(WireFault.malformedJson("null"), "it is null"),
        new Strange(WireFault.malformedJson("{\"a\":"), "does not fit"),
        new Strange(WireFault.malformedJson("Service is up"), "does not fit"),
        new Strange(WireFault.malformedJson("42"), "does not fit"),
        new Strange(WireFault.malformedJson("\"text\""), "does not fit"),
        new Strange(WireFault.malformedJson("true"), "does not fit"),
        new Strange(WireFault.malformedJson(deep), "does not fit"),
        new Strange(WireFault.malformedJson("{\"x\":" + deep + "}"), "does not fit"),
        new Strange(WireFault.hugeBody(2L << 30), "larger than 1048576 bytes"),
        new Strange(WireFault.hugeBody((1 << 20) + 1), "larger than 1048576 bytes"));
  }

  @ParameterizedTest
  @MethodSource("strange")
  void aStrangeAnswerToAReadIsSaidToBeUnexpected(Strange it) {
    bench.fake.always(FunctionRunnerOperation.ANY, it.answer());
    FunctionRunnerClient client = bench.client;

    Stream.of(
            catchThrowableOfType(
                UnexpectedAnswerException.class, () -> client.templates(TemplateQuery.all())),
            catchThrowableOfType(UnexpectedAnswerException.class, () -> client.template("t")),
            catchThrowableOfType(UnexpectedAnswerException.class, () -> client.status("t")),
            catchThrowableOfType(UnexpectedAnswerException.class, () -> client.result("t")))
        .forEach(
            error ->
                assertThat(error).hasMessageContainingAll(it.words(), "Check that the base URL"));
  }

  @ParameterizedTest
  @MethodSource("strange")
  void aStrangeAnswerToAReadEndsItsFutureToo(Strange it) throws Exception {
    bench.fake.always(FunctionRunnerOperation.ANY, it.answer());

    LonghaulException error = Bench.failure(bench.client.statusAsync("t"));

    assertThat(error)
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageContainingAll(it.words(), "job t");
  }

  static Stream<Strange> misshapen() {
    return Stream.of(
        new Strange(WireFault.malformedJson("[]"), "at $"),
        new Strange(WireFault.malformedJson("{} {}"), "something follows its end"),
        new Strange(WireFault.malformedJson("{\"status\":{}}"), "at $.status"),
        new Strange(WireFault.malformedJson("{\"progress\":[1]}"), "at $.progress"),
        new Strange(
            WireFault.malformedJson("{\"queue_position\":\"first\"}"), "at $.queue_position"),
        new Strange(WireFault.malformedJson("{\"eta\":\"soon\"}"), "at $.eta"),
        new Strange(WireFault.malformedJson("{\"task_id\":\"a\",}"), "at $"));
  }

  @ParameterizedTest
  @MethodSource("misshapen")
  void aFieldOfTheWrongTypeIsNamed(Strange it) {
    bench.fake.fault(FunctionRunnerOperation.READ_STATUS, it.answer());

    UnexpectedAnswerException error =
        catchThrowableOfType(UnexpectedAnswerException.class, () -> bench.client.status("t"));

    assertThat(error).hasMessageContaining(it.words());
  }

  @Test
  void templatesMayComeAsAnArrayOrInsideAnObject() throws Exception {
    bench.fake.fault(FunctionRunnerOperation.ANY, WireFault.malformedJson("[{\"id\":\"a\"}]"));
    bench.fake.fault(
        FunctionRunnerOperation.ANY,
        WireFault.malformedJson("{\"templates\":[{\"id\":\"b\"}],\"total\":1}"));

    assertThat(bench.client.templates(TemplateQuery.all()))
        .extracting(Template::getId)
        .containsExactly("a");
    assertThat(bench.client.templates(TemplateQuery.all()))
        .extracting(Template::getId)
        .containsExactly("b");
  }

  @Test
  void aListWithAHoleOrOfTheWrongKindIsUnexpected() {
    for (String body : List.of("[null]", "{\"templates\":null}", "{\"items\":[]}", "[[]]")) {
      bench.fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.malformedJson(body));

      assertThat(
              catchThrowableOfType(
                  UnexpectedAnswerException.class,
                  () -> bench.client.templates(TemplateQuery.all())))
          .as(body)
          .isNotNull();
    }
  }

  @Test
  void fieldsThatAreMissingAreNull() throws Exception {
    bench.fake.fault(
        FunctionRunnerOperation.READ_STATUS, WireFault.malformedJson("{\"status\":\"running\"}"));

    TaskStatus status = bench.client.status("t");

    assertThat(status.getStatus().value()).isEqualTo("running");
    assertThat(status.getProgress()).isNull();
  }

  @Test
  void bytesThatAreNotUtf8AreReplacedAndNoMore() throws Exception {
    byte[] body =
        "{\"status\":\"running\",\"stage\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    try (RawServer latin =
        RawServer.answering(
            out -> {
              RawServer.head(out, "Content-Length: " + body.length);
              out.write(body);
            })) {
      try (FunctionRunnerClient client = client(latin)) {
        assertThat(client.status("t").getStage()).isEqualTo("caf\ufffd");
      }
    }
  }

  @Test
  void aFieldThatDoesNotFitDoesNotHideThatATaskHasEnded() throws Exception {
    String body = "{\"task_id\":\"t\",\"status\":\"failed\",\"error\":\"E\",\"eta\":\"soon\"}";
    bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.malformedJson(body));
    TaskStatus status = bench.client.status("t");

    assertThat(status.getStatus()).isEqualTo(TaskState.FAILED);
    assertThat(status.getError().getAsString()).isEqualTo("E");
    assertThat(status.getEta()).isNull();
  }

  @Test
  void aValueWithoutWhatNothingWorksWithoutIsRefused() {
    bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.malformedJson("{}"));
    bench.fake.fault(
        FunctionRunnerOperation.READ_TEMPLATE, WireFault.malformedJson("{\"error\":{}}"));
    bench.fake.fault(FunctionRunnerOperation.READ_RESULT, WireFault.malformedJson("{}"));

    assertThatThrownBy(() -> bench.client.status("t"))
        .hasMessageContaining("its status is missing");
    assertThatThrownBy(() -> bench.client.template("t")).hasMessageContaining("its id is missing");
    assertThatThrownBy(() -> bench.client.result("t"))
        .hasMessageContaining("its task_id is missing");
  }

  @Test
  void aResultThatIsLateDoesNotEndTheWatch() throws Exception {
    JobHandle<TaskResult> job = bench.submitted();
    bench.fake.fault(FunctionRunnerOperation.READ_RESULT, WireFault.status(404));
    bench.fake.fault(FunctionRunnerOperation.READ_RESULT, WireFault.status(404));
    bench.fake.fault(FunctionRunnerOperation.READ_RESULT, WireFault.status(404));
    bench.fake.job(job.id().orElseThrow()).completed();

    assertThat(job.await(Duration.ofSeconds(10)).resultOrThrow().getTaskId())
        .isEqualTo(job.id().orElseThrow());
  }

  @Test
  void aCharsetThatNobodyKnowsIsReadAsUtf8() throws Exception {
    Map<String, String> odd = Map.of("Content-Type", "application/json; charset=none-such");
    String body = "{\"status\":\"running\",\"stage\":\"café\"}";
    bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(200, odd, body));

    assertThat(bench.client.status("t").getStage()).isEqualTo("café");
  }

  @Test
  void aBodyThatUnpacksToTooMuchIsStopped() throws Exception {
    try (RawServer bomb = RawServer.answering(StrangeAnswersTest::bomb);
        FunctionRunnerClient client = client(bomb)) {
      UnexpectedAnswerException error =
          catchThrowableOfType(UnexpectedAnswerException.class, () -> client.status("t"));

      assertThat(error).hasMessageContaining("larger than 16777216 bytes");
    }
  }

  /** 2 GB of spaces in 2 MB; whoever unpacks it all is out of memory. */
  private static void bomb(OutputStream out) throws Exception {
    RawServer.head(out, "Content-Encoding: gzip", "Connection: close");
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 2048; i++) {
        packed.write(spaces);
      }
    }
  }

  private static FunctionRunnerClient client(RawServer server) {
    return FunctionRunnerClient.open(Bench.options(server.baseUrl()).build());
  }

  @Test
  void anErrorWithAnEndlessBodyIsToldByItsStatus() throws Exception {
    try (RawServer endless =
            RawServer.answering(
                out -> {
                  out.write(
                      "HTTP/1.1 500 \r\nConnection: close\r\n\r\n"
                          .getBytes(StandardCharsets.US_ASCII));
                  for (long sent = 0; sent < 2L << 30; sent += 1 << 16) {
                    out.write(new byte[1 << 16]);
                  }
                });
        FunctionRunnerClient client = client(endless)) {
      ServiceFailedException error =
          catchThrowableOfType(ServiceFailedException.class, () -> client.status("t"));

      assertThat(error.facts().status()).hasValue(500);
    }
  }

  @Test
  void aWatchSurvivesEveryStrangeAnswer() throws Exception {
    List<Strange> all = Stream.concat(strange(), misshapen()).toList();
    JobHandle<TaskResult> job = bench.submitted();
    try (EventRecorder<JobEvent> events = EventRecorder.create()) {
      for (Strange it : all) {
        bench.fake.fault(FunctionRunnerOperation.READ_STATUS, it.answer());
      }
      job.listen(events::accept);
      bench.fake.ledger().await(FunctionRunnerOperation.READ_STATUS, all.size());
      bench.fake.job(job.id().orElseThrow()).completed();

      assertThat(job.await(Duration.ofSeconds(10)).resultOrThrow().getOutputs()).hasSize(1);
      events.nextUntil(JobEvent.ReadFailed.class);
      events.nextUntil(JobEvent.Ended.class);
    }
  }

  @Test
  void aWebPageIsNoWordThatTheCancellationWasTaken() throws Exception {
    JobHandle<TaskResult> job = bench.submitted();
    bench.fake.fault(FunctionRunnerOperation.CANCEL_TASK, WireFault.htmlPage());

    assertThat(job.cancel()).isInstanceOf(CancelResult.AnswerLost.class);
    job.detach();
  }

  @Test
  void aCancellationMayBeAnsweredWithNothing() throws Exception {
    JobHandle<TaskResult> job = bench.submitted();
    bench.fake.fault(FunctionRunnerOperation.CANCEL_TASK, WireFault.status(204, Map.of(), ""));

    assertThat(job.cancel()).isInstanceOf(CancelResult.Accepted.class);
    job.detach();
  }
}
