package dev.longhaul.internal.call;

import dev.failsafe.RateLimiter;
import dev.longhaul.error.CallFacts;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.DeadlineExceededException;
import dev.longhaul.internal.call.RunningCall.Audience;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.time.Callbacks;
import dev.longhaul.internal.time.Ticker;
import dev.longhaul.internal.time.Timers;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ResilienceOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What all calls of one client share: permits, pause, breaker, rate limit, retry budget, timer and
 * listener.
 *
 * <p><i>Concurrency:</i> thread-safe. {@link #closed} is set before the list of waiting calls is
 * read, and whoever joins the list looks at {@link #closed} afterwards, so that nobody is missed.
 */
public final class CallPolicies implements AutoCloseable {
  final ResilienceOptions options;
  final Permits permits;
  final RetryBudget budget;
  final SharedPause pause;
  final Ticker ticker;
  final @Nullable Breaker breaker;
  final @Nullable RateLimiter<Object> rateLimiter;
  private final String service;
  private final Timers timers;
  private final Callbacks callbacks;
  private final EventRelay events;
  private final Set<RunningCall<?>> waiting = ConcurrentHashMap.newKeySet();
  private final Map<LinkedFuture<?>, Operation> shared = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * Makes the policies of a client.
   *
   * @param service the service's name
   * @param clock measures deadlines
   * @param timers end waits; left alone when these policies close
   * @param callbacks where the listener is called, and where a future ends that no network thread
   *     ends
   */
  public CallPolicies(
      String service,
      ResilienceOptions options,
      InstantSource clock,
      Timers timers,
      Callbacks callbacks) {
    this.service = service;
    this.options = options;
    this.timers = timers;
    this.callbacks = callbacks;
    events = new EventRelay(service, options.listener().orElse(null), callbacks);
    ticker = Ticker.of(clock);
    permits = new Permits(options.concurrency(), options.queue());
    budget = new RetryBudget(options.retryBudget());
    pause = new SharedPause(ticker);
    breaker = options.circuitBreaker().map(this::breaker).orElse(null);
    rateLimiter = options.rateLimit().map(CallPolicies::limiter).orElse(null);
  }

  private Breaker breaker(ResilienceOptions.CircuitBreaker breaker) {
    return new Breaker(
        breaker,
        state -> {
          if (events.isHeard()) {
            events.tell(new ClientEvent.BreakerChanged(service, state));
          }
        });
  }

  private static RateLimiter<Object> limiter(ResilienceOptions.RateLimit limit) {
    return RateLimiter.smoothBuilder(limit.calls(), limit.period()).build();
  }

  /** Returns the value of a call; its first attempt is made on the caller's own thread. */
  public <T> T run(Attempts<T> attempts, CallOptions call) throws InterruptedException {
    return new RunningCall<>(this, attempts, call, Audience.OURS).run();
  }

  /**
   * Returns a future of the value of a call, for code of this library: it may complete on any
   * thread. Cancelling it ends the call at once, wherever it is.
   */
  public <T> CompletableFuture<T> start(Attempts<T> attempts, CallOptions call) {
    return new RunningCall<>(this, attempts, call, Audience.OURS).start();
  }

  /** Returns the same for code of the caller's: it never completes on the timer's thread. */
  public <T> CompletableFuture<T> startForCaller(Attempts<T> attempts, CallOptions call) {
    return new RunningCall<>(this, attempts, call, Audience.CALLERS).start();
  }

  /**
   * Returns a future of the same value, which ends with an error of its own when that takes too
   * long. The work goes on for those who share it, unless this was the last of them.
   */
  public <T> CompletableFuture<T> within(
      Duration limit, Operation operation, CompletableFuture<T> work) {
    LinkedFuture<T> limited = new LinkedFuture<>(work);
    shared.put(limited, operation);
    if (closed) {
      limited.abandon(closedError(operation));
    }
    Future<?> timer = later(limit, () -> limited.abandon(late(limit, operation)));
    work.whenComplete(limited::settle);
    limited.whenComplete(
        (value, error) -> {
          timer.cancel(false);
          shared.remove(limited);
        });
    return limited;
  }

  private static DeadlineExceededException late(Duration limit, Operation operation) {
    return new DeadlineExceededException(
        "The call had not ended within its deadline of " + limit + ".",
        operation.facts().build(),
        null);
  }

  /** Returns how long a call may take in all, unless it says otherwise. */
  public Duration deadline() {
    return options.deadline();
  }

  /** Returns how often a call is repeated at most, unless it says otherwise. */
  public int maxRetries() {
    return options.maxRetries();
  }

  /** Returns who is told what happens. */
  public EventRelay events() {
    return events;
  }

  /** Pauses every call of the client. */
  void pauseFor(Duration length) {
    if (pause.extend(length) && events.isHeard()) {
      events.tell(new ClientEvent.Paused(service, pause.left()));
    }
  }

  /** Runs a task on the timer, which it must not hold up; cancelling the future takes it off. */
  public Future<?> later(Duration delay, Runnable task) {
    return timers.schedule(task, delay);
  }

  ScheduledExecutorService timer() {
    return timers.scheduler();
  }

  /** Ends a future away from the timer, whose one thread must not run what hangs on it. */
  void complete(Runnable completion) {
    callbacks.complete(completion);
  }

  /** Lists a call that waits for something other than the network. */
  void join(RunningCall<?> call) {
    waiting.add(call);
    if (closed) {
      call.end(closedError(call.operation()));
    }
  }

  void leave(RunningCall<?> call) {
    waiting.remove(call);
  }

  boolean isClosed() {
    return closed;
  }

  /** Returns how many attempts hold a permit; for tests. */
  int permitsInUse() {
    return permits.inUse();
  }

  /** Returns how many calls wait in line, for a token, or in back-off; for tests. */
  int callsWaiting() {
    return waiting.size();
  }

  static ClientClosedException closedError(Operation operation) {
    return new ClientClosedException(
        "The client was closed while the call waited; nothing more is sent.",
        operation.facts().reach(CallFacts.Reach.NOT_SENT).build(),
        null);
  }

  /** Ends every call that waits; those on the network are ended by whoever sent them. */
  @Override
  public void close() {
    closed = true;
    waiting.forEach(call -> call.end(closedError(call.operation())));
    shared.forEach((wait, operation) -> wait.abandon(closedError(operation)));
  }
}
