package dev.longhaul.integration.benchmark;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which jobs there are, and when each begins and ends. Both processes compute it from the same few
 * numbers and the clock that they share, so that the one which measures knows the exact moment of
 * every ending without asking. Times are milliseconds of the system's clock; ids count from 1.
 *
 * @param jobs how many
 * @param begin when the first begins
 * @param ramp how long it takes until the last begins
 * @param shortest how long a job takes at least
 * @param longest how long at most; the lengths in between are as likely as these two
 */
record JobPlan(int jobs, long begin, int ramp, int shortest, int longest) {
  private static final int SPREAD = 0x9e3779b9;

  /** Returns the plan that {@link #query} wrote. */
  static JobPlan parse(String query) {
    Map<String, Long> numbers = numbers(query);
    return new JobPlan(
        numbers.getOrDefault("jobs", 0L).intValue(),
        numbers.getOrDefault("begin", 0L),
        numbers.getOrDefault("ramp", 0L).intValue(),
        numbers.getOrDefault("shortest", 0L).intValue(),
        numbers.getOrDefault("longest", 0L).intValue());
  }

  /** Returns the numbers of a query by their names. */
  static Map<String, Long> numbers(String query) {
    return Arrays.stream(query.split("&"))
        .filter(pair -> pair.contains("="))
        .map(pair -> pair.split("="))
        .collect(Collectors.toMap(pair -> pair[0], pair -> Long.valueOf(pair[1])));
  }

  String query() {
    return "jobs=%d&begin=%d&ramp=%d&shortest=%d&longest=%d"
        .formatted(jobs, begin, ramp, shortest, longest);
  }

  long startOf(int id) {
    return begin + (id - 1) * (long) ramp / jobs;
  }

  long endOf(int id) {
    return startOf(id) + shortest + Integer.remainderUnsigned(id * SPREAD, longest - shortest + 1);
  }

  /** Returns how many jobs there are at a time, those that have ended included. */
  int made(long now) {
    if (now < begin) {
      return 0;
    }
    return ramp == 0 ? jobs : (int) Math.min(jobs, (now - begin) * jobs / ramp + 1);
  }

  boolean hasEnded(int id, long now) {
    return now >= endOf(id);
  }

  /** Returns how much of a job's time is over, in whole percent. */
  int percentAt(int id, long now) {
    long start = startOf(id);
    long percent = (now - start) * 100 / Math.max(1, endOf(id) - start);
    return (int) Math.max(0, Math.min(100, percent));
  }

  /**
   * Returns how many reads one of each job every second makes, which is what the bare loop owes.
   */
  long readsEverySecond() {
    return IntStream.rangeClosed(1, jobs).mapToLong(id -> endOf(id) - startOf(id)).sum() / 1_000;
  }

  /** Returns when the last job ends, or a little later. */
  long end() {
    return begin + ramp + longest;
  }
}
