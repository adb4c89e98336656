package dev.longhaul.rx;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobGroup;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.Pages;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/**
 * Gives jobs as RxJava streams: their events, their outcomes, and whole runs of them. Every stream
 * is cold: nothing happens before somebody subscribes.
 *
 * <p><i>Scheduler:</i> by default no stream operates on a particular scheduler. Signals come on the
 * callback executor of the jobs' client unless a method says otherwise; move them with {@code
 * observeOn} when the work that hangs on them takes long.
 *
 * <p><i>Errors:</i> an error that finds its stream disposed of goes to {@code
 * RxJavaPlugins.onError}; that a watch ended, or a request was aborted, is none by then.
 */
public final class RxJobs {
  /** One event of a job is asked for at a time, so that what waits is conflated, not stored. */
  private static final int ONE_AT_A_TIME = 1;

  private RxJobs() {}

  /**
   * Returns the events of a job: first {@link JobEvent.Joined}, then what happens, up to {@link
   * JobEvent.Ended}, after which the stream completes.
   *
   * <p><i>Backpressure:</i> phase changes and the ending wait for demand and are never dropped;
   * progress is conflated to the newest.
   *
   * <p><i>Scheduler:</i> none by default; signals come on the callback executor of the client.
   *
   * <p><i>Cancellation:</i> disposing touches neither the job nor its handle.
   *
   * <p><i>Errors:</i> those of {@link JobHandle#outcome()}, when the watch ends before the job
   * does. A job that failed or was cancelled is no error: its ending tells.
   *
   * @param job stays as it is
   */
  public static Flowable<JobEvent> events(JobHandle<?> job) {
    return Flowable.fromPublisher(FlowAdapters.toPublisher(job.events()));
  }

  /**
   * Returns the events of all jobs of a group in one stream; otherwise as {@link #events(JobGroup,
   * int)}, listening to all of them at once.
   *
   * @param group stays as it is
   */
  public static Flowable<JobEvent> events(JobGroup<?> group) {
    return events(group, Integer.MAX_VALUE);
  }

  /**
   * Returns the events of all jobs of a group in one stream, each job's in order, listening to a
   * few jobs at a time: when one has ended, the next is joined. Completes when all have ended.
   * {@link JobEvent#snapshot()} tells whose an event is.
   *
   * <p><i>Backpressure:</i> as for {@link #events(JobHandle)}, and one event of each job that is
   * listened to waits here.
   *
   * <p><i>Scheduler:</i> none by default; signals come one at a time, on the callback executor of
   * the jobs' client; one that waited for demand may come on the thread that asks.
   *
   * <p><i>Cancellation:</i> disposing touches neither the jobs nor their handles.
   *
   * <p><i>Errors:</i> a job whose watch stopped does not end the stream: the others are delivered
   * to their ends, and then comes the error, or a {@code CompositeException} of several. {@code
   * InvalidInputException} for a limit below 1.
   *
   * @param group stays as it is
   * @param maxConcurrency how many jobs are listened to at a time, at least 1
   */
  public static Flowable<JobEvent> events(JobGroup<?> group, int maxConcurrency) {
    requirePositive(maxConcurrency);
    return Flowable.<JobHandle<?>>fromIterable(group.jobs())
        .flatMap(RxJobs::events, true, maxConcurrency, ONE_AT_A_TIME);
  }

  /**
   * Returns how a job ended.
   *
   * <p><i>Scheduler:</i> none by default; signals come on the callback executor of the client.
   *
   * <p><i>Cancellation:</i> disposing ends this wait alone.
   *
   * <p><i>Errors:</i> those of {@link JobHandle#outcome()}, when the watch ends before it.
   *
   * @param job stays as it is
   * @param <R> the result of the job
   */
  public static <R> Single<JobOutcome<R>> outcome(JobHandle<R> job) {
    return Futures.single(job::outcome);
  }

  /**
   * Returns the result of a job; otherwise as {@link #outcome}.
   *
   * <p><i>Errors:</i> besides, {@code JobFailedException} for a job that failed and {@code
   * JobCancelledException} for one that was cancelled.
   *
   * @param job stays as it is
   * @param <R> the result of the job
   */
  public static <R> Single<R> result(JobHandle<R> job) {
    return outcome(job).map(JobOutcome::resultOrThrow);
  }

  /**
   * Returns a stream that submits a job anew for every subscription, and then gives its events, as
   * {@link #submitAndWatch(Supplier, OnDispose)} does with {@link OnDispose#DETACH}.
   *
   * @param submission submits a job, such as {@code () -> client.submitAsync(request)}
   * @param <R> the result of the job
   */
  public static <R> Flowable<JobEvent> submitAndWatch(
      Supplier<? extends CompletionStage<JobHandle<R>>> submission) {
    return submitAndWatch(submission, OnDispose.DETACH);
  }

  /**
   * Returns a stream that submits a job anew for every subscription, and then gives its events.
   * {@code retry}, {@code repeat} and a second subscriber each submit, and may each be charged for,
   * a job of their own; {@code publish} or {@code cache} shares one.
   *
   * <p><i>Backpressure:</i> as for {@link #events(JobHandle)}. The submission needs no demand.
   *
   * <p><i>Scheduler:</i> none by default; the submission is begun on the thread that subscribes,
   * and signals come on the callback executor of the job's client.
   *
   * <p><i>Cancellation:</i> what disposing before the end does to the job is the caller's choice.
   * Stopping to watch ends the watch of this handle for everyone who shares it.
   *
   * <p><i>Errors:</i> those of the submission, then those of {@link #events(JobHandle)}.
   *
   * @param submission submits a job, such as {@code () -> client.submitAsync(request)}; best the
   *     client's own future, since cancelling one that was derived from it aborts nothing
   * @param onDispose what disposing does to the job
   * @param <R> the result of the job
   */
  public static <R> Flowable<JobEvent> submitAndWatch(
      Supplier<? extends CompletionStage<JobHandle<R>>> submission, OnDispose onDispose) {
    Objects.requireNonNull(submission, "submission");
    Objects.requireNonNull(onDispose, "onDispose");
    return Flowable.defer(
        () -> {
          Submission<R> own = new Submission<>(onDispose);
          return own.send(submission)
              .flatMapPublisher(RxJobs::events)
              .doOnTerminate(own::over)
              .doFinally(own::left);
        });
  }

  /**
   * Returns a stream that submits a job anew for every subscription, and then gives its result, as
   * {@link #submitForResult(Supplier, OnDispose)} does with {@link OnDispose#DETACH}.
   *
   * @param submission submits a job, such as {@code () -> client.submitAsync(request)}
   * @param <R> the result of the job
   */
  public static <R> Single<R> submitForResult(
      Supplier<? extends CompletionStage<JobHandle<R>>> submission) {
    return submitForResult(submission, OnDispose.DETACH);
  }

  /**
   * Returns a stream that submits a job anew for every subscription, and then gives its result;
   * otherwise as {@link #submitAndWatch(Supplier, OnDispose)}.
   *
   * <p><i>Errors:</i> those of the submission, then those of {@link #result}.
   *
   * @param submission submits a job, such as {@code () -> client.submitAsync(request)}
   * @param onDispose what disposing does to the job
   * @param <R> the result of the job
   */
  public static <R> Single<R> submitForResult(
      Supplier<? extends CompletionStage<JobHandle<R>>> submission, OnDispose onDispose) {
    Objects.requireNonNull(submission, "submission");
    Objects.requireNonNull(onDispose, "onDispose");
    return Single.defer(
        () -> {
          Submission<R> own = new Submission<>(onDispose);
          return own.send(submission)
              .flatMap(RxJobs::result)
              .doOnTerminate(own::over)
              .doFinally(own::left);
        });
  }

  /**
   * Returns a stream that submits every job anew for every subscription, a few at a time, and gives
   * each handle when its outcome is known or its watch stopped, in that order. The next job is
   * submitted when one has ended and its handle was taken.
   *
   * <p><i>Backpressure:</i> without demand nothing is lost: the first {@code maxConcurrency} jobs
   * are submitted without being asked for, and no other before the handle of one of them is taken.
   *
   * <p><i>Scheduler:</i> none by default; the first submissions are begun on the thread that
   * subscribes, later ones on that of a signal, and signals come on the callback executor of the
   * jobs' client; one that waited for demand may come on the thread that asks.
   *
   * <p><i>Cancellation:</i> disposing does to each job that has not ended what the caller chose.
   *
   * <p><i>Errors:</i> after a submission that failed no other is begun; the jobs that go on are
   * delivered when they end, and then comes the error, or a {@code CompositeException} of several.
   * {@code InvalidInputException} for a limit below 1.
   *
   * @param requests what to do; {@code Flowable.fromIterable} makes them of a list
   * @param submit submits one, such as {@code client::submitAsync}
   * @param maxConcurrency how many jobs go on at once, at least 1
   * @param onDispose what disposing does to the jobs
   * @param <T> what is submitted
   * @param <R> the result of a job
   */
  public static <T, R> Flowable<JobHandle<R>> submitAll(
      Publisher<? extends T> requests,
      Function<? super T, ? extends CompletionStage<JobHandle<R>>> submit,
      int maxConcurrency,
      OnDispose onDispose) {
    Objects.requireNonNull(requests, "requests");
    Objects.requireNonNull(submit, "submit");
    Objects.requireNonNull(onDispose, "onDispose");
    requirePositive(maxConcurrency);
    return Flowable.defer(
        () -> {
          CompletableSubject failed = CompletableSubject.create();
          return Flowable.<T>fromPublisher(requests)
              .takeUntil(failed.toFlowable())
              .flatMap(
                  request ->
                      Submission.<R>toItsEnd(() -> submit.apply(request), onDispose)
                          .doOnError(error -> failed.onComplete())
                          .toFlowable(),
                  true,
                  maxConcurrency,
                  ONE_AT_A_TIME);
        });
  }

  /**
   * Returns each handle of a group when its outcome is known or its watch stopped, in that order;
   * completes after the last. Without demand none is lost.
   *
   * <p><i>Scheduler:</i> none by default; signals come on the callback executor of the jobs'
   * client; the handle of a job that had ended before may come on the thread that subscribes, and
   * one that waited for demand on the thread that asks.
   *
   * <p><i>Cancellation:</i> disposing touches neither the jobs nor their handles.
   *
   * <p><i>Errors:</i> none; a job that failed, and a watch that stopped, show at the handle.
   *
   * @param group stays as it is
   * @param <R> the result of a job
   */
  public static <R> Flowable<JobHandle<R>> asTheyEnd(JobGroup<R> group) {
    return Flowable.fromPublisher(FlowAdapters.toPublisher(group.asTheyEnd()));
  }

  /**
   * Returns what a list of a service holds, item by item, from its first page on for every
   * subscription.
   *
   * <p><i>Backpressure:</i> a page is fetched when an item is asked for and all of the page before
   * were taken; that there are no more shows when one more is asked for.
   *
   * <p><i>Scheduler:</i> none by default; items come on the callback executor of the client, or on
   * the thread that asks for them where the page is there.
   *
   * <p><i>Cancellation:</i> disposing ends the request that is under way.
   *
   * <p><i>Errors:</i> a {@code LonghaulException}, when a page could not be fetched.
   *
   * @param pages opens the list, such as {@code () -> client.generations(20)}
   * @param <T> what the list holds
   */
  public static <T> Flowable<T> items(Supplier<? extends Pages<T>> pages) {
    Objects.requireNonNull(pages, "pages");
    return Flowable.defer(() -> new PagedItems<>(Objects.requireNonNull(pages.get(), "pages")));
  }

  private static void requirePositive(int maxConcurrency) {
    if (maxConcurrency < 1) {
      throw InvalidInputException.of(
          "maxConcurrency", "is " + maxConcurrency + ", below 1", "Use 1 or more.");
    }
  }
}
