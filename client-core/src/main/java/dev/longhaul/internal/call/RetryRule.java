package dev.longhaul.internal.call;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CircuitOpenException;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.DeadlineExceededException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.QueueFullException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ResilienceOptions;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says which failures are worth another attempt, how many there may be, and after what rest. */
final class RetryRule {
  private static final int MOST_FOR_A_CHANGE = 2;
  private static final Set<Integer> PASSING = Set.of(408, 425, 500, 502, 503, 504);

  /** Under which a service hides its own failure; its words tell it from "no such thing". */
  private static final Set<Integer> HIDDEN = Set.of(404, 410);

  private final ResilienceOptions options;
  private final CallOptions call;

  RetryRule(ResilienceOptions options, CallOptions call) {
    this.options = options;
    this.call = call;
  }

  /** Returns how many retries a call of this kind may have. */
  int most(Operation operation) {
    int most = call.maxRetries().orElse(options.maxRetries());
    return operation.effect() == Operation.Effect.CHANGE ? Math.min(most, MOST_FOR_A_CHANGE) : most;
  }

  /** Returns whether the failure may be answered with another attempt at all. */
  boolean allows(Operation operation, LonghaulException failure) {
    boolean harmless =
        operation.isRepeatable() || failure.facts().reach() != Reach.MAY_HAVE_TAKEN_EFFECT;
    if (isOurs(failure) || !harmless) {
      return false;
    }
    Optional<CallFacts.RetryHint> hint = failure.facts().retryHint();
    return hint.map(CallFacts.RetryHint.RETRY::equals).orElseGet(() -> isWorthIt(failure));
  }

  /** Our own limits and checks would only say the same again. */
  private static boolean isOurs(LonghaulException failure) {
    return failure instanceof InvalidInputException
        || failure instanceof ClientClosedException
        || failure instanceof CircuitOpenException
        || failure instanceof QueueFullException
        || failure instanceof DeadlineExceededException
        || failure instanceof SubmissionUncertainException;
  }

  private boolean isWorthIt(LonghaulException failure) {
    Optional<Predicate<LonghaulException>> callers = call.retryWhen().or(options::retryWhen);
    return callers.isPresent() ? asked(callers.get(), failure) : isPassing(failure);
  }

  /** A predicate that breaks decides nothing; what it threw goes along with the failure. */
  private static boolean asked(Predicate<LonghaulException> callers, LonghaulException failure) {
    try {
      return callers.test(failure);
    } catch (RuntimeException | Error broken) {
      failure.addSuppressed(broken);
      return false;
    }
  }

  private static boolean isPassing(LonghaulException failure) {
    if (failure instanceof UnreachableException) {
      return !isAboutCertificates(failure);
    }
    int status = failure.facts().status().orElse(0);
    return failure instanceof RateLimitedException
        || (failure instanceof RefusedException && PASSING.contains(status))
        || (failure instanceof ServiceFailedException
            && (PASSING.contains(status) || HIDDEN.contains(status)));
  }

  private static boolean isAboutCertificates(Throwable failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the rest before the next attempt: what the service asked for, else full jitter, that
   * is, anything from nothing to the back-off, which grows with each attempt up to its cap.
   *
   * @param made how many attempts were made so far
   */
  Duration rest(LonghaulException failure, int made) {
    return failure.facts().retryAfter().orElseGet(() -> backOff(made));
  }

  private Duration backOff(int made) {
    double grown =
        (double) options.firstDelay().toNanos() * Math.pow(options.backOffFactor(), made - 1.0);
    double most = Math.min(grown, (double) options.longestDelay().toNanos());
    return Duration.ofNanos((long) (most * ThreadLocalRandom.current().nextDouble()));
  }
}
