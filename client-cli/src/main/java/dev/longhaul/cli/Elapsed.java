package dev.longhaul.cli;

import java.time.Duration;

/**
 * The time since a job is followed from here. It is told for services that tell no percent, beside
 * how long their jobs usually take.
 */
final class Elapsed {
  private final long start = System.nanoTime();
  private final String word;
  private final String usual;

  /**
   * Starts the time.
   *
   * @param word what is counted
   * @param usual how long jobs usually take; empty where the service tells percent
   */
  Elapsed(String word, String usual) {
    this.word = word;
    this.usual = usual;
  }

  /** Returns whether it is told. */
  boolean isTold() {
    return !usual.isEmpty();
  }

  Duration time() {
    return Duration.ofSeconds((System.nanoTime() - start) / 1_000_000_000);
  }

  String words() {
    return word + " " + DurationText.words(time());
  }

  String usual() {
    return "usually " + usual;
  }
}
