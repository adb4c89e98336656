package dev.longhaul.job;

import dev.longhaul.job.JobService.Cancelling;
import java.util.Set;

/**
 * What may happen in a world.
 *
 * @param cancelling which jobs the service stops; but for {@code ANY_TIME} it removes them
 * @param ending how the job ends if nobody stops it
 * @param extras what else may happen, each once
 */
record InterleavingPlan(Cancelling cancelling, JobReading<String> ending, Set<Extra> extras) {
  /** What may happen beside the life of the job and the reads of its watch. */
  enum Extra {
    CANCEL,
    SECOND_CANCEL,
    DETACH,
    CLOSE,
    LATE_WAITER,
    /** A subscriber that has asked for nothing asks for one event. */
    SLOW_SUBSCRIBER,
    /** One request, answer or connection is lost. */
    LOSS,
    /** One read is told that there is no such job. */
    ONE_404,
    /** The service forgets the job for good. */
    FORGETS,
    /** The job tells progress once more before it ends. */
    PROGRESS,
    /** Callbacks wait until a step runs one, in this order or that. */
    QUEUED_CALLBACKS,
    /** The handle was not had by a submission. */
    ATTACHED,
    LISTS,
    HIDDEN_IN_LISTS,
    /** Lists show what the job was when they were read the last time. */
    LATE_LISTS,
    PUSHES
  }

  boolean has(Extra extra) {
    return extras.contains(extra);
  }
}
