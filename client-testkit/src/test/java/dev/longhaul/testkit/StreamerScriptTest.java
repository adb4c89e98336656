package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What each script sends, in order. */
@ExtendWith(LeakCheck.class)
class StreamerScriptTest {

  private final FakeStreamer fake = FakeStreamer.start();
  private final StreamerLine line = open();

  private StreamerLine open() {
    try {
      return StreamerLine.open(fake);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    line.close();
    fake.close();
  }

  @Test
  void aQueuedActionRunsToItsEndByItself() throws Exception {
    assertThat(played(StreamerScript.quick()))
        .containsExactly(
            "queued",
            "progress 25.0",
            "progress 50.0",
            "progress 75.0",
            "progress 100.0",
            "result");
    line.assertNothingMore();
  }

  @Test
  void anImmediateScriptAnswersALongActionAtOnce() throws Exception {
    assertThat(played(StreamerScript.immediate(new JsonPrimitive(7)))).containsExactly("success");
  }

  @Test
  void aFailingRequestEndsInAnErrorOfTheProcessor() throws Exception {
    assertThat(played(StreamerScript.failing()))
        .containsExactly("queued", "progress 40.0", "PROCESSING_FAILED");
    line.assertNothingMore();
  }

  @Test
  void theServiceTriesAgainAfterAnError() throws Exception {
    assertThat(played(StreamerScript.failsThenRetries()))
        .containsExactly(
            "queued",
            "progress 60.0",
            "PROCESSING_FAILED",
            "progress 0.0",
            "progress 50.0",
            "result");
  }

  @Test
  void aHundredComesTwice() throws Exception {
    assertThat(played(StreamerScript.hundredTwice()))
        .containsExactly("queued", "progress 100.0", "progress 100.0", "result");
  }

  @Test
  void theResultComesBeforeTheAcknowledgment() throws Exception {
    assertThat(played(StreamerScript.answersBeforeAsked()))
        .containsExactly("result", "progress 50.0", "queued");
  }

  @Test
  void aSilentRequestIsQueuedAndNoMore() throws Exception {
    assertThat(played(StreamerScript.silent())).containsExactly("queued");
    line.assertNothingMore();
    line.assertQuiet();
  }

  @Test
  void aRequestWithoutAnswerGetsNotEvenAnAcknowledgment() throws Exception {
    assertThat(played(StreamerScript.noAnswer())).isEmpty();
    line.assertNothingMore();
    assertThat(fake.accepted("generate_report")).isEqualTo(1);
  }

  @Test
  void aResultCanSayThatItIsNoSuccess() throws Exception {
    fake.nextRequest(StreamerScript.builder().unsuccessful(new JsonObject()).build());
    line.askReport("r");

    assertThat(line.nextBody().get("success").getAsBoolean()).isFalse();
  }

  @Test
  void notesAreKeptFromTheirFirstFrameOn() throws Exception {
    fake.nextRequest(
        StreamerScript.builder()
            .progress(1, "One")
            .metadata("a", new JsonPrimitive(1))
            .progress(2, "Two")
            .metadata("b", new JsonPrimitive("x"))
            .progress(3, "Three")
            .build());
    line.askReport("r");

    assertThat(line.nextBody().has("metadata")).isFalse();
    assertThat(line.nextBody().get("metadata")).hasToString("{\"a\":1}");
    assertThat(line.nextBody().get("metadata")).hasToString("{\"a\":1,\"b\":\"x\"}");
  }

  @Test
  void aFrameWaitsForItsTime() throws Exception {
    Duration wait = Duration.ofMillis(80);
    fake.nextRequest(StreamerScript.builder().queued().after(wait).result().build());
    long start = System.nanoTime();
    line.askReport("r");
    line.next();

    assertThat(line.nextBody().get("success").getAsBoolean()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(wait);
  }

  @Test
  void aScriptIsARowOfFrames() throws Exception {
    StreamerScript script =
        StreamerScript.builder()
            .queued(Duration.ofMinutes(2))
            .metadata("current_step", new JsonPrimitive("joining"))
            .progress(40, "Joined")
            .after(Duration.ofMillis(50))
            .result()
            .build();

    assertThat(played(script)).containsExactly("queued", "progress 40.0", "result");
  }

  @Test
  void aDroppedConnectionLosesTheFrameAndAllAfterIt() throws Exception {
    fake.nextRequest(StreamerScript.quick().toBuilder().dropsAt(3).build());
    line.askReport("r");

    assertThat(name(line.next())).isEqualTo("queued");
    assertThat(name(line.next())).isEqualTo("progress 25.0");
    assertThat(line.ending()).isEqualTo(StreamerLine.dropped());
    line.assertQuiet();
  }

  @Test
  void aClosedConnectionTellsItsCode() throws Exception {
    fake.nextRequest(StreamerScript.quick().toBuilder().closesAt(1, 1001).build());
    line.askReport("r");

    assertThat(line.ending()).isEqualTo("1001");
    line.assertQuiet();
  }

  @Test
  void theNextScriptComesBeforeThatOfTheActionAndThatBeforeTheRest() throws Exception {
    fake.everyRequest(StreamerScript.immediate(new JsonPrimitive("every")));
    fake.action("generate_report", StreamerScript.immediate(new JsonPrimitive("action")));
    fake.nextRequest(StreamerScript.immediate(new JsonPrimitive("next")));
    line.askReport("r-1");
    line.askReport("r-2");
    line.ask("r-3", "bulk_operation", StreamerLine.BULK);

    for (String data : List.of("next", "action", "every")) {
      assertThat(line.nextBody().get("data").getAsString()).isEqualTo(data);
    }
  }

  @Test
  void anActionOfTheTestTakesAnyPayload() throws Exception {
    fake.action("tidy_up", StreamerScript.builder().queued().result().build());
    line.ask("r", "tidy_up", "[1, 2]");

    assertThat(name(line.next())).isEqualTo("queued");
    assertThat(line.nextBody().get("data")).isEqualTo(new JsonObject());
    assertThat(fake.accepted("tidy_up")).isEqualTo(1);
  }

  @Test
  void aScriptThatCannotBeIsRefused() {
    StreamerScript.Builder builder = StreamerScript.builder();

    assertThatIllegalArgumentException().isThrownBy(() -> builder.progress(100.5, "Over"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.after(Duration.ofMillis(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.dropsAt(0));
    assertThatIllegalStateException().isThrownBy(() -> builder.queued().dropsAt(2).build());
  }

  /** The frames that a script sends for a report. */
  private List<String> played(StreamerScript script) throws Exception {
    fake.nextRequest(script);
    line.askReport("r");
    List<String> names = new ArrayList<>();
    for (int step = 0; step < script.steps().size(); step++) {
      names.add(name(line.next()));
    }
    return names;
  }

  private static String name(JsonObject frame) {
    String type = frame.get("type").getAsString();
    JsonObject body = frame.getAsJsonObject(type);
    return switch (type) {
      case "response" -> body.get("status").getAsString();
      case "progress" -> "progress " + body.get("progress").getAsDouble();
      case "error" -> body.get("code").getAsString();
      default -> type;
    };
  }
}
