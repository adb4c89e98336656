package dev.longhaul.internal.call;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.internal.future.LinkedFuture;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says what the failure of a submission proves, for whatever is submitted. */
public final class SubmissionDoubt {
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
}
