package dev.longhaul.integration.contract;

import static dev.longhaul.integration.contract.SoraCalls.sora;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoVariant;
import dev.longhaul.job.Pages;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.sora.SoraHealth.State;
import dev.longhaul.sora.SoraOptions.Probe;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Videos, their files and characters, as the operations of Sora show them. */
final class SoraRows {
  static final String READ = "sora: readVideo";
  static final String VIDEO = "video_123";

  private static final String LIST = "sora: listVideos";

  private SoraRows() {}

  static List<ContractRow> rows() {
    return List.of(
        ContractRow.of(LIST)
            .call("first page", sora((c, f) -> Handles.page(c.videos(20))), SoraRows::videos)
            .call("first two pages", sora((c, f) -> twoPages(c)), SoraRows::videos)
            .fitting(SoraRows::hasThatPage)
            .asking("first two pages", 2),
        ContractRow.of(READ)
            .call("by id", sora((c, f) -> Trees.of(c.status(VIDEO))))
            .call(
                "attaching",
                sora((c, f) -> Handles.attached(c.attach(VIDEO))),
                SoraRows::asAttachedHandleTells),
        ContractRow.of("sora: deleteVideo")
            .call("by id", sora((c, f) -> Trees.of(c.delete(VIDEO)))),
        ContractRow.of("sora: downloadVideo")
            .call("video", download(VideoVariant.VIDEO))
            .call("thumbnail", download(VideoVariant.THUMBNAIL))
            .call("spritesheet", download(VideoVariant.SPRITESHEET))
            .call("text", sora((c, f) -> noFile(c, f)), text -> Trees.of("no file"))
            .fitting((call, answer) -> isRefusal(answer) || call.name().equals(answer.example()))
            .besides(READ, "200/completed"),
        ContractRow.of("sora: createCharacter")
            .callWithEach(
                Spec.operation("sora: createCharacter").formExamples(),
                (name, form) -> sora((c, f) -> character(c, f, form.getAsJsonObject())))
            .neverSends("header x-stainless-retry-count"),
        ContractRow.of("sora: readCharacter")
            .call("by id", sora((c, f) -> Trees.of(c.character("char_123")))),
        probe("sora: listModels", Probe.MODELS),
        probe("sora: readHealth", Probe.HEALTH));
  }

  private static boolean isRefusal(CannedAnswer answer) {
    return !answer.isSuccess();
  }

  private static JsonElement videos(JsonElement page) {
    return page.getAsJsonObject().get("data");
  }

  /** The second page has the same videos, which are not told twice. */
  private static JsonElement twoPages(SoraClient client) throws InterruptedException {
    Pages<Video> pages = client.videos(20);
    JsonElement first = Handles.page(pages);
    if (!Handles.page(pages).getAsJsonArray().isEmpty()) {
      throw new AssertionError("The same page was told twice");
    }
    return first;
  }

  private static boolean hasThatPage(ContractRow.Call call, CannedAnswer answer) {
    return !call.name().equals("first two pages") || answer.label().equals("200/page");
  }

  /** A handle tells the state; all else is in the video, which a result holds. */
  private static JsonElement asAttachedHandleTells(JsonElement answer) {
    JsonObject video = answer.getAsJsonObject();
    JsonObject told = new JsonObject();
    told.addProperty("id", VIDEO);
    told.add("status", video.get("status"));
    told.add("progress", video.get("progress"));
    if (video.get("status").getAsString().equals("completed")) {
      told.add("result", video);
    } else if (video.has("error")) {
      told.add("error", video.getAsJsonObject("error").get("message"));
    }
    return told;
  }

  private static ClientCall download(VideoVariant variant) {
    return sora((c, f) -> SoraCalls.saved(c.download(VIDEO, variant, f.resolve(variant.value()))));
  }

  /** The document declares JSON for a file; servers send it in place of one. */
  private static JsonElement noFile(SoraClient client, Path folder) throws Exception {
    try {
      return SoraCalls.saved(client.download(VIDEO, VideoVariant.VIDEO, folder.resolve("video")));
    } catch (UnexpectedAnswerException text) {
      return Trees.of("no file");
    }
  }

  private static JsonElement character(SoraClient client, Path folder, JsonObject form)
      throws Exception {
    Path video = Pictures.write(folder, form.get("video").getAsString(), "");
    return Trees.of(client.createCharacter(form.get("name").getAsString(), video));
  }

  private static ContractRow probe(String operation, Probe probe) {
    return ContractRow.of(operation)
        .call("health", SoraCalls.probe(probe))
        .telling(anyWords -> SoraCalls.health(State.UP, 200))
        .tellingRefusals(SoraRows::refusedProbe);
  }

  private static @Nullable JsonElement refusedProbe(CannedAnswer answer) {
    State state =
        switch (answer.status()) {
          case 401, 403 -> State.CREDENTIALS_REFUSED;
          case 429 -> State.UP; // it answers and took the key
          default -> State.DOWN;
        };
    return SoraCalls.health(state, answer.status());
  }
}
