package dev.longhaul.cli;

import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobPhase;

/** Tells in one line what came of a request to stop a job. */
final class CancelWords {
  private CancelWords() {}

  static String of(CancelResult<?> result) {
    if (result instanceof CancelResult.Accepted) {
      return "The service took the request. Watch the job to see how it ends.";
    }
    if (result instanceof CancelResult.AlreadyFinished<?> finished) {
      return "The job had already finished: it " + ending(finished.outcome()) + ".";
    }
    if (result instanceof CancelResult.StillRunning<?> running) {
      boolean seen = running.snapshot().phase() != JobPhase.UNKNOWN;
      return (seen
              ? "The job goes on, since the service declined. "
              : "The service declined, and how the job stands could not be read. ")
          + Trouble.line(running.reason());
    }
    if (result instanceof CancelResult.NoSuchJob) {
      return "The service knows no job of that id. Check the id and --url.";
    }
    if (result instanceof CancelResult.AnswerLost<?> lost) {
      return "The job may or may not stop: the answer was lost. Asking again is safe. "
          + Trouble.line(lost.reason());
    }
    return "The service has no way to stop a job, so it goes on.";
  }

  private static String ending(JobOutcome<?> outcome) {
    return outcome.fold(done -> "succeeded", failed -> "failed", cancelled -> "was cancelled");
  }
}
