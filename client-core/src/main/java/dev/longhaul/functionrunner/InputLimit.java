package dev.longhaul.functionrunner;

import com.google.gson.JsonElement;
import java.util.Optional;

/** One thing that the value of an input must keep to. Immutable; calls nobody. */
interface InputLimit {

  /**
   * Returns what is wrong with the value, if this limit is about such values and it is not kept.
   */
  Optional<InputFlaw> flaw(JsonElement value);
}
