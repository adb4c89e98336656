package dev.longhaul.cli;

import dev.longhaul.policy.WatchOptions;
import dev.longhaul.realtime.RealtimeOptions;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a command sees of the world around it.
 *
 * @param display where text goes
 * @param environment the variables of the environment
 * @param person who is there to watch, to answer and to press Ctrl-C
 * @param pace how often a job is read
 * @param socket what is to be otherwise about how the socket of a service is kept
 */
record Surroundings(
    Display display,
    Map<String, String> environment,
    Person person,
    WatchOptions pace,
    UnaryOperator<RealtimeOptions> socket) {

  /** Returns the surroundings of this process. */
  static Surroundings ofProcess() {
    Map<String, String> environment = System.getenv();
    Person person =
        new Person(System.in, () -> TerminalFacts.probe(environment), CtrlC.ofProcess());
    return new Surroundings(
        new Display(System.out, System.err),
        environment,
        person,
        WatchOptions.defaults(),
        UnaryOperator.identity());
  }

  /** Returns the environment's names alone: the values may be secrets. */
  @Override
  public String toString() {
    return "Surroundings" + environment.keySet();
  }
}
