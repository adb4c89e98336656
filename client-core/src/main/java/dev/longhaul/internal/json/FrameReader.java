package dev.longhaul.internal.json;

import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import java.io.IOException;
import java.io.Reader;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one socket, each as strictly as {@link Json} reads a text, and makes no new
 * buffer for each of them.
 *
 * <p>A JSON reader owns a buffer of 2 KB, more than most frames. One reader therefore serves all
 * frames: it is made to see them as the elements of one endless array. Behind each frame comes a
 * number that the sender cannot know. When that number is what follows, the frame was one whole
 * value and nothing came after it; else the reader has lost its place and is thrown away.
 *
 * <p>Belongs to one thread at a time.
 */
public final class FrameReader {
  /** How deep a frame may nest; a text that {@link Json} reads may nest as deep. */
  private static final int LEVELS = 255;

  private static final String TYPE = "\"type\"";

  /** A longer type is not kept until the next frame. */
  private static final int LONGEST_KEPT = 64;

  private String newestType = "";
  private @Nullable Frames frames;
  private @Nullable JsonReader reader;

  /**
   * Returns what the frame holds.
   *
   * @param frame the text of one whole frame
   * @param type an adapter of {@link Json#adapter}
   * @throws MalformedJsonException when it is empty, not JSON, null, more than one value, not of
   *     that type, nests too deep, or has an object that names a field twice; the next frame is
   *     read as if this one had never come
   */
  public <T> T read(String frame, TypeAdapter<T> type) throws MalformedJsonException {
    JsonReader in = reader == null ? begin() : reader;
    try {
      T value = frames().next(frame, in, type);
      if (value == null) {
        throw new MalformedJsonException("it is null");
      }
      return value;
    } catch (IOException | RuntimeException wrong) {
      boolean whole = frames().whole;
      reader = null;
      frames = null;
      throw new MalformedJsonException(
          whole ? "something follows its end" : Json.placeInFrame(frame, in, wrong));
    }
  }

  /** Returns what the frame holds; see {@link #read(String, TypeAdapter)}, which is quicker. */
  public <T> T read(String frame, Class<T> type) throws MalformedJsonException {
    return read(frame, Json.adapter(type));
  }

  /**
   * Returns the text of the first member {@code "type"}, at whatever depth, or null. A hint and no
   * more: it costs no reading, and whoever uses it compares it with what was read.
   */
  public @Nullable String typeHint(String frame) {
    int name = frame.indexOf(TYPE);
    int colon = name < 0 ? -1 : afterSpace(frame, name + TYPE.length());
    if (colon < 0 || frame.charAt(colon) != ':') {
      return null;
    }
    int open = afterSpace(frame, colon + 1);
    if (open >= 0 && frame.charAt(open) == '"' && isAgain(frame, open + 1)) {
      return newestType;
    }
    int close = open < 0 || frame.charAt(open) != '"' ? -1 : frame.indexOf('"', open + 1);
    if (close < 0) {
      return null;
    }
    String text = frame.substring(open + 1, close);
    if (text.indexOf('\\') >= 0) {
      return null;
    }
    newestType = text.length() > LONGEST_KEPT ? "" : text;
    return text;
  }

  /** Returns whether the newest type stands there again, as it most often does. */
  private boolean isAgain(String frame, int from) {
    int end = from + newestType.length();
    return end < frame.length() && frame.charAt(end) == '"' && frame.startsWith(newestType, from);
  }

  /** Returns where the next character is that is no space, or -1. */
  private static int afterSpace(String frame, int from) {
    int at = from;
    while (at < frame.length() && frame.charAt(at) <= ' ') {
      at++;
    }
    return at < frame.length() ? at : -1;
  }

  private Frames frames() {
    if (frames == null) {
      throw new IllegalStateException("no frame was begun");
    }
    return frames;
  }

  private JsonReader begin() {
    frames = new Frames();
    reader = new OnceNamedReader(frames);
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(LEVELS + 1);
    return reader;
  }

  /** The endless array: an opening bracket, and then each frame with its sentinel. */
  private static final class Frames extends Reader {
    private final long sentinel = ThreadLocalRandom.current().nextLong(1L << 40, 1L << 52);
    private final String between = "," + sentinel + ",";
    private String text = "[";
    private String rest = "";
    private int at;
    private boolean begun;
    private boolean whole;

    <T> @Nullable T next(String frame, JsonReader in, TypeAdapter<T> type) throws IOException {
      if (!begun) {
        begun = true;
        in.beginArray();
      }
      text = frame;
      rest = between;
      at = 0;
      whole = false;
      T value = type.read(in);
      whole = true;
      if (in.nextLong() != sentinel) {
        throw new IOException("not the sentinel");
      }
      text = ""; // a reader that waits for days keeps no frame alive
      return value;
    }

    @Override
    public int read(char[] into, int offset, int length) {
      if (at == text.length()) {
        text = rest;
        rest = "";
        at = 0;
      }
      int count = Math.min(length, text.length() - at);
      if (count == 0) {
        return -1;
      }
      text.getChars(at, at + count, into, offset);
      at += count;
      return count;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
