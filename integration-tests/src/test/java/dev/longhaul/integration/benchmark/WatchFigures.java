package dev.longhaul.integration.benchmark;

import java.util.List;
import java.util.Map;

/**
 * What watching the jobs of a plan took.
 *
 * @param everySecond how many reads one of each job every second makes: what the bare loop owes,
 *     also when it does not keep up
 * @param creates requests that submitted a job
 * @param reads requests for one job
 * @param lists requests for a page of jobs
 * @param lags how long after its ending each job was told, in milliseconds, shortest first
 * @param threads ours when there were most of them, by name, without OkHttp's
 * @param cpuSeconds processor time of this process
 * @param missed endings that nobody told
 * @param wrong endings told twice, too soon or with another's result
 * @param failures calls that went wrong
 */
record WatchFigures(
    long everySecond,
    long creates,
    long reads,
    long lists,
    List<Long> lags,
    Map<String, Long> threads,
    double cpuSeconds,
    int missed,
    int wrong,
    long failures) {

  /** Returns the requests that were made to learn how jobs stand. */
  long requests() {
    return reads + lists;
  }

  /** Returns how many requests that is for each that one read a second would make. */
  double share() {
    return requests() / (double) everySecond;
  }

  /** Returns the lag that this share of the jobs stayed within; 0 when none was told. */
  long lag(double share) {
    return lags.isEmpty() ? 0 : lags.get((int) Math.round(share * (lags.size() - 1)));
  }

  long ownThreads() {
    return threads.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns whether every ending was told, once and right. */
  boolean isTrue() {
    return missed == 0 && wrong == 0;
  }
}
