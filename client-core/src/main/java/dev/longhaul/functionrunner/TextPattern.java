package dev.longhaul.functionrunner;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The regular expression of a rule, which comes from the service and is trusted with nothing: what
 * cannot be judged within bounds is left to the service. Immutable.
 *
 * <p>A text is refused when the expression is found nowhere in it. Some services want it at the
 * start and some want it to cover the whole text; both imply that it is found. Classes such as
 * {@code \w} cover all of Unicode and a line ends with {@code \n} alone, as in the language that
 * the known service is written in.
 */
final class TextPattern {
  private static final int FLAGS = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES;
  private static final int LONGEST = 2_000;

  /** How many characters may be looked at, again and again included: some 50 ms. */
  private static final int MOST_STEPS = 5_000_000;

  /** How many ways may be tried that look at no character, which nobody can count as they run. */
  private static final double MOST_WAYS = 50_000_000;

  private final Pattern pattern;
  private final double ways;

  private TextPattern(Pattern pattern, double ways) {
    this.pattern = pattern;
    this.ways = ways;
  }

  /** Returns the pattern, if the expression means the same here as at the service. */
  static Optional<TextPattern> of(String expression) {
    if (expression.length() > LONGEST) {
      return Optional.empty();
    }
    PatternScan scan = PatternScan.of(expression);
    if (scan.isAmbiguous()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TextPattern(Pattern.compile(expression, FLAGS), scan.ways()));
    } catch (PatternSyntaxException | StackOverflowError strange) {
      return Optional.empty();
    }
  }

  /** Returns true when the text certainly does not fit. */
  boolean refuses(String text) {
    if (ways * (text.length() + 1.0) > MOST_WAYS) {
      return false;
    }
    try {
      return !pattern.matcher(new CountedText(text)).find();
    } catch (TooManySteps | StackOverflowError unfinished) {
      return false;
    }
  }

  /** A text that may be looked at so many times. For one thread. */
  private static final class CountedText implements CharSequence {
    private final String text;
    private int steps;

    CountedText(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      // Guards against expressions that go back and forth over the text without end.
      if (++steps > MOST_STEPS) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super("too many steps", null, false, false);
    }
  }
}
