package dev.longhaul.internal.http;

import dev.longhaul.error.CallFacts;
import dev.longhaul.transfer.DownloadFailedException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import okhttp3.Response;
import okio.BufferedSource;
import okio.Okio;
import okio.Sink;
import org.jspecify.annotations.Nullable;

/**
 * Saves a response as a new file of a folder: streamed into a file beside the target, which is
 * moved into place when whole. An existing file is never written over; the new one gets a number
 * instead.
 */
final class FileSaver {
  private static final int MOST_NUMBERS = 10_000;

  private final CallFacts facts;
  private final Path folder;
  private final String name;

  FileSaver(CallFacts facts, Path folder, String name) {
    this.facts = facts;
    this.folder = folder;
    this.name = name;
  }

  Path save(Response response) throws IOException {
    Path beside = beside();
    try {
      write(response, beside);
      return settle(beside);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private Path beside() {
    try {
      Files.createDirectories(folder);
      // Not a temporary file of the JDK, which nobody else could read once it is in place.
      return Files.createFile(folder.resolve(".longhaul-" + UUID.randomUUID() + ".part"));
    } catch (IOException unwritable) {
      throw failed(
          "The folder cannot be written. Choose another, or allow writing to it.", unwritable);
    }
  }

  /** Copies piece by piece, so that trouble with the disk is told from trouble with the network. */
  private void write(Response response, Path file) throws IOException {
    try (Sink sink = Okio.sink(file)) {
      BufferedSource source = response.body().source();
      while (!source.exhausted()) {
        try {
          sink.write(source.getBuffer(), source.getBuffer().size());
        } catch (IOException full) {
          throw failed("The file could not be written. Make room on the disk.", full);
        }
      }
    }
  }

  /**
   * Takes the first free name, claiming it by creating the file, so that no other writer can take
   * it meanwhile.
   */
  private Path settle(Path beside) throws IOException {
    for (int number = 1; number < MOST_NUMBERS; number++) {
      Path target = target(number == 1 ? name : FileName.numbered(name, number));
      if (claimed(target)) {
        move(beside, target);
        return target;
      }
    }
    throw failed("The folder holds too many files of that name. Choose an empty one.", null);
  }

  private Path target(String wanted) {
    try {
      return folder.resolve(wanted);
    } catch (InvalidPathException unwritable) {
      return folder.resolve(FileName.plain(wanted));
    }
  }

  private boolean claimed(Path target) {
    try {
      Files.createFile(target);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    } catch (IOException unwritable) {
      throw failed("The file could not be put into the folder. Allow writing to it.", unwritable);
    }
  }

  private void move(Path from, Path target) throws IOException {
    try {
      replace(from, target);
    } catch (IOException unwritable) {
      Files.deleteIfExists(target);
      throw failed("The file could not be put into the folder. Allow writing to it.", unwritable);
    }
  }

  private static void replace(Path from, Path target) throws IOException {
    try {
      Files.move(from, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException unusual) {
      Files.move(from, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private DownloadFailedException failed(String message, @Nullable Throwable cause) {
    return new DownloadFailedException(message, facts, cause);
  }
}
