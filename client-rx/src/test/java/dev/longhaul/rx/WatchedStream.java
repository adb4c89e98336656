package dev.longhaul.rx;

import dev.longhaul.job.JobCancelledException;
import dev.longhaul.job.JobFailedException;
import dev.longhaul.job.JobGroup;
import dev.longhaul.job.JobHandle;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every stream that hangs on a job. */
enum WatchedStream {
  EVENTS,
  OUTCOME,
  RESULT,
  EVENTS_OF_A_GROUP,
  AS_THEY_END,
  SUBMIT_AND_WATCH,
  SUBMIT_FOR_RESULT,
  SUBMIT_ALL;

  /** Returns the stream of a job, submitted there or here. */
  Flowable<?> of(Supplier<? extends CompletionStage<JobHandle<String>>> submission) {
    return switch (this) {
      case EVENTS -> RxJobs.events(given(submission));
      case OUTCOME -> RxJobs.outcome(given(submission)).toFlowable();
      case RESULT -> RxJobs.result(given(submission)).toFlowable();
      case EVENTS_OF_A_GROUP -> RxJobs.events(JobGroup.of(List.of(given(submission))));
      case AS_THEY_END -> RxJobs.asTheyEnd(JobGroup.of(List.of(given(submission))));
      case SUBMIT_AND_WATCH -> RxJobs.submitAndWatch(submission);
      case SUBMIT_FOR_RESULT -> RxJobs.submitForResult(submission).toFlowable();
      case SUBMIT_ALL ->
          RxJobs.submitAll(Flowable.just(1), one -> submission.get(), 2, OnDispose.DETACH);
    };
  }

  boolean submits() {
    return compareTo(SUBMIT_AND_WATCH) >= 0;
  }

  private static JobHandle<String> given(
      Supplier<? extends CompletionStage<JobHandle<String>>> submission) {
    return submission.get().toCompletableFuture().join();
  }

  /** Returns what the stream ends with when the watch ended before the job; null for no error. */
  @Nullable Class<? extends Throwable> whenStopped(Class<? extends Throwable> reason) {
    return this == AS_THEY_END || this == SUBMIT_ALL ? null : reason;
  }

  @Nullable Class<? extends Throwable> whenFailed() {
    return isResult() ? JobFailedException.class : null;
  }

  @Nullable Class<? extends Throwable> whenCancelled() {
    return isResult() ? JobCancelledException.class : null;
  }

  private boolean isResult() {
    return this == RESULT || this == SUBMIT_FOR_RESULT;
  }
}
