package dev.longhaul.internal.call;

import java.util.LinkedHashMap;
import java.util.Map;

/** The last 1,000 words of a kind. Not thread-safe. */
public final class Remembered extends LinkedHashMap<String, Boolean> {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 1_000;

  /** Returns whether the word is new. */
  public boolean add(String word) {
    return put(word, true) == null;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
    return size() > MOST;
  }
}
