package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.sora.VideoRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations of Sora that make a video. */
final class SoraCreateRows {
  /** No client sends it: it is for the official libraries to count their own repeats. */
  private static final String REPEATS = "header x-stainless-retry-count";

  private SoraCreateRows() {}

  static List<ContractRow> rows() {
    return List.of(
        row("sora: createVideo", SoraCreateRows::create),
        row("sora: editVideo", SoraCreateRows::edit),
        row("sora: extendVideo", SoraCreateRows::extend),
        row("sora: remixVideo", SoraCreateRows::remix).neverSends("form.prompt"));
  }

  /** Makes a request of an example, JSON or a form. */
  private interface Making {
    VideoRequest of(JsonObject example, Path folder) throws IOException;
  }

  /** A form without a file is sent as JSON, so those examples are left out. */
  private static ContractRow row(String name, Making making) {
    SpecOperation operation = Spec.operation(name);
    Map<String, JsonElement> forms = operation.formExamples();
    forms.values().removeIf(form -> !form.toString().contains("(bytes of "));
    return ContractRow.of(operation)
        .callWithEach(operation.requestExamples(), (label, body) -> submission(making, body))
        .callWithEach(forms, (label, form) -> submission(making, form))
        .besides("sora: listVideos", "200/empty")
        .neverSends(REPEATS)
        .telling(SoraCreateRows::asHandleTells);
  }

  private static ClientCall submission(Making making, JsonElement example) {
    return SoraCalls.submission(folder -> making.of(example.getAsJsonObject(), folder));
  }

  private static VideoRequest create(JsonObject example, Path folder) throws IOException {
    JsonElement reference = example.get("input_reference");
    if (reference == null || reference.isJsonObject()) {
      return VideoRequest.create(Trees.model(example, VideoCreate.class));
    }
    JsonObject video = example.deepCopy();
    video.remove("input_reference");
    return VideoRequest.create(
        Trees.model(video, VideoCreate.class),
        Pictures.write(folder, reference.getAsString(), example.get("size").getAsString()));
  }

  private static VideoRequest edit(JsonObject example, Path folder) throws IOException {
    String prompt = prompt(example);
    return example.get("video").isJsonObject()
        ? VideoRequest.edit(id(example), prompt)
        : VideoRequest.edit(file(example, folder), prompt);
  }

  private static VideoRequest extend(JsonObject example, Path folder) throws IOException {
    String prompt = prompt(example);
    VideoSeconds seconds = VideoSeconds.of(example.get("seconds").getAsString());
    return example.get("video").isJsonObject()
        ? VideoRequest.extend(id(example), seconds, prompt)
        : VideoRequest.extend(file(example, folder), seconds, prompt);
  }

  private static VideoRequest remix(JsonObject example, Path folder) {
    return VideoRequest.remix(SoraRows.VIDEO, prompt(example));
  }

  private static String prompt(JsonObject example) {
    return example.get("prompt").getAsString();
  }

  private static String id(JsonObject example) {
    return example.getAsJsonObject("video").get("id").getAsString();
  }

  private static Path file(JsonObject example, Path folder) throws IOException {
    return Pictures.write(folder, example.get("video").getAsString(), "");
  }

  static JsonElement asHandleTells(JsonElement accepted) {
    accepted.getAsJsonObject().keySet().retainAll(Set.of("id", "status", "progress"));
    return accepted;
  }
}
