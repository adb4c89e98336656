package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.call.CallPolicies;
import dev.longhaul.internal.flow.Mailbox;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.time.Callbacks;
import dev.longhaul.internal.time.Ticker;
import dev.longhaul.internal.time.Timers;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What the jobs of one client share: timers, callback threads, the clock, the engine that looks at
 * them, and the list of who must be told when the client closes.
 *
 * <p><i>Concurrency:</i> thread-safe. {@link #closed} is set before the list is read, and whoever
 * joins the list looks at {@link #closed} afterwards, so that nobody is missed.
 */
final class JobRuntime {
  final WatchOptions options;
  private final Timers timers;
  private final Callbacks callbacks;
  private final Map<LinkedFuture<?>, LonghaulException> pending = new ConcurrentHashMap<>();
  private volatile @Nullable CallPolicies policies;
  private volatile boolean closed;
  private final Ticker ticker;
  private final PollEngine engine;
  private final Mailbox.Home mailboxes;

  JobRuntime(WatchOptions options) {
    this.options = options;
    ticker = Ticker.of(options.clock());
    timers = Timers.on(options.scheduler().orElse(null));
    callbacks = Callbacks.on(options.callbackExecutor().orElse(null));
    engine = new PollEngine(this);
    mailboxes = new Mailbox.Home(callbacks, this::schedule, this::isClosed, options.clock());
  }

  Instant now() {
    return options.clock().instant();
  }

  /** Returns what measures how long things take. */
  Ticker ticker() {
    return ticker;
  }

  /** Makes calls safe from now on; the policies close with the rest. */
  void use(String service, ResilienceOptions resilience) {
    policies = new CallPolicies(service, resilience, options.clock(), timers, callbacks);
  }

  /** Returns the service with its attempts made into calls, if there are policies for them. */
  <S, R> JobService<S, R> resilient(JobService<S, R> service) {
    CallPolicies calls = policies;
    return calls == null ? service : ResilientService.of(service, calls);
  }

  /** Returns where listeners are called and futures complete. */
  Callbacks callbacks() {
    return callbacks;
  }

  /** Returns where subscribers are called. */
  Mailbox.Home mailboxes() {
    return mailboxes;
  }

  Future<?> schedule(Runnable task, Duration delay) {
    return timers.schedule(task, delay);
  }

  /** Returns what looks at the jobs. */
  PollEngine engine() {
    return engine;
  }

  /** Returns every watch of a job, the one that is given included. */
  Set<WatchedJob<?>> watchesOf(String id, WatchedJob<?> job) {
    Set<WatchedJob<?>> watches = new LinkedHashSet<>(engine.watching(id));
    watches.add(job);
    return watches;
  }

  /** Sees to it that a future ends with the error when the client closes before it is done. */
  void track(LinkedFuture<?> future, LonghaulException onClose) {
    pending.put(future, onClose);
    future.whenComplete((value, error) -> pending.remove(future));
    if (closed) {
      abandon(future, onClose);
    }
  }

  private void abandon(LinkedFuture<?> future, LonghaulException onClose) {
    future.abandon(onClose); // what hangs on it is code of this library
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
    engine.close().forEach(job -> job.stop(closedError(job)));
    pending.forEach(this::abandon);
    CallPolicies calls = policies;
    if (calls != null) {
      calls.close();
    }
    timers.close();
    callbacks.close();
  }

  static ClientClosedException closedError(WatchedJob<?> job) {
    CallFacts facts =
        CallFacts.builder("job", "watch").key(job.key()).jobId(job.id().orElse(null)).build();
    return new ClientClosedException("The client was closed; the job goes on.", facts, null);
  }
}
