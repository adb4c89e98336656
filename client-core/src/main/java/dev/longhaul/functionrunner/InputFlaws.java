package dev.longhaul.functionrunner;

import dev.longhaul.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with the inputs of one task into one short error. For one thread. */
final class InputFlaws {
  private static final int MOST_TOLD = 4;

  private final List<String> fields = new ArrayList<>();
  private final List<InputFlaw> flaws = new ArrayList<>();
  private int count;

  /**
   * Adds a flaw.
   *
   * @param field the input, by a name that may be shown
   * @param flaw what is wrong with it
   */
  void add(String field, InputFlaw flaw) {
    if (count++ < MOST_TOLD) {
      fields.add(field);
      flaws.add(flaw);
    }
  }

  /** Throws the error that is named after the first flaw and tells some more, if there is any. */
  void throwIfAny() {
    if (count > 0) {
      InputFlaw first = flaws.get(0);
      throw InvalidInputException.of(
          fields.get(0), first.problem(), first.fix().get() + furtherFlaws());
    }
  }

  private String furtherFlaws() {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < flaws.size(); i++) {
      text.append(i == 1 ? " Also, " : "; ");
      text.append(fields.get(i)).append(' ').append(flaws.get(i).problem());
    }
    if (count > flaws.size()) {
      text.append("; and ").append(count - flaws.size()).append(" more");
    }
    return text.isEmpty() ? "" : text.append('.').toString();
  }
}
