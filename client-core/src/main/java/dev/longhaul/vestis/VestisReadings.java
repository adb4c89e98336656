package dev.longhaul.vestis;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.generated.vestis.model.Job;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.generated.vestis.model.JobStatus;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.job.JobFailure;
import dev.longhaul.job.JobMark;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.ListedJob;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what Vestis says of a job into readings. Where it tells progress, that is in percent. */
final class VestisReadings {
  private static final String PENDING = JobStatus.PENDING.value();
  private static final String COMPLETED = JobStatus.COMPLETED.value();

  private VestisReadings() {}

  /**
   * Returns the answer to a submission as a reading. One that brings the image is of a job that is
   * done, for which the service may give no id.
   *
   * @param now when it was answered, from which the service's estimate counts
   */
  static JobReading<JobResult> accepted(Job answer, Instant now) {
    String state = answer.getStatus() == null ? "" : state(answer);
    String id = id(answer);
    String problem = PathId.problem(id);
    JobResult result = answer.getResult();
    if (result != null && (problem != null || state.isEmpty() || isCompleted(state))) {
      return JobReading.<JobResult>builder(problem == null ? id : "", COMPLETED).succeeded(result);
    }
    if (problem != null) {
      throw new UnexpectedAnswerException(
          "The job_id of the answer " + problem + ". Check that the base URL is the service's own.",
          facts("createJob", null),
          null);
    }
    return reading(id, state.isEmpty() ? PENDING : state, answer, eta(answer, now));
  }

  /**
   * Returns what the service said of one job.
   *
   * <p><i>Errors:</i> a job that is completed and shows no image is not over for whoever waits for
   * it: it is read again.
   */
  static JobReading<JobResult> read(String id, Job job) {
    if (isLate(job)) {
      throw late(id);
    }
    return reading(id, state(job), job, null);
  }

  /** Returns a job of a list, or null when it has no id to ask for. */
  static @Nullable ListedJob<JobResult> listed(Job job) {
    String id = id(job);
    if (!PathId.isFit(id)) {
      return null;
    }
    String state = job.getStatus() == null ? "" : state(job);
    return new ListedJob<>(
        reading(id, state, job, null),
        JobMark.none().with("job_type", ImageKind.jobType(job.getJobType())),
        job.getCreatedAt() == null ? null : job.getCreatedAt().toInstant());
  }

  private static JobReading<JobResult> reading(
      String id, String state, Job job, @Nullable Instant eta) {
    JobReading.Builder<JobResult> reading =
        JobReading.<JobResult>builder(id, state)
            .percent(percent(job))
            .attempt(job.getAttempts())
            .eta(eta);
    JobResult result = job.getResult();
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "pending" -> reading.waiting();
      case "processing" -> reading.running();
      case "failed" -> reading.failed(failure(state, job));
      case "cancelled", "canceled" -> reading.cancelled();
      case "completed" -> result == null ? reading.unrecognized() : reading.succeeded(result);
      default -> reading.unrecognized();
    };
  }

  private static JobFailure failure(String state, Job job) {
    String code = ImageRules.text(job.unknown().get("error_code"));
    String message = job.getError();
    return JobFailure.of(
        code == null || code.isBlank() ? state : code,
        message == null ? ImageRules.text(job.unknown().get("message")) : message);
  }

  /** Only the routes of the features tell progress. */
  private static @Nullable Double percent(Job job) {
    try {
      String told = ImageRules.text(job.unknown().get("progress"));
      return told == null ? null : Double.valueOf(told);
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }

  /** The service tells how many seconds it will take. */
  private static @Nullable Instant eta(Job answer, Instant now) {
    Long seconds = VestisAnswers.number(answer.unknown(), "estimated_time");
    return seconds == null || seconds > 1_000_000 ? null : now.plusSeconds(seconds);
  }

  private static boolean isLate(Job job) {
    return isCompleted(state(job)) && job.getResult() == null;
  }

  private static boolean isCompleted(String state) {
    return state.equalsIgnoreCase(COMPLETED);
  }

  private static String id(Job job) {
    String id = ImageRules.text(job.getJobId());
    return id == null ? "" : id;
  }

  private static String state(Job job) {
    return job.getStatus().value();
  }

  private static LonghaulException late(String id) {
    return new ServiceFailedException(
        "The job is completed and its image is not there yet.", facts("readJob", id), null);
  }

  private static CallFacts facts(String operation, @Nullable String id) {
    return CallFacts.builder(VestisClient.SERVICE, operation)
        .jobId(id)
        .reach(CallFacts.Reach.MAY_HAVE_TAKEN_EFFECT)
        .attempts(1)
        .build();
  }
}
