package dev.longhaul.job;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long jobs of one kind took, as far as reads can tell: each ended at some moment between the
 * last read that showed it going on and the first that showed its end. The newest 64 count.
 *
 * <p><i>Concurrency:</i> guarded by the lock of the engine.
 */
final class LearnedDurations {
  private static final int NEWEST = 64;
  private static final int ENOUGH = 5;
  private static final int MOST_KINDS = 100;

  private final long[] earliest = new long[NEWEST];
  private final long[] latest = new long[NEWEST];
  private int seen;
  private long low;
  private long high;

  /** Takes in a job that ended between two ages, in nanoseconds. */
  void add(long from, long to) {
    earliest[seen % NEWEST] = from;
    latest[seen % NEWEST] = to;
    seen++;
    low = quantile(earliest, 0.1);
    high = Math.max(low, quantile(latest, 0.9));
  }

  private long quantile(long[] ages, double share) {
    long[] sorted = Arrays.copyOf(ages, Math.min(seen, NEWEST));
    Arrays.sort(sorted);
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  /** Returns whether enough jobs were seen to expect anything of the next. */
  boolean tell() {
    return seen >= ENOUGH;
  }

  /** Returns the age before which hardly any job ends, in nanoseconds. */
  long low() {
    return low;
  }

  /** Returns the age after which hardly any job still goes on, in nanoseconds. */
  long high() {
    return high;
  }

  /** The kinds of one client; the one that was not asked for longest is forgotten. */
  static final class Kinds {
    private final Map<String, LearnedDurations> kinds =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, LearnedDurations> eldest) {
            return size() > MOST_KINDS;
          }
        };

    LearnedDurations of(String kind) {
      return kinds.computeIfAbsent(kind, unknown -> new LearnedDurations());
    }
  }
}
