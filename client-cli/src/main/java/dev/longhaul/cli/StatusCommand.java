package dev.longhaul.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells once where a job stands. */
@Command(name = "status", description = "Tells where a job stands.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private final ServerOptions<?> server;

  @Parameters(paramLabel = "ID", description = "The id of the job.")
  private String id = "";

  private final Surroundings surroundings;

  StatusCommand(Surroundings surroundings, ServerOptions<?> server) {
    this.surroundings = surroundings;
    this.server = server;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Service<?> service = server.open(surroundings)) {
      service.status(id).print(surroundings.display());
    }
    return ExitCode.DONE;
  }
}
