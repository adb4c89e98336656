package dev.longhaul.integration.benchmark;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import org.jspecify.annotations.Nullable;

/** The fields of all frames, in one class. */
final class AnyFrame {
  @Nullable String type;
  @Nullable String timestamp;
  @Nullable JsonElement progress;
  @Nullable String state;
  @Nullable String message;
  @Nullable JsonElement result;
  @Nullable JsonObject metadata;
  @Nullable String ref;
  @Nullable String author;

  @SerializedName("project_id")
  @Nullable String projectId;

  @SerializedName("task_id")
  @Nullable String taskId;

  @SerializedName("node_id")
  @Nullable String nodeId;

  @SerializedName("file_path")
  @Nullable String filePath;

  @SerializedName("change_type")
  @Nullable String changeType;

  @SerializedName("process_id")
  @Nullable String processId;
}
