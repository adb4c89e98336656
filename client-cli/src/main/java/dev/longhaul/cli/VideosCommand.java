package dev.longhaul.cli;

import picocli.CommandLine.Command;

/** The group of commands that talk to a video server. */
@Command(
    name = "videos",
    description = "Makes videos with a server that speaks the Sora-style API (/v1/videos).",
    synopsisSubcommandLabel = "COMMAND")
final class VideosCommand {}
