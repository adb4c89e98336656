package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.projectevents.ProjectEventsClient;
import dev.longhaul.projectevents.ProjectEventsOptions;
import dev.longhaul.projectevents.TaskUpdate;
import dev.longhaul.testkit.FakeProjectEvents;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The one path over HTTP of a server of project events, which catches up with a task. */
final class EventsRows {
  private static final String PROJECT = "project-7";
  private static final String TASK = "project-7:image_to_video:1768905000123";
  private static final double LATER = 99.5;

  private static final Map<String, String> STATES =
      Map.of("running", "PROGRESS", "completed", "SUCCESS", "failed", "FAILURE");

  private EventsRows() {}

  static List<ContractRow> rows() {
    return List.of(
        ContractRow.of("project-events: readTask")
            .call("after subscribing", EventsRows::watched)
            .telling(EventsRows::asStreamTells)
            .tellingRefusals(refused -> goesOn()));
  }

  /** A read that fails says nothing of a task, so the socket alone tells what becomes of it. */
  private static JsonElement goesOn() {
    JsonObject told = new JsonObject();
    told.addProperty("task_id", TASK);
    told.addProperty("status", "PROGRESS");
    told.addProperty("progress", LATER);
    told.addProperty("message", "on its way");
    return told;
  }

  /** The states of the one path have words of their own. */
  private static JsonElement asStreamTells(JsonElement answer) {
    JsonObject told = answer.getAsJsonObject();
    told.addProperty("status", STATES.get(told.get("status").getAsString()));
    return told;
  }

  private static JsonElement watched(ClientCall.Scene scene) throws Exception {
    ProjectEventsOptions options =
        ProjectEventsOptions.builder().httpBaseUrl(scene.server()).build();
    CompletableFuture<ClientEvent.Attempted> read = new CompletableFuture<>();
    try (FakeProjectEvents fake = FakeProjectEvents.start();
        ProjectEventsClient client = ProjectEventsClient.open(options(fake, read), options)) {
      BlockingQueue<TaskUpdate> updates = new LinkedBlockingQueue<>();
      client.task(PROJECT, TASK).subscribe(new Taking(updates));
      client.connect();
      if (read.get(10, TimeUnit.SECONDS).error().isPresent()) {
        fake.task(PROJECT, TASK).progress(LATER, "on its way");
      }
      return tree(Objects.requireNonNull(updates.poll(10, TimeUnit.SECONDS), "an update"));
    }
  }

  private static ClientOptions options(
      FakeProjectEvents fake, CompletableFuture<ClientEvent.Attempted> read) {
    return ClientOptions.builder(fake.socketUrl())
        .resilience(
            ResilienceOptions.builder()
                .maxRetries(0)
                .listener(
                    event -> {
                      if (event instanceof ClientEvent.Attempted attempted) {
                        read.complete(attempted);
                      }
                    })
                .build())
        .build();
  }

  private static JsonElement tree(TaskUpdate update) {
    JsonObject tree = new JsonObject();
    tree.addProperty("task_id", update.taskId());
    tree.addProperty("status", update.state().value());
    update.percent().ifPresent(percent -> tree.addProperty("progress", percent));
    update.message().ifPresent(message -> tree.addProperty("message", message));
    update.result().ifPresent(result -> tree.add("result", result));
    update.error().ifPresent(error -> tree.addProperty("error", error));
    return tree;
  }

  private record Taking(BlockingQueue<TaskUpdate> updates) implements Flow.Subscriber<TaskUpdate> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(TaskUpdate update) {
      updates.add(update);
    }

    @Override
    public void onError(Throwable closed) {
      // The client was closed.
    }

    @Override
    public void onComplete() {
      // The task has ended, as the update said.
    }
  }
}
