package dev.longhaul.functionrunner;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is wrong with one input, and what to do. Neither text holds the input's value.
 *
 * @param problem the rest of a sentence that starts with the input's name
 * @param fix a sentence of its own, asked for only when it is shown
 */
record InputFlaw(String problem, Supplier<String> fix) {

  static Optional<InputFlaw> of(String problem, String fix) {
    return Optional.of(new InputFlaw(problem, () -> fix));
  }
}
