package dev.longhaul.integration.benchmark;

import java.util.List;

/**
 * How much is watched. Times are milliseconds.
 *
 * @param jobs how many jobs a row watches
 * @param many how many the last row watches
 * @param length how long a job takes
 * @param ramp how long it takes until all are under watch
 * @param delays after which the service answers, one after the other
 * @param warmUp how many jobs are watched each way before anything counts
 * @param looks how often the heap is measured, of which the least counts
 * @param events how many events are counted with and without RxJava
 */
record WatchScale(
    int jobs,
    int many,
    int length,
    int ramp,
    List<Integer> delays,
    int warmUp,
    int looks,
    int events) {
  /** Returns what the table of a report is measured with. */
  static WatchScale whole() {
    return new WatchScale(10_000, 100_000, 20_000, 5_000, List.of(0, 50), 1_000, 5, 2_000_000);
  }

  /** Returns what shows in seconds that everything works; its figures mean nothing. */
  static WatchScale quick() {
    return new WatchScale(300, 600, 400, 200, List.of(20), 0, 1, 20_000);
  }

  /**
   * Returns this with as many jobs as {@code watch.jobs} and {@code watch.many} say, if they do.
   */
  WatchScale withProperties() {
    return new WatchScale(
        numberOr("watch.jobs", jobs),
        numberOr("watch.many", many),
        length,
        ramp,
        delays,
        warmUp,
        looks,
        events);
  }

  private static int numberOr(String property, int usual) {
    int number = Integer.getInteger(property, 0);
    return number > 0 ? number : usual;
  }

  /** Returns a plan of jobs that take equally long. */
  JobPlan alike() {
    return new JobPlan(jobs, soon(), ramp, length, length);
  }

  /** Returns a plan of many jobs, which are submitted for longer and take longer. */
  JobPlan crowd() {
    return new JobPlan(many, soon(), 4 * ramp, 2 * length, 2 * length);
  }

  /** Returns a plan of jobs that are soon over. */
  JobPlan warmingUp() {
    return new JobPlan(warmUp, soon(), 1_000, 2_000, 2_000);
  }

  /** Returns a plan of jobs that take half to one and a half times as long, anywhere between. */
  JobPlan spread() {
    return new JobPlan(jobs, soon(), ramp, length / 2, length + length / 2);
  }

  /** Returns a plan of jobs, 5,000 of which begin in a second, and end when nobody looks. */
  static JobPlan endless(int howMany) {
    return new JobPlan(howMany, soon(), howMany / 5, 3_600_000, 3_600_000);
  }

  /** When the watcher has been opened, which takes a moment. */
  private static long soon() {
    return System.currentTimeMillis() + 200;
  }
}
