package dev.longhaul.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The one file that a job makes. */
final class OutFile extends OutOption {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "The file to write; its folder is made if it does not exist. A file that exists is not"
              + " written over: the new one gets a number.")
  void file(Path file) {
    path = file;
  }

  @Override
  void check() {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(path)) {
      throw CommandFailure.usage("--out is a folder. Pass the file to write, such as video.mp4.");
    }
    checkFolder(folder);
  }
}
