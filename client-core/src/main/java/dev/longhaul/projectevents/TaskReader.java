package dev.longhaul.projectevents;

import dev.longhaul.error.NotFoundException;
import dev.longhaul.generated.projectevents.api.ProjectEventsApi;
import dev.longhaul.generated.projectevents.model.TaskRecord;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.AnswerDecoder;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads tasks over HTTP, as long as the server seems to have a path for that: many have none.
 *
 * <p><i>Concurrency:</i> thread-safe.
 */
final class TaskReader implements AutoCloseable {
  private static final AnswerDecoder<TaskRecord> ANSWER =
      AnswerDecoder.json(TaskRecord.class)
          .requiring("status", answer -> answer.getStatus() != null);

  /** So many ids that nobody ever knew look like a path that nobody serves. */
  private static final int MOST_UNKNOWN = 5;

  private static final int PROVEN = Integer.MIN_VALUE / 2;

  private final HttpTransport transport;
  private final ProjectEventsApi api;
  private final AtomicInteger unknown = new AtomicInteger();

  TaskReader(ClientOptions options) {
    transport = new HttpTransport(ProjectEventsClient.SERVICE, options);
    api = transport.requests(ProjectEventsApi.class);
  }

  /** Returns whether there is any use in asking. */
  boolean reads(String taskId) {
    return unknown.get() < MOST_UNKNOWN && PathId.isFit(taskId);
  }

  /** Returns a future of what the server says about a task now. */
  CompletableFuture<TaskUpdate> read(String taskId) {
    CompletableFuture<TaskUpdate> answer =
        LinkedFuture.map(
            transport
                .call(
                    Operation.read(ProjectEventsClient.SERVICE, "readTask", taskId),
                    api.readTask(taskId).request(),
                    ANSWER,
                    CallOptions.defaults())
                .start(),
            read -> TaskFrames.read(taskId, read));
    answer.whenComplete((update, error) -> learn(error));
    return answer;
  }

  /**
   * A 404 in the service's own words is about the task, though a server may say so of every task; a
   * bare one is about the path.
   */
  private void learn(@Nullable Throwable error) {
    if (error == null) {
      unknown.set(PROVEN);
    } else if (LinkedFuture.reason(error) instanceof NotFoundException missing) {
      unknown.addAndGet(missing.facts().serverCode().isPresent() ? 1 : MOST_UNKNOWN);
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}
