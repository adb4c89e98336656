package dev.longhaul.integration.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A way to make calls: so many at once, each on a thread that waits for it or on none. */
abstract sealed class Load implements AutoCloseable {
  static final int CROWD = 100;

  private final String name;

  private Load(String name) {
    this.name = name;
  }

  /** Returns what is written in the table. */
  String title() {
    return name;
  }

  /** Makes so many calls, and returns when all of them have ended; throws when one failed. */
  abstract void run(StatusReads reads, int calls) throws Exception;

  @Override
  public void close() {}

  static Load blocking(int threads) {
    return threads == 1 ? new OneByOne() : new Crowd(threads);
  }

  static Load async(int inFlight) {
    return new InFlight(inFlight);
  }

  private static final class OneByOne extends Load {
    OneByOne() {
      super("blocking, 1 thread");
    }

    @Override
    void run(StatusReads reads, int calls) throws Exception {
      for (int made = 0; made < calls; made++) {
        reads.read();
      }
    }
  }

  /**
   * Its threads live as long as it does, so that what they allocated can be asked after a block.
   */
  private static final class Crowd extends Load {
    private final int count;
    private final ExecutorService threads;

    Crowd(int count) {
      super("blocking, " + count + " threads");
      this.count = count;
      threads = Executors.newFixedThreadPool(count);
    }

    @Override
    void run(StatusReads reads, int calls) throws Exception {
      AtomicInteger left = new AtomicInteger(calls);
      List<Future<?>> readers = new ArrayList<>();
      for (int reader = 0; reader < count; reader++) {
        readers.add(
            threads.submit(
                () -> {
                  while (left.getAndDecrement() > 0) {
                    reads.read();
                  }
                  return null;
                }));
      }
      for (Future<?> reader : readers) {
        await(reader);
      }
    }

    private static void await(Future<?> reader) throws Exception {
      try {
        reader.get();
      } catch (ExecutionException failed) {
        throw new IllegalStateException("a read failed", failed.getCause());
      }
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }

  private static final class InFlight extends Load {
    private final int most;

    InFlight(int most) {
      super("async, " + most + " in flight");
      this.most = most;
    }

    @Override
    void run(StatusReads reads, int calls) throws Exception {
      Semaphore places = new Semaphore(most);
      AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
      for (int made = 0; made < calls && failure.get() == null; made++) {
        places.acquire();
        reads.start(
            (status, error) -> {
              if (error != null) {
                failure.compareAndSet(null, error);
              }
              places.release();
            });
      }
      places.acquire(most);
      if (failure.get() != null) {
        throw new IllegalStateException("a read failed", failure.get());
      }
    }
  }
}
