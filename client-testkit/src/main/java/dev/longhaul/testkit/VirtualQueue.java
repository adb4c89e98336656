package dev.longhaul.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The present virtual time and the tasks that wait for a later one, behind one lock. Tasks never
 * run under that lock.
 */
final class VirtualQueue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<VirtualTask<?>> waiting =
      new PriorityQueue<>(
          Comparator.<VirtualTask<?>, Instant>comparing(VirtualTask::due)
              .thenComparingLong(VirtualTask::order));
  private final List<Duration> delays = new ArrayList<>();
  private Instant now;
  private long scheduled;
  private int running;
  private boolean shutdown;

  VirtualQueue(Instant start) {
    this.now = start;
  }

  Instant now() {
    return read(() -> now);
  }

  void moveTo(Instant instant) {
    locked(() -> now = now.isBefore(instant) ? instant : now);
  }

  void add(VirtualTask<?> task) {
    locked(
        () -> {
          if (shutdown) {
            throw new RejectedExecutionException("this virtual time is shut down");
          }
          return waiting.add(task.numbered(scheduled++));
        });
  }

  void addAgain(VirtualTask<?> task) {
    locked(() -> !shutdown && waiting.add(task.numbered(scheduled++)));
  }

  /** Adds the task and records its delay in one step: whoever sees the task sees the delay. */
  void addRecorded(VirtualTask<?> task, Duration asked) {
    locked(
        () -> {
          add(task);
          return delays.add(asked);
        });
  }

  void remove(VirtualTask<?> task) {
    locked(() -> waiting.remove(task));
  }

  /** Takes the next task due until then, and moves time to its instant. */
  @Nullable VirtualTask<?> takeDue(Instant end) {
    lock.lock();
    try {
      VirtualTask<?> next = waiting.peek();
      if (next == null || next.due().isAfter(end)) {
        return null;
      }
      waiting.remove();
      moveTo(next.due());
      running++;
      return next;
    } finally {
      lock.unlock();
    }
  }

  void ranTaken() {
    locked(() -> running--);
  }

  List<Duration> delays() {
    return read(() -> List.copyOf(delays));
  }

  void clearDelays() {
    locked(() -> delays.removeIf(delay -> true));
  }

  int size() {
    return read(waiting::size);
  }

  void refuseNew() {
    locked(
        () -> {
          shutdown = true;
          return waiting.removeIf(VirtualTask::isPeriodic);
        });
  }

  List<Runnable> drain() {
    return locked(
        () -> {
          shutdown = true;
          List<Runnable> left = new ArrayList<>(waiting);
          waiting.clear();
          return left;
        });
  }

  boolean isShutdown() {
    return read(() -> shutdown);
  }

  boolean isFinished() {
    return read(() -> shutdown && waiting.isEmpty() && running == 0);
  }

  /** Waits in real time, and returns whether the condition came true. */
  boolean await(long nanos, BooleanSupplier condition) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes nobody: two threads that wait would otherwise wake each other by looking. */
  private <T> T read(Supplier<T> look) {
    lock.lock();
    try {
      return look.get();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> change) {
    return read(
        () -> {
          T result = change.get();
          changed.signalAll();
          return result;
        });
  }
}
