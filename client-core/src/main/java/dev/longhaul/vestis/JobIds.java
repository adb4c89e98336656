package dev.longhaul.vestis;

import dev.longhaul.error.InvalidInputException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ids of the service: any text that can stand as one segment of a path. */
final class JobIds {
  private static final int LONGEST = 512;

  private JobIds() {}

  /** Returns the id, or refuses it. */
  static String required(@Nullable String id) {
    String problem = problem(id);
    if (problem != null) {
      throw InvalidInputException.of("id", problem, "Pass the id as the service gave it.");
    }
    return Objects.requireNonNull(id);
  }

  /** Returns why a text cannot be an id, as the rest of a sentence, or null when it can. */
  static @Nullable String problem(@Nullable String id) {
    if (id == null || id.isBlank()) {
      return "is missing or blank";
    }
    if (id.equals(".") || id.equals("..")) {
      return "is a dot segment, which would change the path";
    }
    if (id.length() > LONGEST) {
      return "has " + id.length() + " characters, above the limit of " + LONGEST;
    }
    return id.codePoints().anyMatch(JobIds::isUnsendable)
        ? "holds a control character or half of a surrogate pair"
        : null;
  }

  private static boolean isUnsendable(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
  }
}
