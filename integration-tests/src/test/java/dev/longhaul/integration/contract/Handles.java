package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.Pages;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What jobs of any service tell their caller, as trees. */
final class Handles {
  private static final Duration LONG = Duration.ofSeconds(30);

  private Handles() {}

  /** Returns the id, the state and the ending of a job that was just submitted. */
  static JsonObject submitted(JobHandle<?> handle) throws InterruptedException {
    JsonObject told = new JsonObject();
    handle.id().filter(id -> !id.isEmpty()).ifPresent(id -> told.addProperty("id", id));
    told.addProperty("status", handle.snapshot().rawState());
    handle.snapshot().percent().ifPresent(percent -> told.addProperty("progress", percent));
    if (handle.snapshot().phase().isTerminal()) {
      addEnding(told, handle.await(LONG));
    }
    handle.detach();
    return told;
  }

  private static void addEnding(JsonObject told, JobOutcome<?> outcome) {
    if (outcome instanceof JobOutcome.Succeeded<?> success) {
      told.add("result", Trees.of(success.result()));
    } else if (outcome instanceof JobOutcome.Failed<?> failure) {
      told.addProperty("error", failure.failure().message().orElse(""));
    }
  }

  /** Returns the same of a job that was attached to, once it has been read. */
  static JsonObject attached(JobHandle<?> handle) throws Exception {
    CompletableFuture<JobEvent> seen = new CompletableFuture<>();
    handle.listen(
        event -> {
          if (!handle.snapshot().rawState().isEmpty()) {
            seen.complete(event);
          }
        });
    seen.get(LONG.toSeconds(), TimeUnit.SECONDS);
    return submitted(handle);
  }

  /** Returns what came of a cancellation: its kind, its job, and the status that was its reason. */
  static JsonElement cancelled(CancelResult<?> result) {
    LonghaulException reason = null;
    if (result instanceof CancelResult.StillRunning<?> refused) {
      reason = refused.reason();
    } else if (result instanceof CancelResult.AnswerLost<?> lost) {
      reason = lost.reason();
    }
    return cancelled(result.getClass().getSimpleName(), result.id(), reason);
  }

  /** Returns the same in parts. */
  static JsonElement cancelled(String kind, String id, @Nullable LonghaulException reason) {
    return cancelled(kind, id, reason == null ? 0 : reason.facts().status().orElse(0));
  }

  /** Returns the same, with 0 where no status was the reason. */
  static JsonElement cancelled(String kind, String id, int reason) {
    JsonObject told = new JsonObject();
    told.addProperty("result", kind);
    told.addProperty("id", id);
    told.addProperty("reason", reason);
    return told;
  }

  /** Returns the next page as an array, an empty one when there is none. */
  static JsonElement page(Pages<?> pages) throws InterruptedException {
    return Trees.of(pages.next().<List<?>>map(rows -> rows).orElse(List.of()));
  }
}
