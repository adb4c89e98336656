package dev.longhaul.projectevents;

import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Knows frames again that come twice within a time: a server that gets its own event back from its
 * peers sends it a second time. Keeps a bounded number of them.
 *
 * <p><i>Concurrency:</i> thread-safe.
 */
final class KnownFrames {
  private static final int MOST = 4_096;
  private static final int MOST_CHARACTERS = 1_000_000;

  /** The golden ratio of 64 bits. Its high bits are even though times are whole milliseconds. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final long window;

  /** In order; the value is when it came. */
  private final Map<Frame, Long> seen = new LinkedHashMap<>();

  private int characters;

  /**
   * Makes a memory.
   *
   * @param window for how many nanoseconds a frame is known; 0 for never
   */
  KnownFrames(long window) {
    this.window = window;
  }

  /**
   * A frame by the whole of its text. Where it is looked for depends on its time and its length
   * alone: to go through a text costs more than to read it from the socket.
   */
  private record Frame(String text, int length, int hash) {
    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Frame frame && hash == frame.hash && text.equals(frame.text);
    }
  }

  /** Returns whether a frame is new, which it is not again for a while. */
  synchronized boolean isNew(String text, OffsetDateTime sent, long now) {
    if (window == 0 || text.length() > MOST_CHARACTERS) {
      return true;
    }
    forgetOlder(now);
    Frame frame = new Frame(text, text.length(), hash(text, sent));
    if (seen.putIfAbsent(frame, now) != null) {
      return false;
    }
    characters += frame.length;
    if (seen.size() > MOST || characters > MOST_CHARACTERS) {
      forgetSome();
    }
    return true;
  }

  private static int hash(String text, OffsetDateTime sent) {
    long look = (sent.getNano() * 31L + sent.getSecond()) * 31 + text.length();
    return (int) ((look * SPREAD) >>> 32);
  }

  private void forgetOlder(long now) {
    Iterator<Map.Entry<Frame, Long>> oldest = seen.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Frame, Long> one = oldest.next();
      if (now - one.getValue() <= window) {
        return;
      }
      characters -= one.getKey().length;
      oldest.remove();
    }
  }

  private void forgetSome() {
    Iterator<Frame> oldest = seen.keySet().iterator();
    while (seen.size() > MOST || characters > MOST_CHARACTERS) {
      characters -= oldest.next().length;
      oldest.remove();
    }
  }
}
