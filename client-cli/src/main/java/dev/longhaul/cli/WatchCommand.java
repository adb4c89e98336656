package dev.longhaul.cli;

import dev.longhaul.functionrunner.FunctionRunnerClient;
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
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final FollowOptions follow = new FollowOptions();

  @Parameters(paramLabel = "ID", description = "The id of the job.")
  private String id = "";

  private final Surroundings surroundings;

  WatchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  @SuppressWarnings("try") // Ctrl-C is held for the time of the block, and not used in it
  public Integer call() {
    OutFolder.check(follow.out);
    try (CtrlC.Hold hold = surroundings.person().ctrlC().interruptsCaller();
        FunctionRunnerClient client = server.open(surroundings)) {
      JobFollower follower =
          new JobFollower(surroundings, client, follow.out)
              .patience(follow.patience)
              .comeBack(known -> follow.comeBack(known, server));
      requireKnown(client, follower);
      follower.follow(client.attach(id));
      return ExitCode.DONE;
    }
  }

  /**
   * The watch itself never gives up on a server that cannot be reached; whoever mistyped wants to
   * hear it now.
   */
  private void requireKnown(FunctionRunnerClient client, JobFollower follower) {
    try {
      Interruptible.await(client.statusAsync(id));
    } catch (InterruptedException pressed) {
      throw follower.left(id);
    }
  }
}
