package dev.longhaul.internal.call;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.policy.KeyMode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what the failure of a submission proves, for whatever is submitted. */
public final class SubmissionDoubt {
  /** Codes by which services say that they know a key; others of 409 tell of something else. */
  private static final Pattern KNOWN_KEY =
      Pattern.compile(
          "idempoten|duplicate[_.-]?(request|submission|key)", Pattern.CASE_INSENSITIVE);

  private SubmissionDoubt() {}

  /**
   * Returns what a submission ends with. Only an error that proves that nothing was accepted is
   * passed on; anything else leaves it uncertain.
   *
   * @param creation what was asked
   * @param error what the submission failed with; null when it gave nothing
   */
  public static LonghaulException judge(Operation creation, @Nullable Throwable error) {
    Throwable reason =
        error == null ? new NullPointerException("no answer") : LinkedFuture.reason(error);
    boolean told =
        reason instanceof SubmissionUncertainException
            || (reason instanceof LonghaulException known
                && known.facts().reach() != Reach.MAY_HAVE_TAKEN_EFFECT);
    return told ? (LonghaulException) reason : uncertain(creation, reason);
  }

  /** Returns the error of a submission that may or may not have been accepted. */
  public static SubmissionUncertainException uncertain(Operation creation, Throwable reason) {
    Operation.Creation made = creation.creation();
    if (made == null) {
      throw new IllegalArgumentException("not a submission: " + creation.name());
    }
    CallFacts.Builder facts =
        reason instanceof LonghaulException known ? known.facts().toBuilder() : creation.facts();
    return new SubmissionUncertainException(
        made.key(), facts.reach(Reach.MAY_HAVE_TAKEN_EFFECT).build(), reason);
  }

  /**
   * Returns what a submission gives, waiting for it.
   *
   * <p>An interrupt cancels it; the exception then carries the uncertainty as a suppressed one.
   */
  public static <T> T await(Operation creation, Supplier<CompletableFuture<T>> submission)
      throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    try {
      return LinkedFuture.await(submission.get());
    } catch (InterruptedException interrupted) {
      interrupted.addSuppressed(uncertain(creation, interrupted));
      throw interrupted;
    }
  }

  /**
   * Returns the failure of a call of which an earlier attempt may have taken effect: that the last
   * one did nothing does not say that none did.
   */
  static LonghaulException fromEarlier(Operation operation, LonghaulException last) {
    Operation.Creation creation = operation.creation();
    CallFacts facts = inDoubt(last);
    if (creation == null) {
      return last.with(facts);
    }
    return isRejectedRepeat(creation, last)
        ? SubmissionUncertainException.rejectedRepeat(creation.key(), facts, last)
        : new SubmissionUncertainException(creation.key(), facts, last);
  }

  /**
   * Returns the failure of a call whose only submission the service has answered as a repeat: the
   * caller brought a key that was used before, by an earlier process perhaps. It is no refusal of
   * what was asked, and whoever took it for one would submit the job again under another key.
   */
  static LonghaulException aboutKey(Operation operation, LonghaulException failure) {
    Operation.Creation creation = operation.creation();
    if (creation == null || !isRejectedRepeat(creation, failure)) {
      return failure;
    }
    return failure.facts().serverCode().filter(KNOWN_KEY.asPredicate()).isPresent()
        ? SubmissionUncertainException.rejectedRepeat(creation.key(), inDoubt(failure), failure)
        : failure;
  }

  private static boolean isRejectedRepeat(Operation.Creation creation, LonghaulException failure) {
    return creation.mode() == KeyMode.REJECTED && failure.facts().status().orElse(0) == 409;
  }

  private static CallFacts inDoubt(LonghaulException failure) {
    return failure.facts().toBuilder().reach(Reach.MAY_HAVE_TAKEN_EFFECT).build();
  }
}
