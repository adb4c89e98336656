package dev.longhaul.cli;

import dev.longhaul.job.CancelResult;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Parameters;

/** Asks the service to stop a job, and tells what came of it. */
@Command(
    name = "cancel",
    description = {
      "Asks the service to stop a job.",
      "Exit code 0: the request was accepted.",
      "Exit code 1: the job had already finished.",
      "Exit code 3: the job goes on, or the service knows none of that id.",
      "Exit code 5: the answer was lost, and the job may or may not stop; asking again is safe."
    })
final class CancelCommand implements Callable<Integer> {
  @Mixin private final ServerOptions<?> server;

  @Parameters(paramLabel = "ID", description = "The id of the job.")
  private String id = "";

  private final Surroundings surroundings;

  private CancelCommand(Surroundings surroundings, ServerOptions<?> server) {
    this.surroundings = surroundings;
    this.server = server;
  }

  /** Returns the command for a server, whose help tells what to expect after a cancellation. */
  static CommandLine of(Surroundings surroundings, ServerOptions<?> server) {
    CommandLine command = new CommandLine(new CancelCommand(surroundings, server));
    UsageMessageSpec help = command.getCommandSpec().usageMessage();
    help.description(
        Stream.of(help.description())
            .map(line -> line.contains("code 0") ? line + " " + server.afterCancel() : line)
            .toArray(String[]::new));
    return command;
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
