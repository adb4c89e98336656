package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.LonghaulException;
import java.io.Serial;

/**
 * The handle was detached before the ending was seen: nobody watches the job here any more, and it
 * goes on at the service. Remedy: attach to it again by its id.
 */
public final class DetachedException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  DetachedException(JobSnapshot snapshot) {
    super(
        "The handle was detached; the job goes on. Attach to it by its id to watch it again.",
        CallFacts.builder("job", "watch")
            .key(snapshot.key())
            .jobId(snapshot.id().orElse(null))
            .build(),
        null);
  }
}
