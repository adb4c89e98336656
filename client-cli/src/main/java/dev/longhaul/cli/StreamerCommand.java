package dev.longhaul.cli;

import picocli.CommandLine.Command;

/** The group of commands that talk to a Streamer server. */
@Command(
    name = "streamer",
    description = "Talks to a Streamer server.",
    synopsisSubcommandLabel = "COMMAND")
final class StreamerCommand {}
