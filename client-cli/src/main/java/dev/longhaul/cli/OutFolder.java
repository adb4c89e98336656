package dev.longhaul.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A folder for the files of a job. */
final class OutFolder extends OutOption {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "The folder for the files; made if it does not exist. Nothing in it is written over.")
  void folder(Path folder) {
    path = folder;
  }

  @Override
  void check() {
    checkFolder(path);
  }
}
