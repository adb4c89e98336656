package dev.longhaul.integration.contract;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.BatchHandle;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.functionrunner.FunctionRunnerOptions;
import dev.longhaul.functionrunner.FunctionRunnerOptions.Dialect;
import dev.longhaul.functionrunner.FunctionRunnerOptions.InputCheck;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobPhase;
import dev.longhaul.job.JobSnapshot;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.transfer.DownloadedFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Calls of a Function Runner client, and what they tell their caller as trees. */
final class FunctionRunnerCalls {
  private static final Duration HOUR = Duration.ofHours(1);

  private FunctionRunnerCalls() {}

  /** What is done with a client. */
  @FunctionalInterface
  interface Use {
    /** Makes one call and returns what it told. */
    JsonElement of(FunctionRunnerClient client, Path folder) throws Exception;
  }

  /** Returns a call by a client that speaks a dialect. */
  static ClientCall in(Dialect dialect, Use use) {
    return scene -> {
      try (FunctionRunnerClient client = open(scene.server(), dialect)) {
        return use.of(client, scene.folder());
      }
    };
  }

  /**
   * Each call is to send one request: nothing is repeated, read for a check of the inputs, or
   * watched.
   */
  private static FunctionRunnerClient open(URI server, Dialect dialect) {
    return FunctionRunnerClient.open(
        ClientOptions.builder(server.toString())
            .credentials(Credentials.bearer("contract-token"))
            .resilience(ResilienceOptions.builder().maxRetries(0).build())
            .watch(WatchOptions.builder().pollPace(HOUR, 1, HOUR).build())
            .build(),
        FunctionRunnerOptions.builder().dialect(dialect).inputCheck(InputCheck.OFF).build());
  }

  /** Returns what a handle tells right after the submission, under the names of the answer. */
  static JsonObject submitted(JobHandle<?> handle) {
    handle.detach();
    JobSnapshot seen = handle.snapshot();
    JsonObject told = new JsonObject();
    told.addProperty("task_id", handle.id().orElseThrow());
    told.addProperty("status", seen.rawState());
    seen.queuePosition().ifPresent(position -> told.addProperty("queue_position", position));
    seen.eta().ifPresent(eta -> told.addProperty("estimated_completion", eta.toString()));
    return told;
  }

  /** Returns the same for the handle of a batch. */
  static JsonObject submitted(BatchHandle batch) {
    JsonArray tasks = new JsonArray();
    batch.jobs().forEach(task -> tasks.add(submitted(task)));
    return batch(batch, tasks);
  }

  /**
   * Returns a handle of a batch once each task has been seen: those that had completed are read by
   * themselves, and a read still under way would be taken for one of the next client.
   */
  static BatchHandle attach(FunctionRunnerClient client, String id) throws Exception {
    BatchHandle batch = client.attachBatch(id);
    for (JobHandle<?> task : batch.jobs()) {
      CompletableFuture<JobEvent> seen = new CompletableFuture<>();
      task.listen(
          event -> {
            if (!task.snapshot().rawState().isEmpty()) {
              seen.complete(event);
            }
          });
      seen.get(30, TimeUnit.SECONDS);
    }
    return batch;
  }

  /**
   * Returns what the handle of a batch tells that it was attached to: the tasks that are at work.
   */
  static JsonObject attached(BatchHandle batch) {
    JsonArray tasks = new JsonArray();
    for (JobHandle<?> task : batch.jobs()) {
      task.detach();
      JsonObject told = new JsonObject();
      told.addProperty("task_id", task.id().orElseThrow());
      if (task.snapshot().phase() == JobPhase.RUNNING) {
        told.addProperty("status", task.snapshot().rawState());
        told.addProperty("stage", task.snapshot().stage().orElseThrow());
        told.addProperty("progress", task.snapshot().percent().orElseThrow());
      }
      tasks.add(told);
    }
    return batch(batch, tasks);
  }

  private static JsonObject batch(BatchHandle batch, JsonArray tasks) {
    JsonObject told = new JsonObject();
    told.addProperty("batch_id", batch.id());
    told.add("tasks", tasks);
    return told;
  }

  /** Returns what came of the cancellation of a batch, task by task. */
  static JsonElement cancelled(List<? extends CancelResult<?>> results) {
    JsonArray told = new JsonArray();
    results.forEach(result -> told.add(Handles.cancelled(result)));
    return told;
  }

  /** Returns the text of the one file that was saved. */
  static JsonElement saved(List<DownloadedFile> files) throws IOException {
    if (files.size() != 1) {
      throw new AssertionError("One file was to be saved, not " + files);
    }
    return Trees.of(Files.readString(files.get(0).path()));
  }
}
