package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.longhaul.generated.streamer.model.GatewayFaultFrame;
import dev.longhaul.generated.streamer.model.PingFrame;
import dev.longhaul.testkit.FakeStreamerOptions.ErrorIds;
import dev.longhaul.testkit.FakeStreamerOptions.Family;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every frame of every family, script and action goes through its model and loses nothing. */
@ExtendWith(LeakCheck.class)
class StreamerFrameFitTest {

  private static final JsonElement ROWS = JsonParser.parseString("[1, \"two\", null]");

  private static final StreamerScript RICH =
      StreamerScript.builder()
          .queued()
          .metadata("current_step", new JsonPrimitive("joining"))
          .progress(12.5, "Reading")
          .metadata("records_processed", new JsonPrimitive(47_500))
          .progress(41.5, "Joining")
          .result()
          .build();

  private static final List<StreamerScript> SCRIPTS =
      List.of(
          StreamerScript.quick(),
          StreamerScript.failing(),
          StreamerScript.failsThenRetries(),
          StreamerScript.hundredTwice(),
          StreamerScript.answersBeforeAsked(),
          StreamerScript.silent(),
          StreamerScript.immediate(),
          StreamerScript.immediate(ROWS),
          StreamerScript.builder().immediateFailure("TIMEOUT", "Too slow").build(),
          StreamerScript.builder().queued().failure("RATE_LIMITED", "Slow down").build(),
          StreamerScript.builder().queued().result(ROWS).build(),
          StreamerScript.builder().queued().unsuccessful(new JsonObject()).build(),
          RICH);

  private static final Map<String, String> ACTIONS =
      Map.of(
          "health", "null",
          "echo", "[1, \"two\", 3.5, null, true]",
          "generate_report", StreamerLine.REPORT,
          "process_data", StreamerLine.DATA,
          "bulk_operation", StreamerLine.BULK);

  @TestFactory
  Stream<DynamicTest> everyScriptFitsInEveryFamily() {
    return each(
        family -> {
          try (FakeStreamer fake = fake(family);
              StreamerLine line = StreamerLine.open(fake)) {
            for (int number = 0; number < SCRIPTS.size(); number++) {
              StreamerScript script = SCRIPTS.get(number);
              fake.nextRequest(script);
              line.askReport("r-" + number);
              for (int step = 0; step < script.steps().size(); step++) {
                JsonObject frame = line.next();
                StreamerModels.assertFits(family, frame);
                assertThat(frame.toString()).contains("\"r-" + number + "\"");
              }
            }
            line.assertNothingMore();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> everyActionGivesItsResultInEveryFamily() {
    return each(
        family -> {
          try (FakeStreamer fake = fake(family);
              StreamerLine line = StreamerLine.open(fake)) {
            for (Map.Entry<String, String> action : ACTIONS.entrySet()) {
              fake.nextRequest(StreamerScript.builder().result().build());
              line.ask(action.getKey(), action.getKey(), action.getValue());
              JsonObject frame = line.next();
              StreamerModels.assertFits(family, frame);
              StreamerModels.assertSurvives(
                  data(frame), StreamerModels.resultType(family, action.getKey()));
              assertThat(fake.accepted(action.getKey())).isEqualTo(1);
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> everyRefusalFitsInEveryFamily() {
    return each(
        family -> {
          for (ErrorIds ids : ErrorIds.values()) {
            try (FakeStreamer fake =
                    FakeStreamer.start(
                        FakeStreamerOptions.builder()
                            .clock(VirtualTime.create())
                            .family(family)
                            .errorIds(ids)
                            .build());
                StreamerLine line = StreamerLine.open(fake)) {
              line.ask("a", "no_such_action", "{}");
              line.ask("b", "generate_report", "{\"start_date\": \"01/20/2024\"}");
              for (String id : List.of("a", "b")) {
                JsonObject frame = line.next();
                if (family == Family.FLAT && ids == ErrorIds.WITH) {
                  // The model of a router's error has no id, which is the very fact about it.
                  assertThat(frame.remove("request_id").getAsString()).isEqualTo(id);
                }
                StreamerModels.assertFits(family, frame);
              }
            }
          }
        });
  }

  @Test
  void whatTheGatewaySendsFitsToo() throws Exception {
    try (FakeStreamer fake = FakeStreamer.start();
        StreamerLine line = StreamerLine.open(fake)) {
      fake.sockets().await(1);
      fake.gatewayFault("Internal server error");
      fake.pingAll();

      JsonObject fault = line.next();
      assertThat(fault.keySet()).containsExactly("message", "connectionId", "requestId");
      assertThat(fault.get("message").getAsString()).isEqualTo("Internal server error");
      StreamerModels.assertSurvives(fault, GatewayFaultFrame.class);
      JsonObject ping = line.next();
      assertThat(ping).hasToString("{\"type\":\"ping\"}");
      StreamerModels.assertSurvives(ping, PingFrame.class);
    }
  }

  /** What the action gave back, without what its frame mixes in. */
  private static JsonElement data(JsonObject frame) {
    JsonElement body = frame.get("result");
    if (frame.has("data")) {
      return frame.get("data");
    }
    if (frame.get("type").getAsString().equals("result")) {
      return body.getAsJsonObject().get("data");
    }
    JsonObject merged = body.getAsJsonObject().deepCopy();
    merged.remove("success");
    return merged;
  }

  private static FakeStreamer fake(Family family) {
    // A clock that stands at a whole second: a model writes fractions without their last zeros.
    return FakeStreamer.start(
        FakeStreamerOptions.builder().clock(VirtualTime.create()).family(family).build());
  }

  /** A test that may throw. */
  private interface Check {
    void of(Family family) throws Exception;
  }

  private static Stream<DynamicTest> each(Check check) {
    return Stream.of(Family.values())
        .map(family -> DynamicTest.dynamicTest(family.name(), () -> check.of(family)));
  }
}
