package dev.longhaul.cli;

import com.google.gson.JsonElement;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.realtime.RealtimeConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Function Runner. */
final class FunctionsService implements Service<TaskResult> {
  private final FunctionRunnerClient client;
  private final Display display;

  FunctionsService(FunctionRunnerClient client, Display display) {
    this.client = client;
    this.display = display;
  }

  FunctionRunnerClient client() {
    return client;
  }

  @Override
  public Optional<RealtimeConnection> connection() {
    return client.events();
  }

  @Override
  public JobHandle<TaskResult> attach(String id) {
    return client.attach(id);
  }

  @Override
  public Facts status(String id) throws InterruptedException {
    TaskStatus status = Interruptible.await(client.statusAsync(id));
    Double percent = status.getProgress();
    return new Facts()
        .add("job", id)
        .add("state", status.getStatus())
        .add("progress", percent == null ? null : InputLimits.plain(percent) + " %")
        .add("stage", status.getStage())
        .add("message", status.getMessage())
        .add("queue position", status.getQueuePosition())
        .add("expected end", status.getEta())
        .add("created", status.getCreatedAt())
        .add("started", status.getStartedAt())
        .add("ended", status.getCompletedAt())
        .add("worker", status.getWorkerId())
        .add("error", words(status.getError()));
  }

  private static @Nullable Object words(@Nullable JsonElement error) {
    if (error == null || error.isJsonNull()) {
      return null;
    }
    return error.isJsonPrimitive() ? error.getAsString() : error;
  }

  @Override
  public CancelResult<TaskResult> cancel(String id) throws InterruptedException {
    return client.cancel(id);
  }

  @Override
  public void save(String id, TaskResult result, Path out)
      throws IOException, InterruptedException {
    new ResultFiles(display, client, out).save(result);
  }

  @Override
  public void close() {
    client.close();
  }
}
