package dev.longhaul.projectevents;

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

  private final long window;
  private final Map<String, Long> seen = new LinkedHashMap<>();
  private int characters;

  /**
   * Makes a memory.
   *
   * @param window for how many nanoseconds a frame is known; 0 for never
   */
  KnownFrames(long window) {
    this.window = window;
  }

  synchronized boolean isKnown(String frame, long now) {
    if (window == 0) {
      return false;
    }
    Iterator<Map.Entry<String, Long>> oldest = seen.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Long> one = oldest.next();
      if (now - one.getValue() <= window) {
        break;
      }
      characters -= one.getKey().length();
      oldest.remove();
    }
    return seen.containsKey(frame);
  }

  /** Keeps a frame that is not known. */
  synchronized void remember(String frame, long now) {
    if (window == 0 || frame.length() > MOST_CHARACTERS || seen.put(frame, now) != null) {
      return;
    }
    characters += frame.length();
    Iterator<String> oldest = seen.keySet().iterator();
    while (seen.size() > MOST || characters > MOST_CHARACTERS) {
      characters -= oldest.next().length();
      oldest.remove();
    }
  }
}
