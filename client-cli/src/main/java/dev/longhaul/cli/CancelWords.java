package dev.longhaul.cli;

import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobPhase;

/** Tells in one line what came of a request to stop a job. */
final class CancelWords {
  private CancelWords() {}

  static String of(CancelResult<?> result, Service<?> service) {
    if (result instanceof CancelResult.Accepted) {
      return "The service took the request. Watch the job to see how it ends.";
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
    if (running.snapshot().phase() == JobPhase.UNKNOWN) {
      return "The service declined, and how the job stands could not be read. ";
    }
    return running.reason().facts().status().isEmpty()
        ? "The job goes on. "
        : "The job goes on, since the service declined. ";
  }

  private static String ending(JobOutcome<?> outcome) {
    return outcome.fold(done -> "succeeded", failed -> "failed", cancelled -> "was cancelled");
  }
}
