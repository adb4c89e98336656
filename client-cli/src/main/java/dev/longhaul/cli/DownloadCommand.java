package dev.longhaul.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Saves what a job has made, without waiting for one that has not ended.
 *
 * @param <S> the service that has the job
 */
@Command(
    name = "download",
    description = {
      "Saves the files of a job that has ended; does not wait for one that has not.",
      "The files that were written go to stdout, one per line.",
      "Exit code 4: the job has not ended yet."
    })
class DownloadCommand<S extends Service<?>> implements Callable<Integer> {
  /** The server again: picocli takes no field of a type so generic. */
  @Mixin
  @SuppressWarnings("unused") // read by picocli
  private final Object serverOptions;

  @Mixin private final OutOption out;

  @Parameters(paramLabel = "ID", description = "The id of the job.")
  private String id = "";

  private final Surroundings surroundings;
  private final ServerOptions<S> server;

  DownloadCommand(Surroundings surroundings, ServerOptions<S> server, OutOption out) {
    this.surroundings = surroundings;
    this.server = server;
    this.serverOptions = server;
    this.out = out;
  }

  S open() {
    return server.open(surroundings);
  }

  @Override
  @SuppressWarnings("try") // Ctrl-C is held for the time of the block, and not used in it
  public final Integer call() {
    out.check();
    try (CtrlC.Hold hold = surroundings.person().ctrlC().interruptsCaller();
        Service<?> service = open()) {
      JobFollower.of(service, surroundings, server, out)
          .comeBack(more().isEmpty() ? this::watch : this::again, this::again)
          .fetch(id);
      return ExitCode.DONE;
    }
  }

  /** Returns the options that ask for something else than a watch would save. */
  List<String> more() {
    return List.of();
  }

  private String watch(String job) {
    return server.comeBack(job, out);
  }

  private String again(String job) {
    List<String> options = new ArrayList<>(more());
    options.addAll(out.words());
    return server.comeBack("download", job, options);
  }
}
