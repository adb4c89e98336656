package dev.longhaul.internal.time;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Two threads for callbacks, however many come at once, and more of them only while callbacks
 * block: one for each time that nothing left the line for 20 ms. Whether that is so is looked at by
 * a thread of its own, which is there only while callbacks wait in line: the client's scheduler may
 * be on virtual time, or be blocked itself. Without work, every thread ends.
 *
 * <p><i>Concurrency:</i> thread-safe; the lock guards the fields and is not held while a callback
 * runs. Every callback in line has an idle thread that will take it, or somebody looks after it.
 */
final class CallbackThreads implements Executor {
  private static final int USUAL = 2;
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(10);

  private final long idleNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition looks = lock.newCondition();
  private final Condition gone = lock.newCondition();
  private final Deque<Runnable> line = new ArrayDeque<>();
  private final Set<Thread> workers = new HashSet<>();
  private int idle;
  private int made;
  private long taken;
  private boolean lookedAfter;
  private boolean closed;
  private volatile boolean givenUp;

  /**
   * Makes a pool without threads.
   *
   * @param idle how long a thread waits for the next callback before it ends
   */
  CallbackThreads(Duration idle) {
    idleNanos = idle.toNanos();
  }

  @Override
  public void execute(Runnable task) {
    lock.lock();
    try {
      if (closed) {
        throw new RejectedExecutionException("closed");
      }
      line.add(task);
      if (line.size() <= idle) {
        work.signal();
        return;
      }
      try {
        if (workers.size() < USUAL) {
          startWorker();
        } else if (!lookedAfter && workers.size() < Callbacks.THREADS) {
          thread("longhaul-callback-relief", this::relieve).start();
          lookedAfter = true;
        }
      } catch (RuntimeException | Error noThread) {
        line.removeLast();
        throw noThread;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Called under the lock. */
  private void startWorker() {
    Thread worker = thread("longhaul-callback-" + ++made, this::runAll);
    worker.start();
    workers.add(worker);
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void runAll() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException | Error broken) {
        Thread here = Thread.currentThread();
        here.getUncaughtExceptionHandler().uncaughtException(here, broken);
      }
    }
  }

  /** Returns the next in line, waiting for one; null when this thread is to end. */
  private @Nullable Runnable next() {
    lock.lock();
    try {
      Thread.interrupted(); // meant for the callback before
      long left = idleNanos;
      while (line.isEmpty() && left > 0 && !closed) {
        idle++;
        try {
          left = work.awaitNanos(left);
        } catch (InterruptedException noReason) {
          // Only a close ends a thread early.
        } finally {
          idle--;
        }
      }
      Runnable next = line.poll();
      if (next == null) {
        workers.remove(Thread.currentThread());
        gone.signalAll();
      } else {
        taken++;
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Adds threads as long as the line stands still. */
  private void relieve() {
    lock.lock();
    try {
      long seen = taken;
      int still = 0;
      while (!line.isEmpty() && workers.size() < Callbacks.THREADS) {
        look();
        still = taken > seen ? 0 : still + 1;
        seen = Math.max(seen, taken);
        if (!line.isEmpty() && isStuck(still)) {
          startWorker();
          seen = taken + 1; // what the new one takes does not say that the line moves
        }
      }
    } finally {
      lookedAfter = false;
      gone.signalAll();
      lock.unlock();
    }
  }

  private void look() {
    try {
      for (long left = LOOK; left > 0 && !line.isEmpty(); ) {
        left = looks.awaitNanos(left);
      }
    } catch (InterruptedException noReason) {
      // Only an empty line ends the looking.
    }
  }

  /**
   * Two looks, so that a pause of the whole process does not count. Threads that could run may just
   * have no processor, which more threads do not mend; some that block on the network look the
   * same, so that they get five.
   */
  private boolean isStuck(int looksWithoutMove) {
    return looksWithoutMove >= 5
        || (looksWithoutMove >= 2
            && workers.stream().noneMatch(worker -> worker.getState() == Thread.State.RUNNABLE));
  }

  /** Returns whether the caller is one of the callbacks. */
  boolean isInside() {
    lock.lock();
    try {
      return workers.contains(Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more callbacks; those in line are still called. */
  void shutDown() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until every callback has returned; returns whether that was in time. */
  boolean ended(Duration patience) {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!(workers.isEmpty() && !lookedAfter) && left > 0) {
        left = gone.awaitNanos(left);
      }
      return workers.isEmpty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts every callback but the caller; returns those that were still in line. */
  List<Runnable> giveUp() {
    lock.lock();
    try {
      givenUp = true;
      List<Runnable> left = new ArrayList<>(line);
      line.clear();
      looks.signalAll();
      workers.stream()
          .filter(worker -> !worker.equals(Thread.currentThread()))
          .forEach(Thread::interrupt);
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether {@link #giveUp} was called. */
  boolean hasGivenUp() {
    return givenUp;
  }
}
