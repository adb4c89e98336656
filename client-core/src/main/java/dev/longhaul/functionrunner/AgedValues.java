package dev.longhaul.functionrunner;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of values and their ages; the one least recently asked for goes first.
 *
 * <p><i>Concurrency:</i> not thread-safe, not even for reading; its owner's lock guards it. It
 * calls nobody but the keys.
 *
 * @param <K> what values are asked for by
 * @param <V> the value
 */
final class AgedValues<K, V> {
  /** How long a value that stood in for a failed load spares the service the next one. */
  private static final Duration RESPITE = Duration.ofSeconds(10);

  private final Map<K, Aged<V>> values = new LinkedHashMap<>(16, 0.75f, true);
  private final Duration freshFor;
  private final Duration staleFor;
  private final int most;

  private record Aged<V>(V value, Instant loaded, Instant renewed, Duration freshFor) {}

  /**
   * Makes an empty store.
   *
   * @param freshFor how long a value is as good as a new one; zero keeps nothing
   * @param staleFor until which age it may stand in for a load that failed; zero for never
   * @param most how many values are kept
   */
  AgedValues(Duration freshFor, Duration staleFor, int most) {
    this.freshFor = freshFor;
    this.staleFor = staleFor;
    this.most = most;
  }

  boolean isOff() {
    return freshFor.isZero();
  }

  /** Returns the value, if it is fresh. */
  @Nullable V fresh(K key, Instant now) {
    Aged<V> aged = values.get(key);
    return aged != null && age(aged.renewed(), now).compareTo(aged.freshFor()) < 0
        ? aged.value()
        : null;
  }

  /** Returns the value to use in place of one that could not be loaded, if it is not too old. */
  @Nullable V standIn(K key, Instant now) {
    Aged<V> aged = values.get(key);
    if (aged == null || staleFor.isZero()) {
      return null;
    }
    Duration left = staleFor.minus(age(aged.loaded(), now));
    if (left.isNegative()) {
      values.remove(key);
      return null;
    }
    Duration respite = left.compareTo(RESPITE) < 0 ? left : RESPITE;
    values.put(key, new Aged<>(aged.value(), aged.loaded(), now, respite));
    return aged.value();
  }

  void put(K key, V value, Instant now) {
    values.put(key, new Aged<>(value, now, now, freshFor));
    if (values.size() > most) {
      Iterator<K> eldestFirst = values.keySet().iterator();
      eldestFirst.next();
      eldestFirst.remove();
    }
  }

  void remove(K key) {
    values.remove(key);
  }

  void clear() {
    values.clear();
  }

  /** A clock that was set back must not make a value young for ever. */
  private static Duration age(Instant since, Instant now) {
    return Duration.between(since, now).abs();
  }
}
