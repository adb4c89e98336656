package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.LonghaulException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The handle was detached before the ending was seen: nobody watches the job here any more, and it
 * goes on at the service. Remedy: attach to it again by its id.
 */
public final class DetachedException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  DetachedException(JobSnapshot snapshot) {
    this(
        "The handle was detached; the job goes on. Attach to it by its id to watch it again.",
        CallFacts.builder("job", "watch")
            .key(snapshot.key())
            .jobId(snapshot.id().orElse(null))
            .build(),
        null);
  }

  private DetachedException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "The job goes on, but it is not followed here any more.";
  }

  @Override
  public DetachedException with(CallFacts facts) {
    return alike(new DetachedException(sentence(), facts, getCause()));
  }
}
