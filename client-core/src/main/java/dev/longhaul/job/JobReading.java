package dev.longhaul.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a service said about a job, once, decoded into words that hold for every service: the answer
 * to a submission or to a read. Immutable. Made by a {@link JobService}.
 *
 * @param <R> the result of the job
 */
public final class JobReading<R> {
  static final int NOT_COUNTED = -1;

  final String id;
  final JobPhase phase;
  final String rawState;
  final double percent;
  final @Nullable String stage;
  final @Nullable String message;
  final @Nullable Instant eta;
  final @Nullable Integer queuePosition;
  final int attempt;
  final @Nullable Duration pollAfter;
  final @Nullable JobOutcome<R> outcome;
  final boolean endedUntold;

  private JobReading(Builder<R> builder, JobPhase phase, @Nullable JobOutcome<R> outcome) {
    id = builder.id;
    rawState = builder.rawState;
    this.phase = phase;
    percent = builder.percent;
    stage = builder.stage;
    message = builder.message;
    eta = builder.eta;
    queuePosition = builder.queuePosition;
    attempt = builder.attempt;
    pollAfter = builder.pollAfter;
    this.outcome = outcome;
    endedUntold = builder.endedUntold;
  }

  /**
   * Returns a builder that ends in one of {@link Builder#waiting()}, {@link Builder#running()},
   * {@link Builder#unrecognized()}, {@link Builder#succeeded}, {@link Builder#failed} and {@link
   * Builder#cancelled()}, or in {@link Builder#ended()} where a list or a push frame tells less.
   *
   * @param id the service's id of the job; empty when it gave none, to a job that is done at once
   * @param rawState the service's own word for the state
   * @param <R> the result of the job
   */
  public static <R> Builder<R> builder(String id, String rawState) {
    return new Builder<>(id, rawState);
  }

  /** Returns the service's id of the job; empty when it gave none. */
  public String id() {
    return id;
  }

  /** Returns where the job stands. */
  public JobPhase phase() {
    return phase;
  }

  /** Returns the service's own word for the state. */
  public String rawState() {
    return rawState;
  }

  /** Returns how much of the work is done, from 0 to 100, if the service tells. */
  public OptionalDouble percent() {
    return Double.isNaN(percent) ? OptionalDouble.empty() : OptionalDouble.of(percent);
  }

  /** Returns how the job ended, if it has. */
  public Optional<JobOutcome<R>> outcome() {
    return Optional.ofNullable(outcome);
  }

  @Override
  public String toString() {
    return "JobReading[id=" + id + ", phase=" + phase + ", state=" + SafeWord.of(rawState) + "]";
  }

  /**
   * Gathers a reading. Not thread-safe.
   *
   * @param <R> the result of the job
   */
  public static final class Builder<R> {
    private final String id;
    private final String rawState;
    private double percent = Double.NaN;
    private @Nullable String stage;
    private @Nullable String message;
    private @Nullable Instant eta;
    private @Nullable Integer queuePosition;
    private int attempt = NOT_COUNTED;
    private @Nullable Duration pollAfter;
    private boolean endedUntold;

    private Builder(String id, String rawState) {
      this.id = id;
      this.rawState = rawState;
    }

    /**
     * Sets how much of the work is done, from 0 to 100: a service that counts to 1 is converted by
     * its decoder. What lies outside, null included, counts as not told. Returns this builder.
     */
    public Builder<R> percent(@Nullable Double percent) {
      this.percent = percent != null && percent >= 0 && percent <= 100 ? percent : Double.NaN;
      return this;
    }

    /** Sets the service's name for the step it is at; returns this builder. */
    public Builder<R> stage(@Nullable String stage) {
      this.stage = stage;
      return this;
    }

    /** Sets the service's message; returns this builder. */
    public Builder<R> message(@Nullable String message) {
      this.message = message;
      return this;
    }

    /** Sets when the service expects to be done; returns this builder. */
    public Builder<R> eta(@Nullable Instant eta) {
      this.eta = eta;
      return this;
    }

    /** Sets the place in the service's queue; returns this builder. */
    public Builder<R> queuePosition(@Nullable Integer queuePosition) {
      this.queuePosition = queuePosition;
      return this;
    }

    /**
     * Sets how often the service has begun the work, this time included, if it counts that. A
     * number that grows while the job is watched is told as a retry of the service, after which
     * progress may start anew. Returns this builder.
     */
    public Builder<R> attempt(@Nullable Integer attempt) {
      this.attempt = attempt == null || attempt < 0 ? NOT_COUNTED : attempt;
      return this;
    }

    /**
     * Sets after which time the service wishes to be asked again, as some tell in a header of the
     * answer. It takes the place of what the schedule would have chosen, for one read, up to 5 min.
     * What is not above zero counts as not told. Returns this builder.
     */
    public Builder<R> pollAfter(@Nullable Duration pollAfter) {
      this.pollAfter =
          pollAfter == null || pollAfter.isNegative() || pollAfter.isZero() ? null : pollAfter;
      return this;
    }

    /** Returns the reading of a job that has not started, or was put back in line. */
    public JobReading<R> waiting() {
      return new JobReading<>(this, JobPhase.WAITING, null);
    }

    /** Returns the reading of a job that is being worked on. */
    public JobReading<R> running() {
      return new JobReading<>(this, JobPhase.RUNNING, null);
    }

    /**
     * Returns the reading of a job in a state that the decoder does not know: it is taken to go on.
     */
    public JobReading<R> unrecognized() {
      return new JobReading<>(this, JobPhase.UNKNOWN, null);
    }

    /**
     * Returns the reading of a job that has ended in a way that is not told here: a list or a push
     * frame often shows less than a read. Nothing is told to anyone; the engine reads the job.
     */
    public JobReading<R> ended() {
      endedUntold = true;
      return new JobReading<>(this, JobPhase.UNKNOWN, null);
    }

    /** Returns the reading of a job that ended with a result. */
    public JobReading<R> succeeded(R result) {
      return new JobReading<>(this, JobPhase.SUCCEEDED, new JobOutcome.Succeeded<>(id, result));
    }

    /** Returns the reading of a job that ended with a failure. */
    public JobReading<R> failed(JobFailure failure) {
      return new JobReading<>(this, JobPhase.FAILED, new JobOutcome.Failed<>(id, failure));
    }

    /** Returns the reading of a job that was cancelled. */
    public JobReading<R> cancelled() {
      return new JobReading<>(this, JobPhase.CANCELLED, new JobOutcome.Cancelled<>(id));
    }
  }
}
