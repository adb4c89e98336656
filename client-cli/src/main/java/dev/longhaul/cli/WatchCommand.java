package dev.longhaul.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Watches a job that was submitted elsewhere, and saves what it made. */
@Command(
    name = "watch",
    description = {
      "Watches a job that was submitted elsewhere or before, and saves its files.",
      "The files that were written go to stdout, one per line."
    })
final class WatchCommand implements Callable<Integer> {
  @Mixin private final ServerOptions<?> server;
  @Mixin private final OutOption out;
  @Mixin private final FollowOptions follow = new FollowOptions();

  @Parameters(paramLabel = "ID", description = "The id of the job.")
  private String id = "";

  private final Surroundings surroundings;

  WatchCommand(Surroundings surroundings, ServerOptions<?> server, OutOption out) {
    this.surroundings = surroundings;
    this.server = server;
    this.out = out;
  }

  @Override
  @SuppressWarnings("try") // Ctrl-C is held for the time of the block, and not used in it
  public Integer call() {
    out.check();
    try (CtrlC.Hold hold = surroundings.person().ctrlC().interruptsCaller();
        Service<?> service = server.open(surroundings)) {
      JobFollower.of(service, surroundings, server, out).patience(follow.patience).watch(id);
      return ExitCode.DONE;
    }
  }
}
