package dev.longhaul.functionrunner;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A look at the text of a regular expression before it is used: whether other languages read it in
 * another way, and how many ways there may be through it that use up no character of a text.
 *
 * <p>Such ways matter because the engine looks at no character on them, and so cannot be stopped.
 * They come from alternatives, and from repeating what may be empty: a group or an anchor.
 */
final class PatternScan {
  /** Escapes that use up a character. */
  private static final String CLASSES = "dDwWsSpPtnrfaxu";

  private final String expression;
  private final Deque<Integer> alternatives = new ArrayDeque<>();
  private int at;
  private double ways = 1;
  private boolean mayBeEmpty;
  private boolean ambiguous;

  private PatternScan(String expression) {
    this.expression = expression;
    alternatives.push(1);
  }

  static PatternScan of(String expression) {
    PatternScan scan = new PatternScan(expression);
    while (scan.at < expression.length()) {
      scan.step();
    }
    return scan;
  }

  /** Returns whether a character class holds what only Java takes for an operator. */
  boolean isAmbiguous() {
    return ambiguous;
  }

  /** Returns at least as many ways as there are; 1 for most expressions. */
  double ways() {
    return ways;
  }

  private void step() {
    char character = expression.charAt(at++);
    switch (character) {
      case '\\' -> escape();
      case '[' -> characterClass();
      case '(' -> open();
      case ')' -> close();
      case '|' -> alternative();
      case '^', '$' -> mayBeEmpty = true;
      case '?', '*', '+' -> repeat(1);
      case '{' -> repeat(leastCount());
      default -> mayBeEmpty = false;
    }
  }

  private void escape() {
    char escaped = at < expression.length() ? expression.charAt(at++) : '\\';
    mayBeEmpty = Character.isLetterOrDigit(escaped) && CLASSES.indexOf(escaped) < 0;
  }

  private void open() {
    alternatives.push(1);
    mayBeEmpty = false;
    if (at < expression.length() && expression.charAt(at) == '?') {
      at++;
    }
  }

  private void close() {
    if (alternatives.size() > 1) {
      alternatives.pop();
    }
    mayBeEmpty = true;
  }

  private void alternative() {
    int before = alternatives.pop();
    alternatives.push(before + 1);
    ways *= (before + 1.0) / before;
    mayBeEmpty = false;
  }

  private void repeat(double least) {
    if (mayBeEmpty) {
      ways *= 2 * Math.max(1, least);
    }
  }

  /** Reads the count in braces and goes to its end. */
  private double leastCount() {
    double count = 0;
    while (at < expression.length() && Character.digit(expression.charAt(at), 10) >= 0) {
      count = count * 10 + Character.digit(expression.charAt(at++), 10);
    }
    return count;
  }

  private void characterClass() {
    mayBeEmpty = false;
    if (at < expression.length() && expression.charAt(at) == '^') {
      at++;
    }
    for (int start = at; at < expression.length(); at++) {
      char character = expression.charAt(at);
      if (character == ']' && at > start) {
        at++;
        return;
      }
      ambiguous |= character == '[' || expression.startsWith("&&", at);
      if (character == '\\') {
        at++;
      }
    }
  }
}
