package dev.longhaul.cli;

import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells what is wrong with a command line, without repeating values that may be a prompt or a
 * token.
 */
final class UsageReport {
  private static final Pattern OPTION =
      Pattern.compile("(--?[A-Za-z][A-Za-z-]*)(=.*)?", Pattern.DOTALL);

  private UsageReport() {}

  static int tell(ParameterException wrong, Display display) {
    CommandLine command = wrong.getCommandLine();
    String problem =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched.getUnmatched(), command)
            : wrong.getMessage();
    String name = command.getCommandSpec().qualifiedName();
    display.fault(problem + ". See: " + name + " --help");
    return ExitCode.WRONG_USAGE;
  }

  private static String unmatched(List<String> extra, CommandLine command) {
    for (String argument : extra) {
      var option = OPTION.matcher(argument);
      if (option.matches()) {
        return "There is no option " + option.group(1);
      }
    }
    return command.getSubcommands().isEmpty()
        ? "There is an argument too many; quote a value that holds spaces"
        : "There is no such command; there are "
            + String.join(", ", command.getSubcommands().keySet());
  }
}
