package dev.longhaul.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Everything a fake has received, in the order it came, and how many jobs it made.
 *
 * <p><em>Threading:</em> any thread may read at any time.
 */
public final class RequestLedger {

  private static final long PATIENCE_SECONDS = 5;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<ReceivedRequest> requests = new ArrayList<>();
  private final Map<String, Integer> createsByKey = new HashMap<>();
  private int creates;

  RequestLedger() {}

  /**
   * Returns every request so far, those that a fault dropped included.
   *
   * <p>A request is listed before it is answered, so a caller that has its answer finds it here.
   */
  public List<ReceivedRequest> requests() {
    lock.lock();
    try {
      return List.copyOf(requests);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the requests of one kind so far.
   *
   * @param operation the kind, for example {@link FunctionRunnerOperation#READ_STATUS}; {@code ANY}
   *     for all
   */
  public List<ReceivedRequest> requests(Operation operation) {
    return requests().stream().filter(it -> operation.covers(it.operation())).toList();
  }

  /**
   * Returns how many jobs were made: what a user would pay for. A batch counts once for each of its
   * jobs; a repeat that got the first answer again counts nothing.
   */
  public int creates() {
    lock.lock();
    try {
      return creates;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns how many jobs were made under an idempotency key; those of a batch all count.
   *
   * @param key value of the {@code Idempotency-Key} header
   */
  public int createsFor(String key) {
    lock.lock();
    try {
      return createsByKey.getOrDefault(key, 0);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns how many requests for a job, or for a whole batch of jobs, reached the fake, whatever
   * it then did with them.
   */
  public int createsReceived() {
    return (int) requests().stream().filter(it -> it.operation().creates()).count();
  }

  /**
   * Waits until that many requests of one kind have come, and returns them.
   *
   * <p><em>Blocking:</em> up to 5 seconds. <em>Errors:</em> an {@link AssertionError} that lists
   * what came.
   *
   * @param operation the kind, for example {@link FunctionRunnerOperation#READ_STATUS}; {@code ANY}
   *     for all
   * @param count how many to wait for
   */
  public List<ReceivedRequest> await(Operation operation, int count) {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (requests(operation).size() < count && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    List<ReceivedRequest> found = requests(operation);
    if (found.size() < count) {
      throw new AssertionError(
          "Waited for %d requests %s, but these came: %s".formatted(count, operation, requests()));
    }
    return found;
  }

  /** Returns how many requests and creates there are. */
  @Override
  public String toString() {
    return "RequestLedger[%d requests, %d creates]".formatted(requests().size(), creates());
  }

  void add(ReceivedRequest request) {
    lock.lock();
    try {
      requests.add(request);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Counts one job, made under a key or under none. */
  void countCreate(@Nullable String key) {
    lock.lock();
    try {
      creates++;
      if (key != null) {
        createsByKey.merge(key, 1, Integer::sum);
      }
    } finally {
      lock.unlock();
    }
  }
}
