package dev.longhaul.integration.surfaces;

/** A job as its service has it. */
interface JobThere {
  void waits();

  /**
   * Is worked on.
   *
   * @param percent how far it is, for a service that tells
   * @param attempt which attempt of the service it is, for a service that counts
   */
  void runs(int percent, int attempt);

  void succeeds();

  void fails();

  /** Is stopped by somebody else. */
  void isStopped();

  void isInState(String word);
}
