package dev.longhaul.projectevents;

import com.google.gson.reflect.TypeToken;
import dev.longhaul.generated.projectevents.model.SessionRecord;
import dev.longhaul.internal.json.Json;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each session in a file of its own, {@code session-<hash of the key>.json}. A record takes
 * the place of the one before in one step, so that a crash leaves one of the two. Only the owner
 * can read files and folder, where the file system has permissions; elsewhere the folder's own
 * rules hold. A file that holds no session is logged and ignored.
 *
 * <p><i>Threading:</i> thread-safe, and several programs may share a folder; who saves last wins.
 */
public final class FileSessionStore implements SessionStore {
  private static final Logger LOG = LoggerFactory.getLogger(FileSessionStore.class);
  private static final long LARGEST = 1 << 20;

  private final Path folder;

  private FileSessionStore(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns a store in a folder, which is made with the first record. Touches nothing.
   *
   * @param folder where the files are; only for them
   */
  public static FileSessionStore in(Path folder) {
    return new FileSessionStore(folder);
  }

  @Override
  public Optional<SessionRecord> load(String key) throws IOException {
    Path file = file(key);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (Files.size(file) > LARGEST) {
      return ignored(file, "it is larger than 1 MiB");
    }
    try {
      // Whatever is no UTF-8 is no JSON of ours either.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return Optional.of(Json.read(text, TypeToken.get(SessionRecord.class)));
    } catch (MalformedJsonException foreign) {
      return ignored(file, String.valueOf(foreign.getMessage()));
    }
  }

  private static Optional<SessionRecord> ignored(Path file, String problem) {
    LOG.warn("The session in {} is ignored: {}.", file.getFileName(), problem);
    return Optional.empty();
  }

  @Override
  public void save(String key, SessionRecord session) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    Files.createDirectories(folder, ownerOnly(posix, "rwx------"));
    Path draft = Files.createTempFile(folder, "session-", ".tmp", ownerOnly(posix, "rw-------"));
    try {
      write(draft, Json.write(session));
      move(draft, file(key));
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static FileAttribute<?>[] ownerOnly(boolean posix, String permissions) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Guards against a crash of the machine after the move and before the bytes are on the disk. */
  private static void write(Path draft, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  private static void move(Path draft, Path file) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException plain) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void remove(String key) throws IOException {
    Files.deleteIfExists(file(key));
  }

  private Path file(String key) {
    return folder.resolve("session-" + hash(key) + ".json");
  }

  /** A key may hold anything, a file name may not. */
  private static String hash(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
