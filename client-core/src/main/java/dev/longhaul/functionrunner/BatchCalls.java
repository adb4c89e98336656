package dev.longhaul.functionrunner;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.generated.functionrunner.model.BatchAccepted;
import dev.longhaul.generated.functionrunner.model.BatchStatus;
import dev.longhaul.generated.functionrunner.model.BatchSubmission;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.internal.call.KeyedSubmissions;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.call.SubmissionDoubt;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobReading;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Submits batches and attaches to them. The tasks of a batch become handles of the same client as
 * those of single tasks.
 *
 * <p><i>Concurrency:</i> thread-safe; views of one client share the keys.
 */
final class BatchCalls {
  private static final String SUBMIT = "submitBatch";
  private static final String READ = "readBatch";

  private final Runner runner;
  private final JobClient<TaskSubmission, TaskResult> jobs;
  private final KeyedSubmissions<BatchHandle> keyed;

  /** What is known of a batch once the service has accepted it. */
  private record Accepted(String id, List<JobReading<TaskResult>> tasks) {}

  private BatchCalls(
      Runner runner,
      JobClient<TaskSubmission, TaskResult> jobs,
      KeyedSubmissions<BatchHandle> keyed) {
    this.runner = runner;
    this.jobs = jobs;
    this.keyed = keyed;
  }

  static BatchCalls of(Runner runner, JobClient<TaskSubmission, TaskResult> jobs) {
    return new BatchCalls(runner, jobs, new KeyedSubmissions<>(BatchHandle::outcome));
  }

  /** Returns the same calls, made under other options. */
  BatchCalls with(Runner other, JobClient<TaskSubmission, TaskResult> otherJobs) {
    return new BatchCalls(other, otherJobs, keyed);
  }

  BatchHandle submit(BatchSubmission batch) throws InterruptedException {
    UUID key = UUID.randomUUID();
    BatchSubmission checked = checked(batch);
    return SubmissionDoubt.await(creation(key), () -> send(checked, key));
  }

  BatchHandle submit(BatchSubmission batch, UUID key) throws InterruptedException {
    BatchSubmission checked = checked(batch);
    return SubmissionDoubt.await(creation(key), () -> submitOnce(checked, key));
  }

  CompletableFuture<BatchHandle> submitAsync(BatchSubmission batch) {
    return hopped(Guarded.call(() -> send(checked(batch), UUID.randomUUID())));
  }

  CompletableFuture<BatchHandle> submitAsync(BatchSubmission batch, UUID key) {
    return hopped(Guarded.call(() -> submitOnce(checked(batch), key)));
  }

  /**
   * What the caller hangs on a future runs among the callbacks; a caller that blocks needs none.
   */
  private CompletableFuture<BatchHandle> hopped(CompletableFuture<BatchHandle> ours) {
    return LinkedFuture.on(runner.transport().callbacks(), ours);
  }

  private BatchSubmission checked(BatchSubmission batch) {
    runner.paths().requireBatches();
    return BatchRules.checked(batch);
  }

  private CompletableFuture<BatchHandle> submitOnce(BatchSubmission batch, UUID key) {
    return keyed.submit(key, batch.hashCode(), () -> send(batch, key));
  }

  private Operation creation(UUID key) {
    return Operation.create(FunctionRunnerClient.SERVICE, SUBMIT, key, runner.options().keys());
  }

  private CompletableFuture<BatchHandle> send(BatchSubmission batch, UUID key) {
    Map<String, Integer> places = BatchRules.places(batch.getTasks());
    // The key goes along with every task, so that a batch whose answer was lost can be found.
    batch.getTasks().forEach(it -> it.metadata(TaskCalls.withKey(it.getMetadata(), key)));
    CompletableFuture<Accepted> accepted =
        LinkedFuture.chain(
            LinkedFuture.chain(
                new BatchInputs(runner.inputs(), batch).check(),
                left -> runner.paths(left).submitBatch(batch, key).start()),
            answer -> accepted(answer, batch.getTasks().size()));
    LinkedFuture<BatchHandle> handle = new LinkedFuture<>(accepted);
    accepted.whenComplete(
        (known, error) -> {
          if (known == null) {
            handle.completeExceptionally(SubmissionDoubt.judge(creation(key), error));
          } else {
            handOver(handle, known, key, places);
          }
        });
    return handle;
  }

  /** Nobody would watch a handle that its caller gave up waiting for. */
  private void handOver(
      CompletableFuture<BatchHandle> handle,
      Accepted accepted,
      UUID key,
      Map<String, Integer> places) {
    if (handle.isDone()) {
      return;
    }
    List<JobHandle<TaskResult>> tasks =
        accepted.tasks().stream().map(task -> jobs.watch(task, key)).toList();
    BatchHandle batch = new WatchedBatch(runner, accepted.id(), key, tasks, places);
    if (!handle.complete(batch)) {
      batch.detach();
    }
  }

  /** Whatever is wrong from here on, the batch is there: every error tells its id. */
  private CompletableFuture<Accepted> accepted(BatchAccepted answer, int submitted) {
    String id = answer.getBatchId();
    CompletableFuture<List<JobReading<TaskResult>>> tasks =
        Guarded.call(
            () ->
                answer.getTasks() == null
                    ? LinkedFuture.map(runner.paths().batch(id).start(), BatchCalls::readings)
                    : CompletableFuture.completedFuture(
                        tasks(SUBMIT, answer.getTasks())
                            .map(task -> TaskReadings.accepted(SUBMIT, task))
                            .toList()));
    return LinkedFuture.explain(
        LinkedFuture.map(tasks, known -> complete(id, known, submitted)),
        error -> error instanceof LonghaulException known ? afterAccepted(known, id) : error);
  }

  private static List<JobReading<TaskResult>> readings(BatchStatus status) {
    return tasks(READ, status.getTasks()).map(BatchCalls::reading).toList();
  }

  private static Accepted complete(String id, List<JobReading<TaskResult>> tasks, int submitted) {
    long different = tasks.stream().map(JobReading::id).distinct().count();
    if (tasks.size() != submitted || different != submitted) {
      throw TaskReadings.unexpected(
          SUBMIT,
          "The answer names " + different + " tasks where " + submitted + " were submitted.");
    }
    return new Accepted(id, tasks);
  }

  private static LonghaulException afterAccepted(LonghaulException error, String id) {
    return error.with(
        error.facts().toBuilder().jobId(id).reach(Reach.MAY_HAVE_TAKEN_EFFECT).build());
  }

  /** Returns a future of a handle of a batch that was submitted elsewhere. */
  CompletableFuture<BatchHandle> attachAsync(String id) {
    CompletableFuture<BatchHandle> handle =
        LinkedFuture.map(
            Guarded.call(() -> runner.paths().batch(id).start()), status -> attached(id, status));
    return hopped(handle);
  }

  private BatchHandle attached(String id, BatchStatus status) {
    UUID key = UUID.randomUUID();
    List<JobHandle<TaskResult>> tasks =
        tasks(READ, status.getTasks()).map(task -> watched(task, key)).toList();
    return new WatchedBatch(runner, id, key, tasks, Map.of());
  }

  /** A task that has completed is read at once, for its result; what is known of others will do. */
  private JobHandle<TaskResult> watched(TaskStatus task, UUID key) {
    JobReading<TaskResult> reading = reading(task);
    return TaskReadings.isCompleted(task) ? jobs.attach(reading.id()) : jobs.watch(reading, key);
  }

  private static JobReading<TaskResult> reading(TaskStatus task) {
    return TaskReadings.status(TaskReadings.id(READ, task.getTaskId()), task);
  }

  /** A batch has tasks, and an answer that leaves any out is of no use. */
  private static <T> Stream<T> tasks(String operation, @Nullable List<T> told) {
    if (told == null || told.isEmpty() || told.stream().anyMatch(Objects::isNull)) {
      throw TaskReadings.unexpected(operation, "The answer does not tell the tasks of the batch.");
    }
    return told.stream();
  }
}
