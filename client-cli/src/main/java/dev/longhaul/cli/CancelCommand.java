package dev.longhaul.cli;

import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.CancelResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks the service to stop a job, and tells what came of it. */
@Command(
    name = "cancel",
    description = {
      "Asks the service to stop a job.",
      "Exit code 0: the request was accepted; watch the job to see how it ends.",
      "Exit code 1: the job had already finished."
    })
final class CancelCommand implements Callable<Integer> {
  @Mixin private final ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "ID", description = "The id of the job.")
  private String id = "";

  private final Surroundings surroundings;

  CancelCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (FunctionRunnerClient client = server.open(surroundings)) {
      CancelResult<TaskResult> result = client.cancel(id);
      if (result instanceof CancelResult.Accepted) {
        surroundings.display().result(CancelWords.of(result));
        return ExitCode.DONE;
      }
      surroundings.display().fault(CancelWords.of(result));
      return code(result);
    }
  }

  private static int code(CancelResult<TaskResult> result) {
    if (result instanceof CancelResult.AlreadyFinished) {
      return ExitCode.JOB_FAILED;
    }
    return result instanceof CancelResult.AnswerLost ? ExitCode.UNKNOWN : ExitCode.SERVICE;
  }
}
