package dev.longhaul.functionrunner;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Values that are loaded once for all who ask at one time, and kept for a while.
 *
 * <p><i>Concurrency:</i> thread-safe, without a thread of its own. {@link #lock} guards the values,
 * {@link #loads} and the waiters of each load. Loading, copying, completing a future and asking the
 * clock happen outside of it. Only a load that is still in {@link #loads} when it ends is kept:
 * whoever invalidates or abandons a load takes it out, and the next to ask begins another.
 *
 * @param <K> what values are asked for by; immutable
 * @param <V> the value
 */
final class SingleFlightCache<K, V> {
  private final AgedValues<K, V> values;
  private final InstantSource clock;
  private final UnaryOperator<V> copy;
  private final Map<K, Load<K, V>> loads = new HashMap<>();
  private final Object lock = new Object();

  /** One who waits, told from others by identity. */
  private static final class Waiter<V> {
    final CompletableFuture<V> future = new CompletableFuture<>();
  }

  /** A load under way and those who wait for it. */
  private static final class Load<K, V> {
    final K key;
    final Set<Waiter<V>> waiters = new HashSet<>();

    /** Set before anyone who could abandon the load has its future. */
    volatile @Nullable Future<?> source;

    Load(K key) {
      this.key = key;
    }
  }

  /**
   * Makes a cache.
   *
   * @param values where values are kept; this cache's alone from now on
   * @param clock where the time comes from
   * @param copy gives a copy that shares nothing with the value
   */
  SingleFlightCache(AgedValues<K, V> values, InstantSource clock, UnaryOperator<V> copy) {
    this.values = values;
    this.clock = clock;
    this.copy = copy;
  }

  /**
   * Returns a future of a copy of the value, which the caller may change: of the one kept while it
   * is fresh, else of one that is loaded. Everyone who asks during a load waits for that one.
   *
   * <p><i>Cancellation:</i> the load goes on for the others, and is cancelled with the last.
   *
   * <p><i>Errors:</i> those of the load, unless it failed for a reason that lies with the network
   * or the service and there is a value that is not too old.
   *
   * @param key what to ask for
   * @param loader begins a load; called on the caller's thread
   */
  CompletableFuture<V> get(K key, Supplier<CompletableFuture<V>> loader) {
    if (values.isOff()) {
      return Guarded.call(loader);
    }
    Instant now = clock.instant();
    Waiter<V> waiter = new Waiter<>();
    Load<K, V> begun = new Load<>(key);
    Load<K, V> joined = begun;
    V kept;
    synchronized (lock) {
      kept = values.fresh(key, now);
      if (kept == null) {
        joined = loads.computeIfAbsent(key, absent -> begun);
        joined.waiters.add(waiter);
      }
    }
    if (kept != null) {
      deliver(waiter.future, kept, null);
      return waiter.future;
    }
    if (joined == begun) {
      begin(begun, loader);
    }
    Load<K, V> load = joined;
    waiter.future.whenComplete((value, error) -> leave(load, waiter));
    return waiter.future;
  }

  private void begin(Load<K, V> load, Supplier<CompletableFuture<V>> loader) {
    CompletableFuture<V> source = Guarded.call(loader);
    load.source = source;
    source.whenComplete((value, error) -> settle(load, value, error));
  }

  private void settle(Load<K, V> load, @Nullable V value, @Nullable Throwable error) {
    Throwable reason = error == null ? null : LinkedFuture.reason(error);
    Instant now = clock.instant();
    V given;
    Set<Waiter<V>> waiters;
    synchronized (lock) {
      boolean current = loads.remove(load.key, load);
      if (current && value != null) {
        values.put(load.key, value, now);
      } else if (current && reason instanceof NotFoundException) {
        values.remove(load.key);
      }
      given = value == null && mayPass(reason) ? values.standIn(load.key, now) : value;
      waiters = new HashSet<>(load.waiters);
      load.waiters.clear();
    }
    waiters.forEach(waiter -> deliver(waiter.future, given, reason));
  }

  /** Returns whether a failure says nothing about the value, so that an older one still serves. */
  private static boolean mayPass(@Nullable Throwable reason) {
    return reason instanceof LonghaulException
        && !(reason instanceof NotFoundException)
        && !(reason instanceof CredentialsException)
        && !(reason instanceof InvalidInputException)
        && !(reason instanceof ClientClosedException);
  }

  private void deliver(CompletableFuture<V> future, @Nullable V value, @Nullable Throwable reason) {
    if (value == null) {
      future.completeExceptionally(
          reason == null ? new IllegalStateException("The load gave no value.") : reason);
      return;
    }
    try {
      future.complete(copy.apply(value));
    } catch (RuntimeException | Error uncopied) {
      future.completeExceptionally(uncopied);
    }
  }

  /** Forgets a waiter that is done; one that was still waiting has given up. */
  private void leave(Load<K, V> load, Waiter<V> waiter) {
    boolean abandoned;
    synchronized (lock) {
      abandoned = load.waiters.remove(waiter) && load.waiters.isEmpty();
      if (abandoned) {
        loads.remove(load.key, load);
      }
    }
    Future<?> source = load.source;
    if (abandoned && source != null) {
      source.cancel(true);
    }
  }

  /** Drops a value; a load under way still serves those who wait for it and is not kept. */
  void invalidate(K key) {
    synchronized (lock) {
      values.remove(key);
      loads.remove(key);
    }
  }

  /** Drops every value, likewise. */
  void invalidateAll() {
    synchronized (lock) {
      values.clear();
      loads.clear();
    }
  }
}
