package dev.longhaul.job;

import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Many jobs as one: a view of handles that exist, with no state of its own. Making one and looking
 * at it cost no request; the handles stay their owner's, and may be in several groups. They may
 * come from several clients. A group without jobs is allowed, and has ended.
 *
 * <p>Three different things: {@link #detach()} stops watching and the jobs go on; {@link #cancel()}
 * asks the service to stop them; a timeout of {@link #await} ends our patience alone.
 *
 * <p><i>Threading:</i> every method may be called from any thread. Only {@link #await} and {@link
 * #cancel()} block. Ten thousand jobs need no thread.
 *
 * @param <R> the result of a job
 */
public interface JobGroup<R> {
  /**
   * Returns a group of these handles, in this order.
   *
   * @param jobs copied; what is added to it later is not in the group
   * @param <R> the result of a job
   */
  static <R> JobGroup<R> of(Collection<? extends JobHandle<R>> jobs) {
    record Handles<T>(List<JobHandle<T>> jobs) implements JobGroup<T> {
      @Override
      public String toString() {
        return "JobGroup[" + progress() + "]";
      }
    }

    return new Handles<>(List.copyOf(jobs));
  }

  /** Returns the handles, always the same in the same order. */
  List<JobHandle<R>> jobs();

  /** Returns how far the group is, by the newest that is known of each job. */
  default GroupProgress progress() {
    return GroupProgress.of(jobs());
  }

  /**
   * Returns a future of how the jobs ended, done when the last of them has.
   *
   * <p><i>Threading:</i> completes on the callback executor of the client whose job was the last.
   *
   * <p><i>Cancellation:</i> cancelling the future ends that wait alone.
   *
   * <p><i>Errors:</i> when the watch of a job ended before the job did, the error of the first such
   * job in the order of {@link #jobs()}, as told at {@link JobHandle#outcome()}; the others are
   * still waited for, and their handles have their outcomes.
   */
  default CompletableFuture<GroupOutcome<R>> outcome() {
    return LinkedFuture.map(LinkedFuture.all(outcomes(this)), GroupOutcome::new);
  }

  /**
   * Returns how the jobs ended, waiting for it at most as long as given.
   *
   * <p><i>Blocking:</i> up to the timeout; zero looks without waiting.
   *
   * <p><i>Cancellation:</i> an interrupt ends the wait alone.
   *
   * <p><i>Errors:</i> {@link WaitTimeoutException} with the snapshot of the first job that had not
   * ended, when time is up: the jobs go on and are still watched. As for {@link #outcome()} for the
   * first job whose watch ended, without waiting for those after it; {@code InvalidInputException}
   * for a negative timeout.
   *
   * @param timeout how long to wait at most
   * @throws InterruptedException when the waiting thread is interrupted
   */
  default GroupOutcome<R> await(Duration timeout) throws InterruptedException {
    Ticker ticker = Ticker.of(InstantSource.system());
    long began = ticker.nanos();
    List<JobOutcome<R>> outcomes = new ArrayList<>();
    Duration left = timeout;
    try {
      for (JobHandle<R> job : jobs()) {
        // One after the other, and on this thread: a future would need one of the callbacks'.
        outcomes.add(job.await(left));
        Duration rest = timeout.minusNanos(ticker.nanos() - began);
        left = rest.isNegative() ? Duration.ZERO : rest;
      }
    } catch (WaitTimeoutException shorter) {
      throw new WaitTimeoutException(timeout, shorter.snapshot(), shorter.getCause());
    }
    return new GroupOutcome<>(outcomes);
  }

  /**
   * Returns a future of every result, in the order of {@link #jobs()}, done when the last job has
   * succeeded, or at once when one has not.
   *
   * <p><i>Threading:</i> completes on the callback executor of the client whose job decided.
   *
   * <p><i>Cancellation:</i> cancelling the future ends that wait alone.
   *
   * <p><i>Errors:</i> of the first job that did not succeed: {@link JobFailedException}, {@link
   * JobCancelledException}, or, when its watch ended before it did, the error told at {@link
   * JobHandle#outcome()}. The other jobs go on and are still watched; {@link #cancelAsync()} asks
   * the service to stop them.
   */
  default CompletableFuture<List<R>> results() {
    List<CompletableFuture<JobOutcome<R>>> outcomes = outcomes(this);
    CompletableFuture<List<JobOutcome<R>>> all = LinkedFuture.all(outcomes);
    LinkedFuture<List<R>> results = new LinkedFuture<>(all);
    for (CompletableFuture<JobOutcome<R>> outcome : outcomes) {
      LinkedFuture.map(outcome, JobOutcome::resultOrThrow)
          .whenComplete(
              (result, error) -> {
                if (error != null) {
                  results.abandon(LinkedFuture.reason(error)); // which lets go of the others
                }
              });
    }
    LinkedFuture.map(all, ended -> ended.stream().map(JobOutcome::resultOrThrow).toList())
        .whenComplete(results::settle);
    return results;
  }

  /**
   * Returns a stream of the handles, each when its outcome is known or its watch has stopped, in
   * the order in which that is told; those that had ended before come first. Every subscriber gets
   * every handle, however late it comes and however little it asks for; the stream completes after
   * the last, and has no errors of its own.
   *
   * <p><i>Threading:</i> handles come on the callback executor of their client. One that waited for
   * demand may come on the thread that asks for it, and the subscription comes on the thread that
   * subscribes.
   *
   * <p><i>Cancellation:</i> cancelling a subscription leaves the jobs and their watches alone.
   */
  default Flow.Publisher<JobHandle<R>> asTheyEnd() {
    return subscriber ->
        new EndedJobs<>(Objects.requireNonNull(subscriber, "subscriber")).begin(jobs());
  }

  /**
   * Asks the service to stop every job that is not known to have ended, and returns what came of it
   * for each job, in the order of {@link #jobs()}. Nothing is sent for those that are known to have
   * ended: they are {@link CancelResult.AlreadyFinished}. At most 64 requests are on the way at
   * once.
   *
   * <p><i>Blocking:</i> until the service has answered for every job.
   *
   * <p><i>Errors:</i> those of {@link JobHandle#cancel()}, and only if every job that was asked for
   * met one; it is that of one of them. If some met one, it hides nothing of what came of the
   * others, and is the reason in its place: of {@link CancelResult.StillRunning} where the request
   * reached nothing, of {@link CancelResult.AnswerLost} where the job may or may not stop. Asking
   * again is safe, and leaves out what has ended since.
   *
   * @throws InterruptedException when the waiting thread is interrupted; requests may have been
   *     sent by then
   */
  default List<CancelResult<R>> cancel() throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    return LinkedFuture.await(GroupCancel.ofBlocked(jobs()).send());
  }

  /**
   * Returns a future of what came of asking the service to stop every job; otherwise as {@link
   * #cancel()}.
   *
   * <p><i>Threading:</i> completes on the callback executor of the client that answered last.
   *
   * <p><i>Cancellation:</i> cancelling the future aborts the requests that are on the way, and
   * makes no more: what came of those is then not known.
   */
  default CompletableFuture<List<CancelResult<R>>> cancelAsync() {
    return GroupCancel.of(jobs()).send();
  }

  /**
   * Stops watching every job; they go on. Pending waits end with {@link DetachedException}. Does
   * nothing to a job whose outcome is known.
   */
  default void detach() {
    jobs().forEach(JobHandle::detach);
  }

  private static <R> List<CompletableFuture<JobOutcome<R>>> outcomes(JobGroup<R> group) {
    return group.jobs().stream().map(JobHandle::outcome).toList();
  }
}
