package dev.longhaul.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program itself: a group of commands, and the options that all of them have. */
@Command(
    name = "longhaul",
    description = "Submits jobs that take minutes, watches them and fetches what they made.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the job succeeded, the cancellation was accepted, or the watch of events was ended",
      "1:the job failed, had already finished when it was to be cancelled,"
          + " or the service answered a request with an error",
      "2:wrong usage or input, an unknown template, an unset token variable,"
          + " a folder that cannot be written",
      "3:the service refused or could not be reached",
      "4:the wait ended or was left, and the job goes on",
      "5:the submission is uncertain, or the outcome cannot be learnt",
      "6:the job was cancelled",
      "130:stopped with Ctrl-C before there was a job or a connection"
    })
final class LonghaulCommand {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error, too.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Print this help.")
  boolean help;
}
