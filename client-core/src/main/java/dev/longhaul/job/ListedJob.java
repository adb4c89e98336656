package dev.longhaul.job;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One job as a service's list shows it.
 *
 * @param reading what the list says of its state
 * @param mark what the list shows of what was asked for
 * @param createdAt when the service accepted it, by the service's clock; null if it does not tell
 * @param <R> the result of the job
 */
public record ListedJob<R>(JobReading<R> reading, JobMark mark, @Nullable Instant createdAt) {
  /** Refuses a row without a reading, before it reaches the engine. */
  public ListedJob {
    Objects.requireNonNull(reading, "reading");
    Objects.requireNonNull(mark, "mark");
  }
}
