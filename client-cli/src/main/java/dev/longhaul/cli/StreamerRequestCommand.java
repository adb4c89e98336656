package dev.longhaul.cli;

import com.google.gson.JsonElement;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.streamer.StreamerAction;
import dev.longhaul.streamer.StreamerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a Streamer server for one thing, and writes down what it gives back. */
@Command(
    name = "request",
    description = {
      "Sends a request, watches it and writes its result to stdout, as one JSON document on one"
          + " line. Progress and how the connection stands go to stderr.",
      "The service tells the end of a request only to the connection that asked, and has no way to"
          + " stop one: after Ctrl-C it goes on, and its result is lost.",
      "Exit code 1: the service answered with an error. 2: refused before it was sent, such as a"
          + " token that has expired. 3: the connection was refused. 5: the connection broke, or"
          + " nothing was heard for too long, so that the end cannot be learnt."
    })
final class StreamerRequestCommand implements Callable<Integer> {
  private static final Duration NO_LIMIT = Duration.ofDays(365);

  @Mixin private final StreamerServer server = new StreamerServer();

  @Parameters(paramLabel = "ACTION", description = "What to do, as the service calls it.")
  private String action = "";

  @Option(
      names = "--payload",
      paramLabel = "JSON",
      description = "What the action needs, as JSON; @FILE reads it from a file.")
  private @Nullable String payload;

  @Option(
      names = "--metadata",
      paramLabel = "NAME=VALUE",
      description = "A note that travels along, such as a trace id. May be repeated.")
  private List<String> metadata = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description =
          "How long the service may be silent once it has taken the request, such as 90s or 5m;"
              + " without it, what follows from how long the action usually takes.")
  private @Nullable Duration timeout;

  private final Surroundings surroundings;

  StreamerRequestCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  @SuppressWarnings("try") // Ctrl-C is held for the time of the block, and not used in it
  public Integer call() throws InterruptedException {
    StreamerRequest<JsonElement> request = request();
    try (CtrlC.Hold hold = surroundings.person().ctrlC().interruptsCaller();
        StreamerService service = server.open(surroundings)) {
      new JobFollower<>(service, surroundings, Path.of(""))
          .patience(NO_LIMIT)
          .run(() -> service.submit(request));
      return ExitCode.DONE;
    }
  }

  private StreamerRequest<JsonElement> request() {
    StreamerRequest.Builder<JsonElement> request = builder();
    if (payload != null) {
      request.payload(InputValue.json(new InputArgument("--payload", "payload", payload)));
    }
    for (InputArgument note : InputArgument.parseAll("--metadata", metadata)) {
      request.metadata(note.name(), note.text());
    }
    if (server.isRepeatable()) {
      request.repeatable();
    }
    try {
      return timeout == null ? request.build() : request.timeout(timeout).build();
    } catch (InvalidInputException wrong) {
      throw CommandFailure.usage(wrong, "--timeout");
    }
  }

  private StreamerRequest.Builder<JsonElement> builder() {
    try {
      return StreamerRequest.builder(StreamerAction.of(action));
    } catch (InvalidInputException wrong) {
      throw CommandFailure.usage(wrong, "ACTION");
    }
  }
}
