package dev.longhaul.job;

import java.util.regex.Pattern;

/** What a service calls a state or a failure, as far as it may stand in texts that get logged. */
final class SafeWord {
  private static final Pattern WORD = Pattern.compile("[\\p{Alnum}_.:-]{0,64}");

  private SafeWord() {}

  /** Returns the word, or a stand-in for one that could carry a prompt. */
  static String of(String word) {
    return WORD.matcher(word).matches() ? word : "(not shown)";
  }
}
