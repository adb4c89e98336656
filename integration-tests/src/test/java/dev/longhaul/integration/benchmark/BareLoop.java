package dev.longhaul.integration.benchmark;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a careful user would write who wants nothing else: one scheduler, and one read of each job
 * every second until it has ended. Jobs do not ask in step, since they begin anywhere in a second.
 */
final class BareLoop implements Watcher {
  private static final long PACE_MILLIS = 1_000;

  private final JobCalls calls;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  BareLoop(String url) {
    calls = new JobCalls(url);
  }

  @Override
  public void watch(int id, Endings endings) {
    Reader reader = new Reader(id, endings);
    timer.schedule(
        reader, ThreadLocalRandom.current().nextLong(PACE_MILLIS), TimeUnit.MILLISECONDS);
  }

  /** Reads one job, and itself again a second later. */
  private final class Reader implements Runnable {
    private final int id;
    private final Endings endings;
    private volatile boolean over;

    Reader(int id, Endings endings) {
      this.id = id;
      this.endings = endings;
    }

    @Override
    public void run() {
      if (!over) {
        timer.schedule(this, PACE_MILLIS, TimeUnit.MILLISECONDS);
        calls.read(String.valueOf(id), this::came);
      }
    }

    private void came(JobCalls.@Nullable Job job, @Nullable Throwable error) {
      String image = job == null ? null : job.image();
      if (image != null && !over) {
        over = true;
        endings.told(id, image);
      }
    }
  }

  @Override
  public long failures() {
    return calls.failures();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    calls.close();
  }
}
