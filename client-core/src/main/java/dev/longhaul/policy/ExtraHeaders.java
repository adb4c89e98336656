package dev.longhaul.policy;

import dev.longhaul.error.InvalidInputException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gathers the headers that a caller adds. Names are compared without regard to case, as HTTP does.
 * Not thread-safe.
 */
final class ExtraHeaders {
  /** What is wrong with setting a header that belongs to the client, and what to use instead. */
  private static final Map<String, String> OWNED =
      Map.of(
          "authorization", "Pass credentials to the client instead.",
          "host", "It follows from the base URL.",
          "content-length", "It follows from what is sent.",
          "content-type", "It follows from what is sent.",
          "transfer-encoding", "It follows from what is sent.",
          "accept-encoding", "Answers are unpacked within a limit of their own.",
          "idempotency-key", "Pass a key to the submission instead.");

  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Adds a header, in the place of one of the same name; refuses what cannot work. */
  void put(String name, String value) {
    requireToken(name);
    String instead = OWNED.get(name.toLowerCase(Locale.ROOT));
    if (instead != null) {
      throw InvalidInputException.of("header", name + " is set by the client alone", instead);
    }
    requirePrintable(name, value);
    headers.remove(name); // keeps the newest spelling of the name
    headers.put(name, value);
  }

  void putAll(Map<String, String> others) {
    headers.putAll(others);
  }

  /** Returns an immutable copy that compares names without regard to case. */
  Map<String, String> copy() {
    if (headers.isEmpty()) {
      return Map.of();
    }
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    return Collections.unmodifiableMap(copy);
  }

  private static void requireToken(String name) {
    if (name.isEmpty()) {
      throw InvalidInputException.of("header", "has an empty name", "Pass a name such as X-Team.");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letterOrDigit = c < 128 && Character.isLetterOrDigit(c);
      if (!letterOrDigit && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        throw InvalidInputException.of(
            "header",
            "has a name with a character at position " + i + " that no header name may hold",
            "Use letters, digits and hyphens, without the colon.");
      }
    }
  }

  /** The value is not repeated: it may be a secret. */
  private static void requirePrintable(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        throw InvalidInputException.of(
            "header",
            name
                + " has a character at position "
                + i
                + " of its value that is not printable ASCII",
            "Encode the value, or leave the character out.");
      }
    }
  }
}
