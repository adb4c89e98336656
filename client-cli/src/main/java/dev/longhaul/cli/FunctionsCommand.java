package dev.longhaul.cli;

import picocli.CommandLine.Command;

/** The group of commands that talk to a Function Runner. */
@Command(
    name = "functions",
    description = "Talks to a Function Runner.",
    synopsisSubcommandLabel = "COMMAND")
final class FunctionsCommand {}
