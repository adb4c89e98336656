package dev.longhaul.internal.http;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.call.EventRelay;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.time.Ticker;
import dev.longhaul.policy.ClientEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line at debug level for each attempt, and tells the client's listener. Only what is
 * named here is written: no header, no body, no URL, no id of a job.
 */
final class AttemptLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.longhaul.attempts");

  private final EventRelay events;
  private final Ticker ticker;

  AttemptLog(EventRelay events, Ticker ticker) {
    this.events = events;
    this.ticker = ticker;
  }

  /** Returns whether anyone is told: without that, nothing need be gathered for it. */
  boolean isHeard() {
    return LOG.isDebugEnabled() || events.isHeard();
  }

  void attempted(Observed attempt, @Nullable Throwable error) {
    if (!isHeard()) {
      return;
    }
    Operation operation = attempt.operation();
    Duration took = Duration.ofNanos(ticker.nanos() - attempt.began());
    LOG.debug(
        "{} {} attempt {}: {} in {} ms, request id {}",
        operation.service(),
        operation.name(),
        attempt.number(),
        ending(attempt.status(), error),
        took.toMillis(),
        attempt.requestId() == null ? "unknown" : attempt.requestId());
    if (events.isHeard()) {
      events.tell(event(attempt, took, error));
    }
  }

  private static String ending(int status, @Nullable Throwable error) {
    String problem = error == null ? "" : error.getClass().getSimpleName();
    return status == 0 ? problem : (status + " " + problem).strip();
  }

  private static ClientEvent event(Observed attempt, Duration took, @Nullable Throwable error) {
    return new ClientEvent.Attempted(
        attempt.operation().service(),
        attempt.operation().name(),
        attempt.number(),
        attempt.status() == 0 ? OptionalInt.empty() : OptionalInt.of(attempt.status()),
        took,
        Optional.ofNullable(attempt.requestId()),
        error instanceof LonghaulException known ? Optional.of(known) : Optional.empty());
  }
}
