package dev.longhaul.integration.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Watches the jobs of a plan from first to last, and measures what that takes. */
final class WatchRun {
  private static final long PATIENCE_MILLIS = 60_000;

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final JobCalls control;

  /**
   * Makes a run.
   *
   * @param control tells the service what to do
   */
  WatchRun(JobCalls control) {
    this.control = control;
  }

  /**
   * Returns what it took to watch every job from the moment when it was accepted until its ending
   * was told; gives up a minute after the last ending.
   */
  WatchFigures watch(JobPlan plan, int delayMillis, Supplier<Watcher> open)
      throws IOException, InterruptedException {
    control.begin(plan, delayMillis);
    Endings endings = new Endings(plan);
    System.gc();
    try (Watcher watcher = open.get();
        OwnThreads threads = new OwnThreads()) {
      long cpu = system.getProcessCpuTime();
      asTheyBegin(plan, 1, plan.jobs(), id -> watcher.watch(id, endings));
      int missed = endings.await(plan.end() + PATIENCE_MILLIS - System.currentTimeMillis());
      long spent = system.getProcessCpuTime() - cpu;
      JobCalls.Counts counts = control.counts();
      return new WatchFigures(
          plan.readsEverySecond(),
          counts.creates,
          counts.reads,
          counts.lists,
          endings.lags(),
          threads.most(),
          spent / 1e9,
          missed,
          endings.wrong(),
          watcher.failures());
    }
  }

  /** Does something with each of some jobs when it begins, as if it had been submitted then. */
  static void asTheyBegin(JobPlan plan, int first, int last, IntConsumer action)
      throws InterruptedException {
    for (int id = first; id <= last; id++) {
      long early = plan.startOf(id) - System.currentTimeMillis();
      if (early > 0) {
        TimeUnit.MILLISECONDS.sleep(early);
      }
      action.accept(id);
    }
  }
}
