package dev.longhaul.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Checks the folder that files go to, before a job is paid for. Makes nothing. */
final class OutFolder {
  private OutFolder() {}

  static void check(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing)) {
      throw CommandFailure.usage(
          "--out leads through a file. Pass a folder; it is made if it does not exist.");
    }
    if (!Files.isWritable(existing)) {
      throw CommandFailure.usage(
          "--out cannot be written. Pass another folder, or allow writing to it.");
    }
  }
}
