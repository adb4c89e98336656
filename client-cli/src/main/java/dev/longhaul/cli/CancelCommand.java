package dev.longhaul.cli;

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
  @Mixin private final ServerOptions<?> server;

  @Parameters(paramLabel = "ID", description = "The id of the job.")
  private String id = "";

  private final Surroundings surroundings;

  CancelCommand(Surroundings surroundings, ServerOptions<?> server) {
    this.surroundings = surroundings;
    this.server = server;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Service<?> service = server.open(surroundings)) {
      CancelResult<?> result = service.cancel(id);
      String words = CancelWords.of(result, service);
      if (result instanceof CancelResult.Accepted) {
        surroundings.display().result(words);
        return ExitCode.DONE;
      }
      surroundings.display().fault(words);
      return code(result);
    }
  }

  private static int code(CancelResult<?> result) {
    if (result instanceof CancelResult.AlreadyFinished) {
      return ExitCode.JOB_FAILED;
    }
    return result instanceof CancelResult.AnswerLost ? ExitCode.UNKNOWN : ExitCode.SERVICE;
  }
}
