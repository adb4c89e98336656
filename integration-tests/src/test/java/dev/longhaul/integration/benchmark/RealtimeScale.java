package dev.longhaul.integration.benchmark;

/**
 * How much is sent over WebSockets.
 *
 * @param warmUpRounds of blocks before anything counts
 * @param rounds of blocks
 * @param block how many events a block has, in whole batches
 * @param paced how many events are clocked
 * @param connections how many there are in one process
 * @param looks how often the heap is measured, of which the least counts
 */
record RealtimeScale(
    int warmUpRounds, int rounds, int block, int paced, int connections, int looks) {
  /** Returns what the table of a report is measured with. */
  static RealtimeScale whole() {
    return new RealtimeScale(4, 11, 240_000, 2_000, 1_000, 5);
  }

  /** Returns what shows in seconds that everything works; its figures mean nothing. */
  static RealtimeScale quick() {
    return new RealtimeScale(1, 1, 2_000, 40, 20, 1);
  }
}
