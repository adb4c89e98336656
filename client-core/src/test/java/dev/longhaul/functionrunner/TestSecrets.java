package dev.longhaul.functionrunner;

import java.util.List;

/** Every token and every prompt that the tests of this module use: none may be in any text. */
final class TestSecrets {
  static final String TOKEN = "tok-5e4d-for-nobody-else";
  static final String PROMPT = "a lighthouse that only we may see";

  /** Put where a secret must not be, to see that it is found there. */
  static final String PLANTED = "planted-to-be-found";

  static final List<String> ALL =
      List.of(
          TOKEN,
          PROMPT,
          "a lighthouse at dawn",
          "a secret prompt",
          "a secret type",
          "hun ter2",
          "hunter2",
          "secret words",
          "stale-token",
          "t0ken",
          "tok-5e4d");

  private TestSecrets() {}

  /** Returns whether a text tells one of them. */
  static boolean areIn(String text) {
    return ALL.stream().anyMatch(text::contains);
  }
}
