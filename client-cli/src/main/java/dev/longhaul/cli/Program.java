package dev.longhaul.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Puts the commands together, and turns whatever they end with into one line and an exit code. */
final class Program {
  private Program() {}

  /** Returns the exit code of a command line. Throws nothing and never ends the process. */
  static int run(Surroundings surroundings, String... args) {
    LonghaulCommand root = new LonghaulCommand();
    Display display = surroundings.display();
    CommandLine line =
        new CommandLine(root)
            .addSubcommand(new DemoCommand(surroundings))
            .addSubcommand(functions(surroundings))
            .addSubcommand(vestis(surroundings))
            .addSubcommand(videos(surroundings))
            .addSubcommand(events(surroundings))
            .addSubcommand(streamer(surroundings))
            .setOut(display.outWriter())
            .setErr(display.errWriter())
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
            // "@" starts a file of an input, not a file of more arguments.
            .setExpandAtFiles(false)
            .setParameterExceptionHandler((wrong, ignored) -> UsageReport.tell(wrong, display))
            .setExecutionExceptionHandler((error, at, parsed) -> report(error, root, display));
    try {
      return line.execute(args);
    } catch (Error fatal) {
      // Left alone it would end the process with the code of a failed job.
      return report(fatal, root, display);
    }
  }

  private static CommandLine functions(Surroundings surroundings) {
    return new CommandLine(new FunctionsCommand())
        .addSubcommand(new TemplatesCommand(surroundings))
        .addSubcommand(new RunCommand(surroundings))
        .addSubcommand(new WatchCommand(surroundings, new PushedFunctionsServer(), new OutFolder()))
        .addSubcommand(new StatusCommand(surroundings, new FunctionsServer()))
        .addSubcommand(CancelCommand.of(surroundings, new FunctionsServer()));
  }

  private static CommandLine vestis(Surroundings surroundings) {
    return new CommandLine(new VestisCommand())
        .addSubcommand(new ImageRunCommand(surroundings))
        .addSubcommand(new WatchCommand(surroundings, new VestisServer(), new OutFolder()))
        .addSubcommand(new StatusCommand(surroundings, new VestisServer()))
        .addSubcommand(new ListCommand(surroundings, new VestisServer()))
        .addSubcommand(CancelCommand.of(surroundings, new VestisServer()))
        .addSubcommand(new DownloadCommand<>(surroundings, new VestisServer(), new OutFolder()));
  }

  private static CommandLine videos(Surroundings surroundings) {
    return new CommandLine(new VideosCommand())
        .addSubcommand(new VideoRunCommand(surroundings))
        .addSubcommand(new WatchCommand(surroundings, new StoppableVideosServer(), new OutFile()))
        .addSubcommand(new StatusCommand(surroundings, new VideosServer()))
        .addSubcommand(new ListCommand(surroundings, new VideosServer()))
        .addSubcommand(CancelCommand.of(surroundings, new StoppableVideosServer()))
        .addSubcommand(new VideoDownloadCommand(surroundings));
  }

  private static CommandLine events(Surroundings surroundings) {
    return new CommandLine(new EventsCommand()).addSubcommand(new EventsWatchCommand(surroundings));
  }

  private static CommandLine streamer(Surroundings surroundings) {
    return new CommandLine(new StreamerCommand())
        .addSubcommand(new StreamerRequestCommand(surroundings));
  }

  private static int report(Throwable error, LonghaulCommand root, Display display) {
    Trouble trouble = Trouble.of(error);
    display.fault(trouble.line());
    Throwable culprit = error;
    if (error instanceof CommandFailure expected) {
      expected.advice().lines().forEach(display::note);
      culprit = expected.getCause();
    }
    if (root.debug && culprit != null) {
      StringWriter trace = new StringWriter();
      culprit.printStackTrace(new PrintWriter(trace));
      trace.toString().lines().forEach(display::note);
    }
    return trouble.code();
  }
}
