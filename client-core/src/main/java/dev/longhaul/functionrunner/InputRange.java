package dev.longhaul.functionrunner;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/** The least and the most that a number or a length may be, both inclusive. */
final class InputRange {
  private static final int LONGEST_PLAIN = 20;

  private final Optional<BigDecimal> least;
  private final Optional<BigDecimal> most;

  private InputRange(Optional<BigDecimal> least, Optional<BigDecimal> most) {
    this.least = least;
    this.most = most;
  }

  /**
   * Returns the range; one that no value could be in is a mistake in the rule and limits nothing.
   */
  static InputRange of(Optional<BigDecimal> least, Optional<BigDecimal> most) {
    boolean impossible =
        least.isPresent() && most.isPresent() && least.get().compareTo(most.get()) > 0;
    return impossible
        ? new InputRange(Optional.empty(), Optional.empty())
        : new InputRange(least, most);
  }

  /**
   * Returns what is wrong with a measure outside of the range.
   *
   * @param measure what must be in the range
   * @param subject the verb and what was measured, such as "is a number"
   */
  Optional<InputFlaw> flaw(BigDecimal measure, String subject) {
    if (least.isPresent() && measure.compareTo(least.get()) < 0) {
      return InputFlaw.of(subject + " below the limit of " + text(least.get()), fix());
    }
    if (most.isPresent() && measure.compareTo(most.get()) > 0) {
      return InputFlaw.of(subject + " above the limit of " + text(most.get()), fix());
    }
    return Optional.empty();
  }

  private String fix() {
    return "Keep to "
        + least.map(it -> most.isPresent() ? text(it) + " to " : text(it) + " or more").orElse("")
        + most.map(it -> least.isPresent() ? text(it) : text(it) + " or less").orElse("")
        + ".";
  }

  /** The service chose the limit, so its text is kept short whatever it is. */
  private static String text(BigDecimal limit) {
    BigDecimal rounded = limit.round(MathContext.DECIMAL64).stripTrailingZeros();
    return Math.abs(rounded.scale()) <= LONGEST_PLAIN
        ? rounded.toPlainString()
        : rounded.toString();
  }
}
