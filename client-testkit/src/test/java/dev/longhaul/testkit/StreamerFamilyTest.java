package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.longhaul.testkit.FakeStreamerOptions.ErrorIds;
import dev.longhaul.testkit.FakeStreamerOptions.Family;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same life of a request, as each family of frames tells it. */
@ExtendWith(LeakCheck.class)
class StreamerFamilyTest {

  private static final StreamerScript LIFE =
      StreamerScript.builder()
          .queued(Duration.ofSeconds(90))
          .metadata("records_processed", new JsonPrimitive(47_500))
          .progress(37.5, "Reading")
          .result(JsonParser.parseString("{\"records\": 8400}"))
          .build();

  private final VirtualTime time = VirtualTime.create();

  @Test
  void nestedFramesHoldTheirFieldsUnderTheirType() throws Exception {
    assertLife(
        Family.NESTED,
        """
        {"type": "response", "response": {"request_id": "r-1", "status": "queued",
         "message": "Waiting for a worker", "estimated_duration": 90.0}}
        """,
        """
        {"type": "progress", "progress": {"request_id": "r-1", "progress": 37.5,
         "message": "Reading", "metadata": {"records_processed": 47500},
         "timestamp": "2026-01-01T00:00:00Z"}}
        """,
        """
        {"type": "result", "result": {"request_id": "r-1", "success": true,
         "data": {"records": 8400}, "metadata": {"records_processed": 47500,
         "total_processing_time": 0.0, "handler": "generate_report"}}}
        """);
  }

  @Test
  void flatFramesMixSuccessAndNotesIntoTheResult() throws Exception {
    assertLife(
        Family.FLAT,
        """
        {"type": "acknowledgment", "request_id": "r-1", "status": "queued",
         "message": "Waiting for a worker"}
        """,
        """
        {"type": "progress", "request_id": "r-1", "percentage": 37.5, "message": "Reading",
         "metadata": {"records_processed": 47500}, "timestamp": 1767225600}
        """,
        """
        {"type": "complete", "request_id": "r-1", "result": {"records": 8400, "success": true,
         "metadata": {"records_processed": "47500"}}, "timestamp": 1767225600}
        """);
  }

  @Test
  void typedFramesHaveIdsAndTimesOfTheirOwn() throws Exception {
    assertLife(
        Family.TYPED,
        """
        {"type": "acknowledgment", "request_id": "r-1", "status": "queued",
         "message": "Waiting for a worker", "id": "msg-1", "timestamp": 1767225600}
        """,
        """
        {"type": "progress", "request_id": "r-1", "percentage": 37.5, "message": "Reading",
         "details": {"records_processed": 47500}, "id": "msg-2", "timestamp": 1767225600}
        """,
        """
        {"type": "complete", "request_id": "r-1", "result": {"records": 8400, "success": true,
         "metadata": {"records_processed": "47500"}}, "timestamp": 1767225600}
        """);
  }

  @Test
  void framesOfTheSpecificationCountFromZeroToOne() throws Exception {
    assertLife(
        Family.SPEC,
        "{\"type\": \"ack\", \"id\": \"r-1\", \"status\": \"queued\","
            + " \"message\": \"Waiting for a worker\"}",
        """
        {"type": "progress", "id": "r-1", "progress": 0.375, "message": "Reading",
         "details": {"records_processed": 47500}}
        """,
        "{\"type\": \"result\", \"id\": \"r-1\", \"success\": true, \"data\": {\"records\": 8400}}");
  }

  @Test
  void anImmediateAnswerIsWrittenAsTheFamilyDoes() throws Exception {
    assertHealth(
        Family.NESTED,
        """
        {"type": "response", "response": {"request_id": "h", "status": "success",
         "data": {"status": "healthy", "timestamp": "2026-01-01T00:00:00Z", "version": "1.0.0"},
         "metadata": {"processing_time": 0.0}}}
        """);
    assertHealth(
        Family.FLAT,
        """
        {"type": "response", "request_id": "h", "success": true,
         "data": {"status": "healthy", "timestamp": 1767225600, "version": "1.0.0"}}
        """);
    assertHealth(
        Family.SPEC,
        """
        {"type": "result", "id": "h", "success": true,
         "data": {"status": "healthy", "timestamp": "2026-01-01T00:00:00Z", "version": "1.0.0"}}
        """);
  }

  @Test
  void errorsOfTheRouterNameTheRequestExceptInTheFlatFamily() throws Exception {
    assertThat(unknownAction(options(Family.NESTED)))
        .isEqualTo(
            json(
                """
                {"type": "error", "error": {"request_id": "x", "code": "INVALID_ACTION",
                 "message": "No handler of that name"}}
                """));
    assertThat(unknownAction(options(Family.FLAT)))
        .isEqualTo(
            json(
                """
                {"type": "error", "error": {"code": "INVALID_ACTION",
                 "message": "No handler of that name"}}
                """));
    assertThat(unknownAction(options(Family.SPEC)).get("id").getAsString()).isEqualTo("x");
    assertThat(unknownAction(options(Family.NESTED).errorIds(ErrorIds.WITHOUT)).toString())
        .doesNotContain("request_id");
    assertThat(unknownAction(options(Family.FLAT).errorIds(ErrorIds.WITH)).has("request_id"))
        .isTrue();
  }

  @Test
  void errorsOfTheProcessorAlwaysNameTheRequest() throws Exception {
    try (FakeStreamer fake = FakeStreamer.start(options(Family.FLAT).build());
        StreamerLine line = StreamerLine.open(fake)) {
      fake.nextRequest(StreamerScript.builder().failure("PROCESSING_FAILED", "Broken").build());
      line.askReport("r-1");

      assertThat(line.next())
          .isEqualTo(
              json(
                  """
                  {"type": "error", "request_id": "r-1", "error": {"code": "PROCESSING_FAILED",
                   "message": "Broken"}, "timestamp": 1767225600}
                  """));
    }
  }

  @Test
  void typedErrorsAdviseOnTryingAgain() throws Exception {
    try (FakeStreamer fake = FakeStreamer.start(options(Family.TYPED).build());
        StreamerLine line = StreamerLine.open(fake)) {
      fake.nextRequest(StreamerScript.builder().immediateFailure("TIMEOUT", "Too slow").build());
      line.askReport("r-1");
      JsonObject frame = line.next();

      assertThat(frame.get("success").getAsBoolean()).isFalse();
      assertThat(frame.getAsJsonObject("error").get("retry"))
          .isEqualTo(
              json("{\"retryable\": true, \"after\": \"2026-01-01T00:00:01Z\", \"max_tries\": 3}"));
    }
  }

  @Test
  void estimatesCanBeLeftOut() throws Exception {
    try (FakeStreamer fake = FakeStreamer.start(options(Family.NESTED).withoutEstimates().build());
        StreamerLine line = StreamerLine.open(fake)) {
      line.askReport("r-1");

      assertThat(line.nextBody().keySet()).containsExactly("request_id", "status", "message");
    }
  }

  @Test
  void anEstimateIsThatOfTheAction() throws Exception {
    try (FakeStreamer fake = FakeStreamer.start();
        StreamerLine line = StreamerLine.open(fake)) {
      fake.everyRequest(StreamerScript.silent());
      fake.action("tidy_up", StreamerScript.silent());
      line.askReport("r-1");
      line.ask("r-2", "process_data", StreamerLine.DATA);
      line.ask("r-3", "bulk_operation", StreamerLine.BULK);
      line.ask("r-4", "tidy_up", "{}");

      for (double seconds : new double[] {120, 300, 600, 60}) {
        assertThat(line.nextBody().get("estimated_duration").getAsDouble()).isEqualTo(seconds);
      }
    }
  }

  private void assertLife(Family family, String... frames) throws Exception {
    try (FakeStreamer fake = FakeStreamer.start(options(family).build());
        StreamerLine line = StreamerLine.open(fake)) {
      fake.nextRequest(LIFE);
      line.askReport("r-1");
      for (String frame : frames) {
        assertThat(line.next()).isEqualTo(json(frame));
      }
    }
  }

  private void assertHealth(Family family, String frame) throws Exception {
    try (FakeStreamer fake = FakeStreamer.start(options(family).build());
        StreamerLine line = StreamerLine.open(fake)) {
      line.send("{\"id\": \"h\", \"action\": \"health\"}");

      assertThat(line.next()).isEqualTo(json(frame));
    }
  }

  private static JsonObject unknownAction(FakeStreamerOptions.Builder options) throws Exception {
    try (FakeStreamer fake = FakeStreamer.start(options.build());
        StreamerLine line = StreamerLine.open(fake)) {
      line.ask("x", "no_such_action", "{}");
      return line.next();
    }
  }

  private FakeStreamerOptions.Builder options(Family family) {
    return FakeStreamerOptions.builder().clock(time).family(family);
  }

  private static JsonElement json(String text) {
    return JsonParser.parseString(text);
  }
}
