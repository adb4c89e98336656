package dev.longhaul.realtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.DoubleSupplier;

/**
 * When the next socket may be opened: what failed since one last proved itself, and how many were
 * opened lately.
 *
 * <p><i>Concurrency:</i> as {@link LinkMachine}.
 */
final class Tries {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final RealtimeOptions options;
  private final DoubleSupplier random;
  private final ArrayDeque<Long> handshakes = new ArrayDeque<>();
  private int failures;
  private boolean freshAsked;
  private boolean awaitsRestart;

  Tries(RealtimeOptions options, DoubleSupplier random) {
    this.options = options;
    this.random = random;
  }

  int failures() {
    return failures;
  }

  /** Returns whether the server was thought to restart, and nothing sensible came since. */
  boolean awaitsRestart() {
    return awaitsRestart;
  }

  /** Forgets what failed. */
  void forgive() {
    failures = 0;
    freshAsked = false;
    awaitsRestart = false;
  }

  /** Hears that a socket is opened. */
  void began(long now) {
    handshakes.addLast(now);
  }

  /** Returns the time, or the later one at which a handshake is within the limit of a minute. */
  long admitted(long at, long now) {
    while (!handshakes.isEmpty() && handshakes.getFirst() + MINUTE <= now) {
      handshakes.removeFirst();
    }
    return handshakes.size() < options.handshakesPerMinute()
        ? at
        : Math.max(at, handshakes.getFirst() + MINUTE);
  }

  /** Returns when to try again after an end, or {@link LinkMachine#NEVER} where that is no use. */
  long after(LinkEnd end, long now) {
    return switch (end.remedy()) {
      case GIVE_UP, NONE -> LinkMachine.NEVER;
      case FRESH_CREDENTIALS -> {
        boolean again = freshAsked;
        freshAsked = true;
        yield again ? LinkMachine.NEVER : admitted(now, now);
      }
      case AWAIT_RESTART -> {
        // Only the first try has the fixed delay: a server that is down for long is backed off.
        boolean again = awaitsRestart;
        awaitsRestart = true;
        yield again ? failed(end, now) : admitted(now + options.restartDelay().toNanos(), now);
      }
      case RETRY -> failed(end, now);
    };
  }

  private long failed(LinkEnd end, long now) {
    failures++;
    if (options.maxAttempts() > 0 && failures >= options.maxAttempts()) {
      return LinkMachine.NEVER;
    }
    return admitted(now + Math.max(backOff(), rest(end)), now);
  }

  /** Full jitter: anywhere between zero and a bound that doubles with every failure. */
  private long backOff() {
    double bound =
        (double) options.firstDelay().toNanos() * Math.pow(options.backOffFactor(), failures - 1.0);
    double longest = options.longestDelay().toNanos();
    return (long) (Math.min(bound, longest) * random.getAsDouble());
  }

  private static long rest(LinkEnd end) {
    Duration asked = end.retryAfter();
    return asked == null
        ? 0
        : Math.min(asked.toSeconds(), RealtimeOptions.LONGEST_REST.toSeconds()) * 1_000_000_000;
  }
}
