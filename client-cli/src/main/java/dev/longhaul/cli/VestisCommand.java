package dev.longhaul.cli;

import picocli.CommandLine.Command;

/** The group of commands that talk to Vestis. */
@Command(
    name = "vestis",
    description = "Makes fashion images with Vestis.",
    synopsisSubcommandLabel = "COMMAND")
final class VestisCommand {}
