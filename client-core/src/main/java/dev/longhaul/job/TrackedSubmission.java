package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.call.SubmissionDoubt;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.job.OpenSubmissions.Entry;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One submission, from before it is sent until its handle is there or its error: where the service
 * lists its jobs, one in doubt is looked for.
 *
 * <p><i>Concurrency:</i> each step is started by the end of the one before; the handle may be given
 * up at any moment, and a job that comes too late for it is not watched.
 */
final class TrackedSubmission<S, R> {
  private final JobService<S, R> service;
  private final JobRuntime runtime;
  private final OpenSubmissions open;
  private final Operation creation;
  private final WatchedJob<R> job;
  private String kind = "";

  TrackedSubmission(
      JobService<S, R> service,
      JobRuntime runtime,
      OpenSubmissions open,
      Operation creation,
      UUID key) {
    this.service = service;
    this.runtime = runtime;
    this.open = open;
    this.creation = creation;
    job = new WatchedJob<>(service, runtime, key);
  }

  CompletableFuture<JobHandle<R>> send(S request) {
    kind = service.kind(request);
    Entry entry = service.list().isEmpty() ? null : open.begin(service.mark(request));
    CompletableFuture<JobReading<R>> answer =
        Guarded.call(() -> service.submit().submit(request, job.key()));
    LinkedFuture<JobHandle<R>> handle = new LinkedFuture<>(answer);
    runtime.track(handle, SubmissionDoubt.uncertain(creation, closedInBetween()));
    answer.whenComplete(
        (reading, error) -> {
          if (reading == null) {
            failed(handle, entry, SubmissionDoubt.judge(creation, error));
          } else {
            if (entry != null) {
              known(entry, reading.id());
            }
            job.begin(reading, kind);
            handOver(handle);
          }
        });
    return handle;
  }

  private ClientClosedException closedInBetween() {
    CallFacts facts = creation.facts().build();
    return new ClientClosedException("The client was closed before the answer came.", facts, null);
  }

  /** A job that is done at once may have no id; should the list show it, it is nobody else's. */
  private void known(Entry entry, String id) {
    if (id.isEmpty()) {
      open.leftInDoubt(entry);
    } else {
      open.accepted(entry, id);
    }
  }

  /** Nobody would watch a handle that its caller gave up waiting for. */
  private void handOver(CompletableFuture<JobHandle<R>> handle) {
    if (!handle.complete(job)) {
      job.detach();
    }
  }

  private void failed(
      LinkedFuture<JobHandle<R>> handle, @Nullable Entry entry, LonghaulException error) {
    if (entry != null && error instanceof SubmissionUncertainException doubt) {
      lookFor(handle, entry, doubt);
      return;
    }
    if (entry != null) {
      open.refused(entry);
    }
    handle.completeExceptionally(error);
  }

  /** Looks in the list for the job of a submission in doubt, while somebody waits for it. */
  private void lookFor(
      LinkedFuture<JobHandle<R>> handle, Entry entry, SubmissionUncertainException doubt) {
    Duration left = service.deadline().minusNanos(open.now() - entry.began);
    LinkedFuture<LostSubmission.Found<R>> search =
        new LostSubmission<>(entry, open, service, runtime)
            .search(handle.isDone() || left.isNegative() ? Duration.ZERO : left);
    handle.waitFor(search);
    search.whenComplete(
        (found, givenUp) -> {
          JobReading<R> listed = found == null ? null : found.job();
          if (listed != null) {
            job.begin(listed, null);
            handOver(handle);
            return;
          }
          open.leftInDoubt(entry);
          if (found != null) {
            handle.completeExceptionally(doubt.afterSearch(found.candidates(), found.trouble()));
          }
        });
  }
}
