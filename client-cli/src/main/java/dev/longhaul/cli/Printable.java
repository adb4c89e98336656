package dev.longhaul.cli;

/** Makes text from elsewhere safe to show on a terminal. */
final class Printable {
  private Printable() {}

  /**
   * Returns the text on one line, without the characters that move the cursor, change colours or
   * turn the direction of writing.
   */
  static String clean(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(plain, c));
    return plain.toString();
  }

  private static void append(StringBuilder plain, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL -> {
        if (c == '\n' || c == '\t') {
          plain.append(' ');
        }
      }
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> plain.append(' ');
      case Character.FORMAT, Character.SURROGATE -> {}
      default -> plain.appendCodePoint(c);
    }
  }

  /**
   * Returns a JSON document on one line and the same in meaning: within its strings, what {@link
   * #clean} would leave out is escaped.
   */
  static String json(String document) {
    StringBuilder plain = new StringBuilder(document.length());
    document.codePoints().forEach(c -> appendJson(plain, c));
    return plain.toString();
  }

  private static void appendJson(StringBuilder plain, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL -> {
        if (c == '\n' || c == '\r' || c == '\t') {
          plain.append(' '); // between the values: a string cannot hold it
        } else {
          escape(plain, c);
        }
      }
      case Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.FORMAT,
          Character.SURROGATE ->
          escape(plain, c);
      default -> plain.appendCodePoint(c);
    }
  }

  private static void escape(StringBuilder plain, int c) {
    for (char unit : Character.toChars(c)) {
      plain.append("\\u%04x".formatted((int) unit));
    }
  }

  /** Returns the text cut to so many characters, with three dots where something is missing. */
  static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 3;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + "...";
  }
}
