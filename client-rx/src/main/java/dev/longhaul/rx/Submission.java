package dev.longhaul.rx;

import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleEmitter;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One submission of one subscription: sees to it that its job is neither lost nor watched for
 * nobody, whenever the subscription is disposed of.
 *
 * <p><i>Concurrency:</i> disposing and the answer of the service race. The fields are guarded by
 * this; whichever comes second finds what the first left, and lets go of the job.
 */
final class Submission<R> {
  private final OnDispose onDispose;
  private @Nullable CompletionStage<JobHandle<R>> underWay;
  private @Nullable JobHandle<R> job;
  private boolean over;
  private boolean disposed;

  Submission(OnDispose onDispose) {
    this.onDispose = onDispose;
  }

  /**
   * Returns the handle of a job that is submitted by the subscription, which must be one, when the
   * outcome is known or the watch stopped.
   */
  static <R> Single<JobHandle<R>> toItsEnd(
      Supplier<? extends CompletionStage<JobHandle<R>>> submission, OnDispose onDispose) {
    Submission<R> own = new Submission<>(onDispose);
    return own.send(submission)
        .flatMap(job -> RxJobs.outcome(job).map(ended -> job).onErrorReturnItem(job))
        .doOnTerminate(own::over)
        .doFinally(own::left);
  }

  /** Returns the handle; submits when it is subscribed to, which must happen once. */
  Single<JobHandle<R>> send(Supplier<? extends CompletionStage<JobHandle<R>>> submission) {
    return Single.create(
        emitter -> {
          if (emitter.isDisposed()) {
            return;
          }
          CompletionStage<JobHandle<R>> answer =
              Objects.requireNonNull(submission.get(), "The submission gave no future.");
          boolean late;
          synchronized (this) {
            underWay = answer;
            late = disposed;
          }
          answer.whenComplete((handle, error) -> answered(emitter, handle, error));
          if (late) {
            abort(answer);
          }
        });
  }

  private void answered(
      SingleEmitter<JobHandle<R>> emitter,
      @Nullable JobHandle<R> handle,
      @Nullable Throwable error) {
    boolean late;
    synchronized (this) {
      late = disposed;
      job = handle;
    }
    if (handle == null) {
      failed(emitter, error, late);
    } else if (late) {
      letGo(handle);
    } else {
      emitter.onSuccess(handle);
    }
  }

  private void failed(
      SingleEmitter<JobHandle<R>> emitter, @Nullable Throwable error, boolean late) {
    Throwable reason =
        error == null
            ? new NullPointerException("The submission gave no handle.")
            : Futures.reason(error);
    boolean aborted = late && onDispose == OnDispose.DETACH;
    if (!(aborted && reason instanceof CancellationException)) {
      emitter.onError(reason); // to the hook of RxJava, where nobody listens any more
    }
  }

  /** Tells that the stream has ended by itself, before it says so to its subscriber. */
  synchronized void over() {
    over = true;
  }

  /**
   * Tells that nobody listens any more, after the stream was cut: it must not hear of what happens
   * to its job for that reason.
   */
  void left() {
    JobHandle<R> known;
    CompletionStage<JobHandle<R>> answer;
    synchronized (this) {
      if (over || disposed) {
        return;
      }
      disposed = true;
      known = job;
      answer = underWay;
    }
    if (known != null) {
      letGo(known);
    } else if (answer != null) {
      abort(answer);
    }
  }

  /** A job that is to be cancelled needs its id, so its submission is not aborted. */
  private void abort(CompletionStage<JobHandle<R>> answer) {
    if (onDispose == OnDispose.DETACH) {
      answer.toCompletableFuture().cancel(false);
    }
  }

  private void letGo(JobHandle<R> handle) {
    try {
      if (onDispose == OnDispose.DETACH) {
        handle.detach();
      } else {
        handle.cancelAsync().whenComplete((result, error) -> cancelled(handle, result, error));
      }
    } catch (RuntimeException | Error thrown) {
      RxJavaPlugins.onError(thrown);
    }
  }

  private static <R> void cancelled(
      JobHandle<R> handle, @Nullable CancelResult<R> result, @Nullable Throwable error) {
    handle.detach();
    Throwable goesOn = error == null ? reasonToGoOn(result) : Futures.reason(error);
    if (goesOn != null) {
      RxJavaPlugins.onError(goesOn);
    }
  }

  private static @Nullable Throwable reasonToGoOn(@Nullable CancelResult<?> result) {
    if (result instanceof CancelResult.StillRunning<?> running) {
      return running.reason();
    }
    if (result instanceof CancelResult.AnswerLost<?> lost) {
      return lost.reason();
    }
    return result instanceof CancelResult.NotSupported<?>
        ? new UnsupportedOperationException(
            "The service has no way to stop a job: " + result.id() + " goes on.")
        : null;
  }
}
