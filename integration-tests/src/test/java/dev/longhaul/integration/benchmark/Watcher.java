package dev.longhaul.integration.benchmark;

/** One of the ways to watch jobs that are compared. */
interface Watcher extends AutoCloseable {
  /** Begins to watch a job that the service has just accepted, and tells of its ending once. */
  void watch(int id, Endings endings);

  /** Returns how many calls went wrong, as far as this way can tell. */
  long failures();

  /** Ends threads and connections. */
  @Override
  void close();
}
