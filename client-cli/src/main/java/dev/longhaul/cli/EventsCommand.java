package dev.longhaul.cli;

import picocli.CommandLine.Command;

/** The group of commands that talk to a server of project events. */
@Command(
    name = "events",
    description = "Talks to a server of project events.",
    synopsisSubcommandLabel = "COMMAND")
final class EventsCommand {}
