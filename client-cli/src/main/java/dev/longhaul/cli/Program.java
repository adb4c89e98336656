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
    CommandLine functions =
        new CommandLine(new FunctionsCommand())
            .addSubcommand(new TemplatesCommand(surroundings))
            .addSubcommand(new RunCommand(surroundings))
            .addSubcommand(new WatchCommand(surroundings))
            .addSubcommand(new StatusCommand(surroundings))
            .addSubcommand(new CancelCommand(surroundings));
    Display display = surroundings.display();
    CommandLine line =
        new CommandLine(root)
            .addSubcommand(new DemoCommand(surroundings))
            .addSubcommand(functions)
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
