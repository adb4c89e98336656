package dev.longhaul.cli;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobFailure;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
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
 */
final class JobFollower {
  private final Surroundings surroundings;
  private final TerminalFacts terminal;
  private final ResultFiles files;
  private Duration patience = Duration.ofMinutes(1);
  private Function<String, String> comeBack = id -> "";

  JobFollower(Surroundings surroundings, FunctionRunnerClient client, Path out) {
    this.surroundings = surroundings;
    this.terminal = surroundings.person().terminal().get();
    this.files = new ResultFiles(surroundings.display(), client, out);
  }

  /** Sets how long to wait for the job, a minute at first; returns this follower. */
  JobFollower patience(Duration patience) {
    this.patience = patience;
    return this;
  }

  /** Sets what makes the command to come back with of a job's id; returns this follower. */
  JobFollower comeBack(Function<String, String> comeBack) {
    this.comeBack = comeBack;
    return this;
  }

  /** Returns when the job has succeeded and its files are written. */
  void follow(JobHandle<TaskResult> job) {
    String id = job.id().orElse("");
    try {
      conclude(watch(job));
    } catch (InterruptedException pressed) {
      throw left(id);
    } catch (IOException unwritable) {
      String line =
          "The job succeeded, but --out cannot be written. Pass another folder, or make room.";
      throw new CommandFailure(ExitCode.WRONG_USAGE, line, advice(id), unwritable);
    } catch (LonghaulException error) {
      Trouble trouble = Trouble.of(error);
      boolean lost = error instanceof NotFoundException || trouble.code() == ExitCode.UNKNOWN;
      throw new CommandFailure(trouble.code(), trouble.line(), lost ? "" : advice(id), error);
    }
  }

  private JobOutcome<TaskResult> watch(JobHandle<TaskResult> job) throws InterruptedException {
    ProgressView progress = ProgressView.on(surroundings.display(), terminal);
    JobHandle.Registration listening = job.listen(progress);
    try {
      return awaitOrAsk(job, progress);
    } finally {
      listening.close();
      progress.finish(job.snapshot());
    }
  }

  private JobOutcome<TaskResult> awaitOrAsk(JobHandle<TaskResult> job, ProgressView progress)
      throws InterruptedException {
    try {
      return job.await(patience);
    } catch (InterruptedException pressed) {
      if (!terminal.asks()) {
        throw pressed;
      }
    }
    progress.pause();
    CompletableFuture<JobOutcome<TaskResult>> ending = job.outcome();
    boolean cancelling = wantsToCancel(ending);
    progress.resume();
    if (!ending.isDone()) {
      if (!cancelling) {
        throw left(job.id().orElse(""));
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
  private void requireCancelled(JobHandle<TaskResult> job) throws InterruptedException {
    CancelResult<TaskResult> result = job.cancel();
    if (result instanceof CancelResult.Accepted || result instanceof CancelResult.AlreadyFinished) {
      surroundings.display().note(CancelWords.of(result));
      return;
    }
    boolean goesOn =
        result instanceof CancelResult.StillRunning || result instanceof CancelResult.NotSupported;
    throw new CommandFailure(
        goesOn ? ExitCode.JOB_GOES_ON : ExitCode.UNKNOWN,
        CancelWords.of(result),
        advice(job.id().orElse("")),
        null);
  }

  private void conclude(JobOutcome<TaskResult> outcome) throws IOException, InterruptedException {
    if (outcome instanceof JobOutcome.Succeeded<TaskResult> succeeded) {
      files.save(succeeded.result());
    } else if (outcome instanceof JobOutcome.Failed<TaskResult> failed) {
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
  CommandFailure left(String id) {
    return new CommandFailure(
        ExitCode.JOB_GOES_ON, "Left without waiting; the job was not cancelled.", advice(id), null);
  }

  private String advice(String id) {
    String command = comeBack.apply(id);
    return command.isEmpty() ? "" : "To come back:\n  " + command;
  }
}
