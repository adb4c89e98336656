package dev.longhaul.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes an output that is a value, not a file, as {@code NAME.json}; a file that exists is never
 * written over.
 */
final class DataFile {
  private static final int MOST_NUMBERS = 10_000;
  private static final int LONGEST_NAME = 100;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private DataFile() {}

  /** Returns the path of the file, which is in the folder whatever the name is. */
  static Path write(Path folder, String name, JsonElement value)
      throws IOException, InterruptedException {
    String stem = safe(name);
    for (int number = 1; number < MOST_NUMBERS; number++) {
      Path target = folder.resolve(number == 1 ? stem + ".json" : stem + " (" + number + ").json");
      try {
        Files.createDirectories(folder);
        Files.createFile(target);
      } catch (FileAlreadyExistsException taken) {
        continue;
      }
      fill(target, value);
      return target;
    }
    throw new FileAlreadyExistsException(stem);
  }

  private static void fill(Path target, JsonElement value)
      throws IOException, InterruptedException {
    try (BufferedWriter writer = Files.newBufferedWriter(target, StandardOpenOption.WRITE)) {
      GSON.toJson(value, writer);
    } catch (IOException halfWritten) {
      Files.deleteIfExists(target);
      if (halfWritten instanceof ClosedByInterruptException && Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw halfWritten;
    }
  }

  private static String safe(String name) {
    String plain = name.replaceAll("[^\\p{L}\\p{N}._-]", "_").replaceAll("^[._-]+", "");
    String cut = plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    return cut.isEmpty() ? "output" : cut;
  }
}
