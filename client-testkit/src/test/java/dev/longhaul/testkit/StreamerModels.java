package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.generated.streamer.model.BulkOperationResult;
import dev.longhaul.generated.streamer.model.EchoResult;
import dev.longhaul.generated.streamer.model.ErrorFrame;
import dev.longhaul.generated.streamer.model.FlatAcknowledgmentFrame;
import dev.longhaul.generated.streamer.model.FlatCompleteFrame;
import dev.longhaul.generated.streamer.model.FlatErrorFrame;
import dev.longhaul.generated.streamer.model.FlatProcessorErrorFrame;
import dev.longhaul.generated.streamer.model.FlatProgressFrame;
import dev.longhaul.generated.streamer.model.FlatResponseFrame;
import dev.longhaul.generated.streamer.model.GenerateReportResult;
import dev.longhaul.generated.streamer.model.HealthResultIsoTime;
import dev.longhaul.generated.streamer.model.HealthResultUnixTime;
import dev.longhaul.generated.streamer.model.ProcessDataResult;
import dev.longhaul.generated.streamer.model.ProgressFrame;
import dev.longhaul.generated.streamer.model.QueuedResponseFrame;
import dev.longhaul.generated.streamer.model.ResultFrame;
import dev.longhaul.generated.streamer.model.SpecAckFrame;
import dev.longhaul.generated.streamer.model.SpecProgressFrame;
import dev.longhaul.generated.streamer.model.SpecResultFrame;
import dev.longhaul.generated.streamer.model.SyncResponseFrame;
import dev.longhaul.generated.streamer.model.TypedAcknowledgmentFrame;
import dev.longhaul.generated.streamer.model.TypedErrorFrame;
import dev.longhaul.generated.streamer.model.TypedProgressFrame;
import dev.longhaul.generated.streamer.model.TypedResponseFrame;
import dev.longhaul.testkit.FakeStreamerOptions.Family;
import java.util.Map;

/** Takes what the fake sends through the generated models and back: nothing may be lost. */
final class StreamerModels {

  private static final Gson GSON = new Gson();

  private static final Map<String, Class<?>> NESTED =
      Map.of(
          "progress", ProgressFrame.class, "result", ResultFrame.class, "error", ErrorFrame.class);
  private static final Map<String, Class<?>> FLAT =
      Map.of(
          "response", FlatResponseFrame.class,
          "acknowledgment", FlatAcknowledgmentFrame.class,
          "progress", FlatProgressFrame.class,
          "complete", FlatCompleteFrame.class);
  private static final Map<String, Class<?>> TYPED =
      Map.of(
          "response", TypedResponseFrame.class,
          "acknowledgment", TypedAcknowledgmentFrame.class,
          "progress", TypedProgressFrame.class,
          "complete", FlatCompleteFrame.class,
          "error", TypedErrorFrame.class);
  private static final Map<String, Class<?>> SPEC =
      Map.of(
          "ack", SpecAckFrame.class,
          "progress", SpecProgressFrame.class,
          "result", SpecResultFrame.class,
          "error", TypedErrorFrame.class);

  private StreamerModels() {}

  static void assertFits(Family family, JsonObject frame) {
    assertSurvives(frame, frameType(family, frame));
  }

  static void assertSurvives(JsonElement value, Class<?> type) {
    String written = GSON.toJson(GSON.fromJson(value, type));
    assertThat(JsonParser.parseString(written)).as(type.getSimpleName()).isEqualTo(value);
  }

  static Class<?> resultType(Family family, String action) {
    return switch (action) {
      case "health" ->
          family == Family.FLAT || family == Family.TYPED
              ? HealthResultUnixTime.class
              : HealthResultIsoTime.class;
      case "echo" -> EchoResult.class;
      case "generate_report" -> GenerateReportResult.class;
      case "process_data" -> ProcessDataResult.class;
      default -> BulkOperationResult.class;
    };
  }

  private static Class<?> frameType(Family family, JsonObject frame) {
    String type = frame.get("type").getAsString();
    Class<?> found =
        switch (family) {
          case NESTED -> type.equals("response") ? response(frame) : NESTED.get(type);
          case FLAT -> type.equals("error") ? error(frame) : FLAT.get(type);
          case TYPED -> TYPED.get(type);
          case SPEC -> SPEC.get(type);
        };
    assertThat(found).as("the model of %s in %s", type, family).isNotNull();
    return found;
  }

  private static Class<?> response(JsonObject frame) {
    String status = frame.getAsJsonObject("response").get("status").getAsString();
    return status.equals("queued") ? QueuedResponseFrame.class : SyncResponseFrame.class;
  }

  private static Class<?> error(JsonObject frame) {
    return frame.has("request_id") ? FlatProcessorErrorFrame.class : FlatErrorFrame.class;
  }
}
