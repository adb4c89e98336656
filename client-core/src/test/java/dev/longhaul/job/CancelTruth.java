package dev.longhaul.job;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.job.JobService.Cancelling;
import dev.longhaul.job.SteppedService.Truth;
import org.jspecify.annotations.Nullable;

/** Holds what came of a cancellation to what the service knows. */
final class CancelTruth {
  private CancelTruth() {}

  /**
   * Returns whether a result, or an error, is the truth at this moment.
   *
   * @param known how the job is known to have ended, if it is
   * @param closed whether the client was closed
   */
  static boolean isTrue(
      Object told, SteppedService service, @Nullable Object known, boolean closed) {
    if (told instanceof CancelResult.Accepted) {
      return service.tookCancel;
    } else if (told instanceof CancelResult.AlreadyFinished<?> finished) {
      return service.ending != null && isReal(finished.outcome(), service);
    } else if (told instanceof CancelResult.StillRunning<?> still) {
      return !still.snapshot().phase().isTerminal() && !service.tookCancel && mayRefuse(service);
    } else if (told instanceof CancelResult.NoSuchJob) {
      return !(known instanceof JobOutcome)
          && (service.truth == Truth.GONE || service.strangeAnswers > 0);
    } else if (told instanceof CancelResult.AnswerLost) {
      return service.lostSomething;
    } else if (told instanceof ClientClosedException) {
      return closed;
    }
    return told instanceof UnreachableException && service.lostSomething;
  }

  private static boolean isReal(JobOutcome<?> outcome, SteppedService service) {
    return outcome.equals(service.ending)
        || (service.tookCancel && outcome instanceof JobOutcome.Cancelled);
  }

  /** A service that stops any job refuses only one that has ended, which the read after tells. */
  private static boolean mayRefuse(SteppedService service) {
    return service.plan.cancelling() == Cancelling.WHILE_WAITING
        || service.lostSomething
        || service.forgot;
  }
}
