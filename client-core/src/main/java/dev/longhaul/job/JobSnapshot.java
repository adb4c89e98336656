package dev.longhaul.job;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a job at one moment. Immutable. Made by merging everything that was seen so far,
 * so that progress never runs backwards unless the service began the work anew, and an ending is
 * final. The text form leaves out the service's message.
 */
public final class JobSnapshot {
  private final UUID key;
  private final @Nullable String id;
  private final JobPhase phase;
  private final String rawState;
  private final double percent;
  private final @Nullable String stage;
  private final @Nullable String message;
  private final @Nullable Instant eta;
  private final @Nullable Integer queuePosition;
  private final int serverRetries;
  private final int attempt;
  private final Instant observedAt;

  /** The changing parts of a snapshot, so that a merge names only what it changes. */
  static final class Draft {
    final UUID key;
    @Nullable String id;
    JobPhase phase = JobPhase.SUBMITTING;
    String rawState = "";
    double percent = Double.NaN;
    @Nullable String stage;
    @Nullable String message;
    @Nullable Instant eta;
    @Nullable Integer queuePosition;
    int serverRetries;
    int attempt = JobReading.NOT_COUNTED;
    Instant observedAt;

    Draft(UUID key, Instant observedAt) {
      this.key = key;
      this.observedAt = observedAt;
    }

    JobSnapshot freeze() {
      return new JobSnapshot(this);
    }
  }

  private JobSnapshot(Draft draft) {
    key = draft.key;
    id = draft.id;
    phase = draft.phase;
    rawState = draft.rawState;
    percent = draft.percent;
    stage = draft.stage;
    message = draft.message;
    eta = draft.eta;
    queuePosition = draft.queuePosition;
    serverRetries = draft.serverRetries;
    attempt = draft.attempt;
    observedAt = draft.observedAt;
  }

  Draft draft() {
    Draft draft = new Draft(key, observedAt);
    draft.id = id;
    draft.phase = phase;
    draft.rawState = rawState;
    draft.percent = percent;
    draft.stage = stage;
    draft.message = message;
    draft.eta = eta;
    draft.queuePosition = queuePosition;
    draft.serverRetries = serverRetries;
    draft.attempt = attempt;
    return draft;
  }

  /**
   * Returns our key of the job; for a job that someone else submitted, a key that was never sent.
   */
  public UUID key() {
    return key;
  }

  /** Returns the service's id, known from the moment the service accepted the job. */
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** Returns where the job stands. */
  public JobPhase phase() {
    return phase;
  }

  /**
   * Returns the service's own word for the state, unchanged; empty before the first one was seen.
   */
  public String rawState() {
    return rawState;
  }

  /** Returns how much of the work is done, from 0 to 100, if the service tells. */
  public OptionalDouble percent() {
    return Double.isNaN(percent) ? OptionalDouble.empty() : OptionalDouble.of(percent);
  }

  /** Returns the service's name for the step it is at, if it tells. */
  public Optional<String> stage() {
    return Optional.ofNullable(stage);
  }

  /** Returns the service's newest message, which may repeat what was submitted. */
  public Optional<String> message() {
    return Optional.ofNullable(message);
  }

  /** Returns when the service expects to be done, if it tells. */
  public Optional<Instant> eta() {
    return Optional.ofNullable(eta);
  }

  /** Returns the place in the service's queue as the service counts it, if it tells. */
  public OptionalInt queuePosition() {
    return queuePosition == null ? OptionalInt.empty() : OptionalInt.of(queuePosition);
  }

  /** Returns how often the service began the work anew while it was watched; 0 at first. */
  public int serverRetries() {
    return serverRetries;
  }

  /** Returns the service's own count of its attempts; below 0 when it tells none. */
  int attempt() {
    return attempt;
  }

  /** Returns when this was seen, by the client's clock. */
  public Instant observedAt() {
    return observedAt;
  }

  @Override
  public String toString() {
    return "JobSnapshot[key="
        + key
        + ", id="
        + id
        + ", phase="
        + phase
        + ", state="
        + SafeWord.of(rawState)
        + (Double.isNaN(percent) ? "" : ", percent=" + percent)
        + ", observedAt="
        + observedAt
        + "]";
  }
}
