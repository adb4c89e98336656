package dev.longhaul.internal.call;

import dev.failsafe.CircuitBreaker;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.policy.ClientEvent.BreakerState;
import dev.longhaul.policy.ResilienceOptions;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker that counts what says that the service is in trouble: no answer, or its own
 * failure. A refusal is an answer like any other.
 */
final class Breaker {
  private final CircuitBreaker<Object> breaker;

  Breaker(ResilienceOptions.CircuitBreaker options, Consumer<BreakerState> onChange) {
    breaker =
        CircuitBreaker.builder()
            .withFailureThreshold(options.failures(), options.calls())
            .withSuccessThreshold(1)
            .withDelay(options.openFor())
            .onOpen(event -> onChange.accept(BreakerState.OPEN))
            .onHalfOpen(event -> onChange.accept(BreakerState.HALF_OPEN))
            .onClose(event -> onChange.accept(BreakerState.CLOSED))
            .build();
  }

  /** Returns how long it stays open from now on; zero when an attempt may be tried. */
  Duration openFor() {
    return breaker.isOpen() ? breaker.getRemainingDelay() : Duration.ZERO;
  }

  /**
   * Lets one attempt through, if it may; each one that was let through has to be {@link #record
   * recorded}.
   */
  boolean tryAcquire() {
    return breaker.tryAcquirePermit();
  }

  void record(@Nullable Throwable error) {
    if (error instanceof UnreachableException || error instanceof ServiceFailedException) {
      breaker.recordFailure();
    } else if (error == null || error instanceof LonghaulException) {
      breaker.recordSuccess();
    } else if (breaker.isHalfOpen()) {
      // A trial that was given up proves nothing, and its place has to be free again.
      breaker.recordFailure();
    }
  }
}
