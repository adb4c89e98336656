package dev.longhaul.integration.benchmark;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.longhaul.generated.projectevents.model.FileChangedFrame;
import dev.longhaul.generated.projectevents.model.GitFrame;
import dev.longhaul.generated.projectevents.model.HeartbeatFrame;
import dev.longhaul.generated.projectevents.model.ProcessFrame;
import dev.longhaul.generated.projectevents.model.TaskProgressFrame;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames into the generated models as one does with Gson alone: the whole text into a tree,
 * since the type may stand anywhere, and the tree into the model of that type.
 */
final class TypedFrames {
  private static final Map<String, Class<?>> MODELS =
      Map.of(
          "task.progress", TaskProgressFrame.class,
          "file.changed", FileChangedFrame.class,
          "git.commit", GitFrame.class,
          "process.progress", ProcessFrame.class,
          "system.heartbeat", HeartbeatFrame.class);

  private final Gson gson = new Gson();

  /** Returns the model that a frame is. */
  Object read(String text) {
    JsonObject tree = gson.fromJson(text, JsonObject.class);
    Class<?> model = MODELS.get(tree.get("type").getAsString());
    if (model == null) {
      throw new IllegalStateException("no model for a frame");
    }
    return gson.fromJson(tree, model);
  }

  /** Returns the message of a task's progress. */
  static @Nullable String message(Object frame) {
    return frame instanceof TaskProgressFrame progress ? progress.getMessage() : null;
  }
}
