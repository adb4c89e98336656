package dev.longhaul.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a service's list of jobs.
 *
 * @param jobs in the order of the service
 * @param next what asks for the page that follows; null when there is none
 * @param serverTime what the service's clock said when it answered, as the {@code Date} header
 *     tells; null if it does not
 * @param <R> the result of the jobs
 */
public record ListedJobs<R>(
    List<ListedJob<R>> jobs, @Nullable String next, @Nullable Instant serverTime) {
  /** Takes a copy of the list. */
  public ListedJobs {
    jobs = List.copyOf(jobs);
  }
}
