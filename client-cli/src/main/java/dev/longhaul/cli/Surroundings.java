package dev.longhaul.cli;

import dev.longhaul.policy.WatchOptions;
import java.util.Map;

/**
 * What a command sees of the world around it.
 *
 * @param display where text goes
 * @param environment the variables of the environment
 * @param person who is there to watch, to answer and to press Ctrl-C
 * @param pace how often a job is read
 */
record Surroundings(
    Display display, Map<String, String> environment, Person person, WatchOptions pace) {

  /** Returns the surroundings of this process. */
  static Surroundings ofProcess() {
    Map<String, String> environment = System.getenv();
    Person person =
        new Person(System.in, () -> TerminalFacts.probe(environment), CtrlC.ofProcess());
    return new Surroundings(
        new Display(System.out, System.err), environment, person, WatchOptions.defaults());
  }

  /** Returns the environment's names alone: the values may be secrets. */
  @Override
  public String toString() {
    return "Surroundings" + environment.keySet();
  }
}
