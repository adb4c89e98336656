package dev.longhaul.vestis;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.error.CallFacts;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.generated.vestis.model.Job;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.generated.vestis.model.JobStatus;
import dev.longhaul.internal.http.Dated;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.job.JobFailure;
import dev.longhaul.job.JobMark;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.ListedJob;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
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
   * @param now when it was answered
   */
  static JobReading<JobResult> accepted(Dated<Job> answer, Instant now) {
    Job job = answer.value();
    String state = job.getStatus() == null ? "" : state(job);
    String id = id(job);
    String problem = PathId.problem(id);
    JobResult result = job.getResult();
    if (result != null && (problem != null || state.isEmpty() || isCompleted(state))) {
      return JobReading.<JobResult>builder(problem == null ? id : "", COMPLETED).succeeded(result);
    }
    if (problem != null) {
      throw new UnexpectedAnswerException(
          "The job_id of the answer " + problem + ". Check that the base URL is the service's own.",
          facts("createJob", null),
          null);
    }
    return reading(id, state.isEmpty() ? PENDING : state, answer, now);
  }

  /**
   * Returns what the service said of one job.
   *
   * <p><i>Errors:</i> a job that is completed and shows no image is not over for whoever waits for
   * it: it is read again.
   */
  static JobReading<JobResult> read(String id, Dated<Job> answer, Instant now) {
    if (isLate(answer.value())) {
      throw late(id);
    }
    return reading(id, state(answer.value()), answer, now);
  }

  /** Returns a job of a list, or null when it has no id to ask for. */
  static @Nullable ListedJob<JobResult> listed(Dated<Job> row, Instant now) {
    Job job = row.value();
    String id = id(job);
    if (!PathId.isFit(id)) {
      return null;
    }
    String state = job.getStatus() == null ? "" : state(job);
    return new ListedJob<>(
        reading(id, state, row, now),
        JobMark.none().with("job_type", ImageKind.jobType(job.getJobType())),
        job.getCreatedAt() == null ? null : job.getCreatedAt().toInstant());
  }

  private static JobReading<JobResult> reading(
      String id, String state, Dated<Job> answer, Instant now) {
    Job job = answer.value();
    JobReading.Builder<JobResult> reading =
        JobReading.<JobResult>builder(id, state)
            .percent(percent(job))
            .attempt(job.getAttempts())
            .eta(eta(answer, now))
            .pollAfter(answer.pollAfter());
    JobResult result = job.getResult();
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "pending" -> reading.waiting();
      case "processing" -> reading.running();
      case "failed" -> reading.failed(failure(state, job));
      case "cancelled", "canceled" -> reading.cancelled();
      case "completed" -> result == null ? reading.ended() : reading.succeeded(result);
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

  /**
   * When the service expects to be done. It documents {@code estimated_time} alone, in the answer
   * to a submission, as the seconds that it will need; that a read or a list may say the same, and
   * in the other forms, is an assumption. What it needs in all counts from when it took the job, by
   * its own clock.
   */
  private static @Nullable Instant eta(Dated<Job> answer, Instant now) {
    JsonObject told = answer.value().unknown();
    Instant end = time(told.get("estimated_completion"));
    if (end != null) {
      return end;
    }
    Long left = seconds(told, "estimated_time_remaining");
    if (left != null) {
      return now.plusSeconds(left);
    }
    Long whole = seconds(told, "estimated_time");
    Long needed = whole == null ? seconds(told, "estimated_duration") : whole;
    return needed == null ? null : now.plusSeconds(needed).minus(age(answer, now));
  }

  private static Duration age(Dated<Job> answer, Instant now) {
    OffsetDateTime taken = answer.value().getCreatedAt();
    Instant then = answer.serverTime() == null ? now : answer.serverTime();
    return taken == null || taken.toInstant().isAfter(then)
        ? Duration.ZERO
        : Duration.between(taken.toInstant(), then);
  }

  private static @Nullable Long seconds(JsonObject told, String name) {
    Long seconds = VestisAnswers.number(told, name);
    return seconds == null || seconds > 1_000_000 ? null : seconds;
  }

  private static @Nullable Instant time(@Nullable JsonElement told) {
    try {
      String text = ImageRules.text(told);
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException noTime) {
      return null;
    }
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
