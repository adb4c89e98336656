package dev.longhaul.cli;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobFailure;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobSnapshot;
import dev.longhaul.job.Registration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * Follows a job to its end: shows its progress, saves its files, and does what the user wants when
 * Ctrl-C is pressed. Every ending but success is a {@link CommandFailure} with its own exit code.
 *
 * <p><i>Concurrency:</i> used by one thread, the one that Ctrl-C interrupts.
 *
 * @param <R> the result of the job
 */
final class JobFollower<R> {
  private final Surroundings surroundings;
  private final TerminalFacts terminal;
  private final Service<R> service;
  private final Path out;
  private final ConnectionLine connection;
  private Elapsed elapsed;
  private Duration patience = Duration.ofMinutes(1);
  private Function<String, String> comeBack = id -> "";
  private Function<String, String> comeBackEnded = id -> "";
  private String look = "";

  JobFollower(Service<R> service, Surroundings surroundings, Path out) {
    this.surroundings = surroundings;
    this.terminal = surroundings.person().terminal().get();
    this.service = service;
    this.out = out;
    this.connection = new ConnectionLine(surroundings.display()::note);
    this.elapsed = new Elapsed("watched", service.usualDuration());
  }

  /** Returns a follower that tells how to come back to a job of a server. */
  static <R> JobFollower<R> of(
      Service<R> service, Surroundings surroundings, ServerOptions<?> server, OutOption out) {
    JobFollower<R> follower = new JobFollower<>(service, surroundings, out.path);
    follower.comeBack(id -> server.comeBack(id, out), id -> server.comeBack(id, out));
    follower.look = service instanceof Service.Listed ? server.line("list") : "";
    return follower;
  }

  /** Sets how long to wait for the job, a minute at first; returns this follower. */
  JobFollower<R> patience(Duration patience) {
    this.patience = patience;
    return this;
  }

  /** Sets what tells how to come back to a job; returns this follower. */
  JobFollower<R> comeBack(Function<String, String> before, Function<String, String> ended) {
    comeBack = before;
    comeBackEnded = ended;
    return this;
  }

  /**
   * Submits a job.
   *
   * @param <R> the result of the job
   */
  @FunctionalInterface
  interface Submission<R> {
    JobHandle<R> submit() throws InterruptedException;
  }

  /** Returns when the job was submitted, has succeeded, and its files are written. */
  @SuppressWarnings("try") // the connection is told of for the time of the block
  void run(Submission<R> submission) throws InterruptedException {
    elapsed = new Elapsed("elapsed", service.usualDuration());
    try (Registration told = connection.of(service.connection())) {
      JobHandle<R> job = submitted(submission);
      if (!id(job).isEmpty()) {
        surroundings.display().note("job id: " + id(job));
      }
      settle(id(job), () -> conclude(watch(job)));
    }
  }

  private JobHandle<R> submitted(Submission<R> submission) throws InterruptedException {
    try {
      return submission.submit();
    } catch (InterruptedException | SubmissionUncertainException stopped) {
      SubmissionUncertainException doubt = Trouble.doubt(stopped);
      if (doubt == null || look.isEmpty()) {
        throw stopped;
      }
      throw doubtful(doubt);
    }
  }

  private CommandFailure doubtful(SubmissionUncertainException doubt) {
    StringBuilder advice = new StringBuilder();
    if (!doubt.candidates().isEmpty()) {
      Table jobs = new Table("ID", "STATE", "CREATED");
      doubt.candidates().forEach(job -> jobs.row(job.id(), job.state(), job.createdAt()));
      jobs.lines().forEach(line -> advice.append(line).append('\n'));
    }
    return new CommandFailure(
        ExitCode.UNKNOWN,
        Trouble.line(doubt),
        advice.append("To look for it:\n  ").append(look).toString(),
        doubt);
  }

  /** Returns when a job that was submitted before has succeeded and its files are written. */
  @SuppressWarnings("try") // as above
  void watch(String id) {
    requireKnown(id);
    try (Registration told = connection.of(service.connection())) {
      settle(id, () -> conclude(watch(service.attach(id))));
    }
  }

  /** Returns when the files of a job that has ended are written; does not wait for its end. */
  void fetch(String id) {
    requireKnown(id);
    settle(id, () -> concludeEnded(service.attach(id)));
  }

  /**
   * The watch itself never gives up on a server that cannot be reached; whoever mistyped wants to
   * hear it now.
   */
  private void requireKnown(String id) {
    try {
      service.status(id);
    } catch (InterruptedException pressed) {
      throw left(id);
    }
  }

  private void concludeEnded(JobHandle<R> job) throws IOException, InterruptedException {
    CompletableFuture<JobSnapshot> seen = new CompletableFuture<>();
    Registration listening = job.listen(event -> tell(event, seen));
    try {
      requireEnded(job, Interruptible.await(seen));
    } finally {
      listening.close();
    }
    comeBack = comeBackEnded;
    conclude(job.await(patience));
  }

  private void requireEnded(JobHandle<R> job, JobSnapshot seen) {
    if (!seen.phase().isTerminal()) {
      throw new CommandFailure(
          ExitCode.JOB_GOES_ON,
          "The job has not ended yet; its state is " + Printable.cut(seen.rawState(), 40) + ".",
          advice(id(job)),
          null);
    }
  }

  private static void tell(JobEvent event, CompletableFuture<JobSnapshot> seen) {
    if (event instanceof JobEvent.ReadFailed failed) {
      seen.completeExceptionally(failed.error());
    } else if (event instanceof JobEvent.WatchStopped stopped) {
      seen.completeExceptionally(stopped.error());
    } else if (!event.snapshot().rawState().isEmpty()) {
      seen.complete(event.snapshot());
    }
  }

  @FunctionalInterface
  private interface Step {
    void take() throws IOException, InterruptedException;
  }

  private void settle(String id, Step step) {
    try {
      step.take();
    } catch (InterruptedException pressed) {
      throw left(id);
    } catch (IOException unwritable) {
      String line =
          "The job succeeded, but --out cannot be written. Pass another place, or make room.";
      throw new CommandFailure(ExitCode.WRONG_USAGE, line, advice(id), unwritable);
    } catch (LonghaulException error) {
      Trouble trouble = Trouble.of(error);
      boolean lost = error instanceof NotFoundException || trouble.code() == ExitCode.UNKNOWN;
      throw new CommandFailure(trouble.code(), trouble.line(), lost ? "" : advice(id), error);
    }
  }

  private JobOutcome<R> watch(JobHandle<R> job) throws InterruptedException {
    ProgressView progress = ProgressView.on(surroundings.display(), terminal, elapsed);
    Registration listening = job.listen(progress);
    connection.moveTo(progress::note);
    try {
      return awaitOrAsk(job, progress);
    } finally {
      listening.close();
      progress.finish(job.snapshot());
    }
  }

  private JobOutcome<R> awaitOrAsk(JobHandle<R> job, ProgressView progress)
      throws InterruptedException {
    try {
      return job.await(patience);
    } catch (InterruptedException pressed) {
      if (!terminal.asks() || service.whyNotCancelled().isPresent()) {
        throw pressed;
      }
    }
    progress.pause();
    CompletableFuture<JobOutcome<R>> ending = job.outcome();
    boolean cancelling = wantsToCancel(ending);
    progress.resume();
    if (!ending.isDone()) {
      if (!cancelling) {
        throw left(id(job));
      }
      requireCancelled(job);
    }
    return job.await(patience);
  }

  /** Waits for the answer, or for the job to end by itself; a second Ctrl-C interrupts that. */
  private boolean wantsToCancel(CompletableFuture<?> ending) throws InterruptedException {
    CompletableFuture<Boolean> answer =
        Question.ask("Cancel the remote job, too? [y/N] ", surroundings);
    try {
      CompletableFuture.anyOf(answer, ending).get();
    } catch (ExecutionException watchOver) {
      // The wait that follows throws the reason.
      return false;
    }
    return answer.getNow(false);
  }

  /**
   * Returns when the job is about to end, or had ended; the wait that follows brings the ending.
   */
  private void requireCancelled(JobHandle<R> job) throws InterruptedException {
    CancelResult<R> result = job.cancel();
    String words = CancelWords.of(result, service);
    if (result instanceof CancelResult.Accepted || result instanceof CancelResult.AlreadyFinished) {
      surroundings.display().note(words);
      return;
    }
    boolean goesOn =
        result instanceof CancelResult.StillRunning || result instanceof CancelResult.NotSupported;
    throw new CommandFailure(
        goesOn ? ExitCode.JOB_GOES_ON : ExitCode.UNKNOWN, words, advice(id(job)), null);
  }

  private void conclude(JobOutcome<R> outcome) throws IOException, InterruptedException {
    if (outcome instanceof JobOutcome.Succeeded<R> succeeded) {
      service.save(succeeded.id(), succeeded.result(), out);
    } else if (outcome instanceof JobOutcome.Failed<R> failed) {
      throw new CommandFailure(ExitCode.JOB_FAILED, words(failed.failure()), "", null);
    } else {
      throw new CommandFailure(ExitCode.JOB_CANCELLED, "The job was cancelled.", "", null);
    }
  }

  private static String words(JobFailure failure) {
    String code = failure.code().equalsIgnoreCase("failed") ? "" : " (" + failure.code() + ")";
    return failure
        .message()
        .map(words -> "The job failed" + code + ": " + Printable.cut(words, 300))
        .orElse("The job failed" + code + "; the service does not say why.");
  }

  /** Returns what tells that we left the job, and how to come back to it. */
  private CommandFailure left(String id) {
    return new CommandFailure(
        ExitCode.JOB_GOES_ON, "Left without waiting; the job was not cancelled.", advice(id), null);
  }

  private String advice(String id) {
    String command = id.isEmpty() ? "" : comeBack.apply(id);
    return command.isEmpty() ? "" : "To come back:\n  " + command;
  }

  private static String id(JobHandle<?> job) {
    return job.id().orElse("");
  }
}
