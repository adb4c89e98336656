package dev.longhaul.internal.http;

import dev.longhaul.error.InvalidInputException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ids that a service gives: any text that can stand as one segment of a path. */
public final class PathId {
  private static final int LONGEST = 512;

  private PathId() {}

  /**
   * Returns the id, if it can stand in a path.
   *
   * @param field what the caller knows it as
   */
  public static String required(String field, @Nullable String id) {
    String problem = problem(id);
    if (problem != null) {
      throw InvalidInputException.of(field, problem, "Pass the id as the service gave it.");
    }
    return Objects.requireNonNull(id);
  }

  /** Returns whether a text can be an id. */
  public static boolean isFit(@Nullable String id) {
    return problem(id) == null;
  }

  /**
   * Returns what keeps a text from being an id, as the rest of a sentence, or null when nothing
   * does.
   */
  public static @Nullable String problem(@Nullable String id) {
    if (id == null || id.isBlank()) {
      return "is missing or blank";
    }
    if (id.equals(".") || id.equals("..")) {
      return "is a dot segment, which would change the path";
    }
    if (id.length() > LONGEST) {
      return "has " + id.length() + " characters, above the limit of " + LONGEST;
    }
    return id.codePoints().anyMatch(PathId::isUnsendable)
        ? "holds a control character or half of a surrogate pair"
        : null;
  }

  private static boolean isUnsendable(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
  }
}
