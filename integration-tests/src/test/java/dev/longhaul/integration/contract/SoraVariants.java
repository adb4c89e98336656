package dev.longhaul.integration.contract;

import static dev.longhaul.integration.contract.SoraCalls.sora;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.generated.sora.model.VideoCreateSeed;
import dev.longhaul.sora.SoraOptions;
import dev.longhaul.sora.VideoRequest;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the document of Sora says of bodies besides its operations: the other dialect, and answers
 * with fewer or more fields. And what a DELETE is where it stops a video.
 */
final class SoraVariants {
  private static final Spec SEED =
      Spec.named("sora").with(Map.of("VideoCreate", "VideoCreateSeed", "Video", "VideoSeed"));

  private SoraVariants() {}

  static List<ContractRow> rows() {
    return List.of(
        seedCreation(SEED),
        ContractRow.of(SEED.own("readVideo"))
            .call(
                "by id",
                sora(SoraCalls.seed(), (c, f) -> Trees.of(c.status(SoraRows.VIDEO))),
                SoraVariants::asVideo)
            .call(
                "attaching",
                sora(SoraCalls.seed(), (c, f) -> Handles.attached(c.attach(SoraRows.VIDEO))),
                SoraVariants::asAttachedHandleTells),
        ContractRow.of(SEED.own("deleteVideo"))
            .call("cancelling", cancellation(SoraCalls.seed()))
            .besides(SoraRows.READ, "200/queued")
            .telling(anyWords -> Handles.cancelled("Accepted", SoraRows.VIDEO, 0)),
        ContractRow.of(
                Spec.named("sora")
                    .with(Map.of("Video", "Video"))
                    .withUnknownFields("Video")
                    .own("readVideo"))
            .call("by id", sora((c, f) -> Trees.of(c.status(SoraRows.VIDEO)))),
        ContractRow.of(
                Spec.named("sora")
                    .with(Map.of("VideoCharacter", "VideoCharacter"))
                    .own("readCharacter"))
            .call("by id", sora((c, f) -> Trees.of(c.character("char_123")))));
  }

  /** Returns the rows for bad answers of their own. */
  static List<ContractRow> refusals() {
    return List.of(
        ContractRow.of("sora: deleteVideo")
            .call("cancelling", cancellation(SoraCalls.stopping()))
            .besides(SoraRows.READ, "200/inProgress")
            .tellingRefusals(SoraVariants::refusedCancel),
        seedCreation(SEED.with(Map.of("ErrorBody", "ErrorMessageSeed"))),
        seedCreation(SEED.with(Map.of("ErrorBody", "AppError"))));
  }

  private static ContractRow seedCreation(Spec spec) {
    return ContractRow.of(spec.own("createVideo"))
        .callWithEachExample(
            VideoCreateSeed.class,
            create ->
                sora(
                    SoraCalls.seed(),
                    (c, f) -> Handles.submitted(c.submit(VideoRequest.seed(create)))))
        .telling(SoraVariants::asHandleTells);
  }

  private static ClientCall cancellation(SoraOptions options) {
    return sora(options, (c, f) -> Handles.cancelled(c.cancel(SoraRows.VIDEO)));
  }

  /** A video of either dialect tells the time when it was asked for in the same way. */
  private static JsonElement asVideo(JsonElement answer) {
    JsonObject video = answer.getAsJsonObject();
    OffsetDateTime created = OffsetDateTime.parse(video.get("createdAt").getAsString());
    video.addProperty("created_at", created.toEpochSecond());
    return video;
  }

  private static JsonElement asAttachedHandleTells(JsonElement answer) {
    JsonObject told = asHandleTells(answer).getAsJsonObject();
    told.addProperty("id", SoraRows.VIDEO);
    return told;
  }

  private static JsonElement asHandleTells(JsonElement answer) {
    JsonObject video = answer.getAsJsonObject();
    JsonObject told = new JsonObject();
    told.add("id", video.get("id"));
    told.add("status", video.get("status"));
    if (video.get("status").getAsString().equals("succeeded")) {
      told.add("result", asVideo(video));
    } else if (video.has("error")) {
      told.add("error", video.getAsJsonObject("error").get("message"));
    }
    return told;
  }

  /** The video is made whenever it is read, so a clear refusal leaves it going on. */
  private static @Nullable JsonElement refusedCancel(CannedAnswer answer) {
    int status = answer.status();
    return switch (status) {
      case 400, 409, 503 -> Handles.cancelled("StillRunning", SoraRows.VIDEO, status);
      case 404 -> Handles.cancelled("NoSuchJob", SoraRows.VIDEO, 0);
      case 408, 500 -> Handles.cancelled("AnswerLost", SoraRows.VIDEO, status);
      default -> null;
    };
  }
}
