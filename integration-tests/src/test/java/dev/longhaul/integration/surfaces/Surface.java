package dev.longhaul.integration.surfaces;

import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobSnapshot;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A way of using the library. What it gives back are futures of the test, whatever the surface
 * itself gives: they are done when a caller of that style is told.
 */
interface Surface {
  /** Submits a job and hears its events; returns its handle once there is one. */
  JobHandle<?> submit(ServiceBench service, EventLog log) throws InterruptedException;

  /** Begins to hear the events of a job. */
  void hear(JobHandle<?> job, EventLog log);

  /** Begins to wait for the outcome. */
  CompletableFuture<JobOutcome<?>> outcome(JobHandle<?> job);

  /** Waits so long and no longer; returns what is known of the job when patience ends. */
  CompletableFuture<JobSnapshot> patience(JobHandle<?> job, Duration patience);

  /** Asks for the job to be stopped. */
  CompletableFuture<CancelResult<?>> cancel(JobHandle<?> job);

  /** Stops watching a job. */
  void detach(JobHandle<?> job);
}
