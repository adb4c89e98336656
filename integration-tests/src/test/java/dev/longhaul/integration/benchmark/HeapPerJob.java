package dev.longhaul.integration.benchmark;

import dev.longhaul.job.JobHandle;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What a watched job takes of the heap while it waits: all that is kept for it, its handle, key, id
 * and last snapshot included. The array that holds the handles was there before.
 *
 * @param jobs how many were watched
 * @param bytes of each
 * @param bytesWithFuture of each when its caller also holds a future of its outcome
 */
record HeapPerJob(int jobs, double bytes, double bytesWithFuture) {
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
  private static final long REST_MILLIS = 200;
  private static final long PATIENCE_MILLIS = 120_000;

  /** The connections and the compiled code of a client that has been at work are no job's. */
  private static final int WARM_UP = 200;

  /**
   * Measures it.
   *
   * @param control tells the service what to do
   * @param scale how often to look
   * @param jobs how many are watched, beside some that warm the client up; none ends meanwhile
   */
  static HeapPerJob of(JobCalls control, String url, WatchScale scale, int jobs)
      throws IOException, InterruptedException {
    JobPlan plan = WatchScale.endless(WARM_UP + jobs);
    control.begin(plan, 0);
    JobHandle<?>[] first = new JobHandle<?>[WARM_UP];
    JobHandle<?>[] handles = new JobHandle<?>[jobs];
    CompletableFuture<?>[] futures = new CompletableFuture<?>[jobs];
    try (EngineWatch engine = EngineWatch.withLists(url)) {
      WatchRun.asTheyBegin(plan, 1, WARM_UP, id -> first[id - 1] = engine.watch(id));
      awaitReadOf(first);
      long before = used(scale.looks());
      WatchRun.asTheyBegin(
          plan, WARM_UP + 1, plan.jobs(), id -> handles[id - WARM_UP - 1] = engine.watch(id));
      awaitReadOf(handles);
      long watched = used(scale.looks());
      IntStream.range(0, jobs).forEach(i -> futures[i] = handles[i].outcome());
      long held = used(scale.looks());
      return new HeapPerJob(
          jobs, (watched - before) / (double) jobs, (held - before) / (double) jobs);
    } finally {
      Reference.reachabilityFence(futures);
      Reference.reachabilityFence(handles);
      Reference.reachabilityFence(first);
    }
  }

  private static void awaitReadOf(JobHandle<?>[] handles) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    for (JobHandle<?> handle : handles) {
      while (handle.snapshot().percent().isEmpty()) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("a job was not read in " + PATIENCE_MILLIS + " ms");
        }
        TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
      }
    }
  }

  /** The least of several looks: an answer that is being read is no job's either. */
  private static long used(int looks) throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < looks; i++) {
      System.gc();
      least = Math.min(least, MEMORY.getHeapMemoryUsage().getUsed());
      TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
    }
    return least;
  }
}
