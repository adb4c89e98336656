package dev.longhaul.cli;

import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.realtime.RealtimeConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One service as the commands see it. Closing it closes its client.
 *
 * @param <R> the result of a job
 */
interface Service<R> extends AutoCloseable {
  JobHandle<R> attach(String id);

  /** Returns what the service says of a job now; an interrupt ends the read at once. */
  Facts status(String id) throws InterruptedException;

  CancelResult<R> cancel(String id) throws InterruptedException;

  /**
   * Writes the files of a job, and shows the path of each as soon as it is whole.
   *
   * @param id the job's id, empty for a job that ended at once and has none
   * @param out what {@code --out} names
   */
  void save(String id, R result, Path out) throws IOException, InterruptedException;

  /** Returns the connection over which the service tells of its jobs; empty where it does not. */
  default Optional<RealtimeConnection> connection() {
    return Optional.empty();
  }

  /** Returns why this service cannot be asked to stop a job; empty where it can. */
  default Optional<String> whyNotCancelled() {
    return Optional.empty();
  }

  /** Returns what to expect of a job that the service has agreed to stop. */
  default String afterCancel() {
    return CancelWords.WATCH_ON;
  }

  /** Returns how long jobs usually take; empty where the service tells percent instead. */
  default String usualDuration() {
    return "";
  }

  @Override
  void close();

  /**
   * A service that lists the jobs of the account.
   *
   * @param <R> the result of a job
   */
  interface Listed<R> extends Service<R> {
    /** Returns the first jobs of the service's list, in its order, at most so many. */
    Table list(int limit) throws InterruptedException;
  }
}
