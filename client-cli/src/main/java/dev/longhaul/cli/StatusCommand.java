package dev.longhaul.cli;

import com.google.gson.JsonElement;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells once where a job stands. */
@Command(name = "status", description = "Tells where a job stands.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private final ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "ID", description = "The id of the job.")
  private String id = "";

  private final Surroundings surroundings;

  StatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (FunctionRunnerClient client = server.open(surroundings)) {
      print(client.status(id));
    }
    return ExitCode.DONE;
  }

  private void print(TaskStatus status) {
    line("job", id);
    line("state", status.getStatus());
    line(
        "progress",
        status.getProgress() == null ? null : InputLimits.plain(status.getProgress()) + " %");
    line("stage", status.getStage());
    line("message", status.getMessage());
    line("queue position", status.getQueuePosition());
    line("expected end", status.getEta());
    line("created", status.getCreatedAt());
    line("started", status.getStartedAt());
    line("ended", status.getCompletedAt());
    line("worker", status.getWorkerId());
    JsonElement error = status.getError();
    if (error != null && !error.isJsonNull()) {
      line("error", error.isJsonPrimitive() ? error.getAsString() : error);
    }
  }

  private void line(String name, @Nullable Object value) {
    if (value != null) {
      surroundings.display().result("%-16s%s".formatted(name + ":", value));
    }
  }
}
