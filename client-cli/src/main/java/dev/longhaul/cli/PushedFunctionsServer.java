package dev.longhaul.cli;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.functionrunner.FunctionRunnerOptions;
import dev.longhaul.functionrunner.FunctionRunnerOptions.EventDialect;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.realtime.RealtimeOptions;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** A Function Runner for the commands that watch a job, of which it may tell over a WebSocket. */
final class PushedFunctionsServer extends FunctionsServer {
  @Option(
      names = "--events",
      paramLabel = "WS_URL",
      description = {
        "The WebSocket on which the server tells of its jobs, such as",
        "wss://runner.example.com/ws. It gets the token, too. Without it, and while it is lost,"
            + " the job is asked for."
      })
  private String events = "";

  @Option(
      names = "--events-dialect",
      paramLabel = "DIALECT",
      converter = DialectText.class,
      description = "How it tells: channel (the default), user, progress or generation.")
  private @Nullable EventDialect dialect;

  @Override
  FunctionsService open(ClientOptions options, Surroundings surroundings) {
    if (events.isEmpty()) {
      if (dialect != null) {
        throw CommandFailure.usage("--events-dialect goes with --events. Pass both, or neither.");
      }
      return super.open(options, surroundings);
    }
    try {
      FunctionRunnerOptions runner =
          FunctionRunnerOptions.builder()
              .events(events, dialect == null ? EventDialect.CHANNEL : dialect)
              .eventSocket(surroundings.socket().apply(RealtimeOptions.defaults()))
              .build();
      return new FunctionsService(
          FunctionRunnerClient.open(options, runner), surroundings.display());
    } catch (InvalidInputException wrong) {
      throw CommandFailure.usage(wrong, "--events");
    }
  }

  /** A query may hold a token, so such a URL is left out: the job can be asked for without it. */
  @Override
  List<String> watchOptions() {
    if (events.isEmpty() || events.contains("?")) {
      return List.of();
    }
    return dialect == null
        ? List.of("--events", events)
        : List.of("--events", events, "--events-dialect", DialectText.name(dialect));
  }

  /** Dialects as they are typed. */
  private static final class DialectText implements ITypeConverter<EventDialect> {
    static String name(EventDialect dialect) {
      return dialect.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public EventDialect convert(String text) {
      for (EventDialect dialect : EventDialect.values()) {
        if (name(dialect).equals(text.strip())) {
          return dialect;
        }
      }
      throw new TypeConversionException("not one of channel, user, progress, generation");
    }
  }
}
