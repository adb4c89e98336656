package dev.longhaul.cli;

import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobPhase;

/** Tells in one line what came of a request to stop a job. */
final class CancelWords {
  /** What to expect of a job that a service has agreed to stop. */
  static final String WATCH_ON = "Watch the job to see how it ends.";

  /** The same where a job that was cancelled may be taken away. */
  static final String GONE = "The job is cancelled, and its id may be unknown from now on.";

  private CancelWords() {}

  static String of(CancelResult<?> result, Service<?> service) {
    if (result instanceof CancelResult.Accepted) {
      return "The service took the request. " + service.afterCancel();
    }
    if (result instanceof CancelResult.AlreadyFinished<?> finished) {
      return "The job had already finished: it " + ending(finished.outcome()) + ".";
    }
    if (result instanceof CancelResult.StillRunning<?> running) {
      return running(running) + Trouble.line(running.reason());
    }
    if (result instanceof CancelResult.NoSuchJob) {
      return "The service knows no job of that id. Check the id and --url.";
    }
    if (result instanceof CancelResult.AnswerLost<?> lost) {
      return "The job may or may not stop: the answer was lost. Asking again is safe. "
          + Trouble.line(lost.reason());
    }
    return service.whyNotCancelled().orElse("The service has no way to stop a job, so it goes on.");
  }

  private static String running(CancelResult.StillRunning<?> running) {
    if (running.reason().facts().status().isEmpty()) {
      return "The job goes on. "; // the service was not asked, and the reason says why
    }
    if (running.snapshot().phase() != JobPhase.UNKNOWN) {
      return "The job goes on, since the service declined. ";
    }
    String state = running.snapshot().rawState();
    return state.isEmpty()
        ? "The service declined, and how the job stands could not be read. "
        : "The service declined, and the job is in a state that longhaul does not know: "
            + Printable.cut(state, 40)
            + ". ";
  }

  private static String ending(JobOutcome<?> outcome) {
    return outcome.fold(done -> "succeeded", failed -> "failed", cancelled -> "was cancelled");
  }
}
