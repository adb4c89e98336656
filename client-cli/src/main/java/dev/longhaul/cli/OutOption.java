package dev.longhaul.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The option that says where the files of a job go. */
abstract class OutOption {
  Path path = Path.of("");

  /** Checks the place, before a job is paid for. Makes nothing. */
  abstract void check();

  /** Returns the words of a command line that say the same. */
  final List<String> words() {
    return List.of("--out", path.toString());
  }

  /** Checks a folder, which need not exist. */
  static void checkFolder(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing)) {
      throw CommandFailure.usage(
          "--out leads through a file. Pass another place; folders are made if they do not exist.");
    }
    if (!Files.isWritable(existing)) {
      throw CommandFailure.usage(
          "--out cannot be written. Pass another place, or allow writing to it.");
    }
  }
}
