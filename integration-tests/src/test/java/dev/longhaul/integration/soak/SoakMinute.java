package dev.longhaul.integration.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * How things stand at one moment of a soak.
 *
 * @param seconds since its begin
 * @param heap bytes in use after a collection
 * @param threads of the whole process
 * @param files open descriptors, sockets among them; 0 where the system does not tell
 * @param watched jobs
 * @param ended jobs so far
 * @param wrong endings that were not the truth, so far
 * @param missed endings that should have been told long ago
 */
record SoakMinute(
    long seconds,
    long heap,
    int threads,
    long files,
    int watched,
    int ended,
    int wrong,
    int missed) {
  static final String HEAD = "seconds,heap_bytes,threads,files,watched,ended,wrong,missed";

  private static final int COLLECTIONS = 3;

  static SoakMinute now(long seconds, SoakTally tally) {
    return new SoakMinute(
        seconds,
        heapInUse(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        openFiles(),
        tally.watched(),
        tally.ended(),
        tally.wrong(),
        tally.missed());
  }

  /** The least of a few, since answers are being read meanwhile. */
  private static long heapInUse() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }

  String csv() {
    return String.format(
        Locale.ROOT,
        "%d,%d,%d,%d,%d,%d,%d,%d",
        seconds,
        heap,
        threads,
        files,
        watched,
        ended,
        wrong,
        missed);
  }
}
