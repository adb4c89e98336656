package dev.longhaul.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a name that a server sent safe to use in a folder of ours: it names a plain file right
 * there, or nothing.
 */
public final class FileName {
  /**
   * In bytes, since file systems count those; leaves room for a number below their limit of 255.
   */
  private static final int LONGEST = 200;

  private static final int LONGEST_ENDING = 16;

  /** More of a name is never looked at, so that a hostile one costs no time. */
  private static final int LOOKED_AT = 1000;

  /** Names of devices on Windows, whatever the ending. */
  private static final Pattern RESERVED =
      Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)\\s*(\\..*)?");

  private FileName() {}

  /**
   * Returns a safe form of the first candidate that has one, else {@code output}.
   *
   * @param candidates names as the server sent them, best first
   */
  public static String safe(@Nullable String... candidates) {
    for (String candidate : candidates) {
      String name = candidate == null ? "" : clean(candidate);
      if (!name.isEmpty()) {
        return name;
      }
    }
    return "output";
  }

  /**
   * Keeps the last part of a path, without what a file system or a shell could take for something
   * else.
   */
  private static String clean(String name) {
    String end = name.substring(Math.max(0, name.length() - LOOKED_AT));
    String last = end.substring(Math.max(end.lastIndexOf('/'), end.lastIndexOf('\\')) + 1);
    String plain = last.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}<>:\"|?*]", "_");
    String visible = plain.replaceAll("^[.\\-\\s]+", "").replaceAll("[.\\s]+$", "");
    return shortened(RESERVED.matcher(visible).matches() ? "_" + visible : visible);
  }

  private static String shortened(String name) {
    int dot = name.lastIndexOf('.');
    String ending = dot > 0 && name.length() - dot <= LONGEST_ENDING ? name.substring(dot) : "";
    StringBuilder stem = new StringBuilder(name.substring(0, name.length() - ending.length()));
    while (bytes(stem + ending) > LONGEST) {
      stem.setLength(stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem + ending;
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Returns the name without what a machine that knows only ASCII in file names cannot write. */
  static String plain(String name) {
    return name.replaceAll("[^\\x20-\\x7E]", "_");
  }

  /**
   * Returns the name with a number before its ending: {@code cat.png} becomes {@code cat (2).png}.
   */
  static String numbered(String name, int number) {
    int dot = name.lastIndexOf('.');
    return dot <= 0
        ? name + " (" + number + ")"
        : name.substring(0, dot) + " (" + number + ")" + name.substring(dot);
  }
}
