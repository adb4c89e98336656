package dev.longhaul.projectevents;

import dev.longhaul.job.Registration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which projects are subscribed to, and which of them only because a stored session said so.
 *
 * <p><i>Concurrency:</i> the monitor guards the fields; nobody is called under it.
 */
final class Subscriptions {
  private final Function<String, Registration> wire;
  private final Runnable onChange;
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, Registration> restored = new HashMap<>();

  /**
   * Makes an empty list.
   *
   * @param wire subscribes to a project
   * @param onChange called when the projects are no longer the same
   */
  Subscriptions(Function<String, Registration> wire, Runnable onChange) {
    this.wire = wire;
    this.onChange = onChange;
  }

  /** Subscribes for somebody, who takes over what was restored for the same project. */
  Registration add(String projectId) {
    Registration mine = begin(projectId);
    Registration handedOver;
    synchronized (this) {
      handedOver = restored.remove(projectId);
    }
    close(handedOver);
    return mine;
  }

  private Registration begin(String projectId) {
    Registration topic = wire.apply(projectId);
    boolean first;
    synchronized (this) {
      first = counts.merge(projectId, 1, Integer::sum) == 1;
    }
    if (first) {
      onChange.run();
    }
    AtomicBoolean ended = new AtomicBoolean();
    return () -> {
      if (ended.compareAndSet(false, true)) {
        topic.close();
        left(projectId);
      }
    };
  }

  private void left(String projectId) {
    boolean last;
    synchronized (this) {
      last = counts.computeIfPresent(projectId, (id, n) -> n == 1 ? null : n - 1) == null;
    }
    if (last) {
      onChange.run();
    }
  }

  /** Subscribes for nobody yet, unless somebody has. */
  void restore(String projectId) {
    synchronized (this) {
      if (counts.containsKey(projectId)) {
        return;
      }
    }
    Registration again = begin(projectId);
    Registration before;
    synchronized (this) {
      before = restored.put(projectId, again);
    }
    close(before);
  }

  /** Ends what was restored and nobody took over. */
  void forgetRestored() {
    List<Registration> all;
    synchronized (this) {
      all = List.copyOf(restored.values());
      restored.clear();
    }
    all.forEach(Registration::close);
  }

  private static void close(@Nullable Registration registration) {
    if (registration != null) {
      registration.close();
    }
  }

  synchronized List<String> projects() {
    return counts.keySet().stream().sorted().toList();
  }
}
