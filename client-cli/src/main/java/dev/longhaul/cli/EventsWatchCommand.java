package dev.longhaul.cli;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.job.Registration;
import dev.longhaul.projectevents.ProjectEventsClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes down what happens in projects, until it is told to stop. */
@Command(
    name = "watch",
    description = {
      "Writes the events of a project to stdout, each on a line of its own as soon as it comes: its"
          + " type, a space, and the event as JSON. Heartbeats and whatever else the server sends"
          + " are events, too; one that comes twice within a minute is written once.",
      "Everything else goes to stderr, such as how the connection stands. A connection that is lost"
          + " is opened again; what happened meanwhile is not told.",
      "Runs until Ctrl-C, until --for is over, or until nobody reads its output; all of that ends"
          + " with exit code 0. Without any connection by then, Ctrl-C ends with 130 and --for with"
          + " 3. A server that refuses or ends the connection: 3."
    })
final class EventsWatchCommand implements Callable<Integer> {
  @Mixin private final EventsServer server = new EventsServer();

  @Option(
      names = "--project",
      required = true,
      paramLabel = "ID",
      description = "The id of the project. May be repeated.")
  private List<String> projects = new ArrayList<>();

  /** Without the option as good as for ever: the limit of the option. */
  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description = "How long to watch, such as 90s, 5m, 1h30m or PT5M; without it, on and on.")
  private Duration time = Duration.ofDays(365);

  private final Surroundings surroundings;

  EventsWatchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  @SuppressWarnings("try") // Ctrl-C is held for the time of the block, and not used in it
  public Integer call() throws InterruptedException {
    try (CtrlC.Hold hold = surroundings.person().ctrlC().interruptsCaller();
        ProjectEventsClient client = server.open(surroundings)) {
      EventLines lines = new EventLines(surroundings.display());
      for (String project : projects) {
        subscribe(client, project);
      }
      try (Registration events = client.listen(lines::event);
          Registration statuses = client.connection().listen(lines::status)) {
        client.connect();
        lines.await(time);
      }
    }
    return ExitCode.DONE;
  }

  private static void subscribe(ProjectEventsClient client, String project) {
    try {
      client.subscribe(project); // until the client is closed
    } catch (InvalidInputException wrong) {
      throw CommandFailure.usage(wrong, "--project");
    }
  }
}
