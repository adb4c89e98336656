package dev.longhaul.internal.call;

import dev.longhaul.error.CallFacts;
import dev.longhaul.policy.KeyMode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a service, and about which job.
 *
 * @param service the service's name
 * @param name the operation's name in the contract
 * @param effect what a request of this kind can do
 * @param jobId the job that it is about, if one is known
 * @param creation the key of the job that it makes, if it makes one
 */
public record Operation(
    String service,
    String name,
    Effect effect,
    @Nullable String jobId,
    @Nullable Creation creation) {
  /** What a request can do. */
  public enum Effect {
    /** It changes nothing. */
    NONE,
    /** It changes something, and doing it again does no further harm. */
    CHANGE,
    /** It makes a job, and doing it again makes another. */
    CREATE
  }

  /**
   * What keeps a job from being made twice.
   *
   * @param key our key of the job
   * @param mode what the key is worth at the service
   */
  public record Creation(UUID key, KeyMode mode) {}

  /** Returns an operation that changes nothing. */
  public static Operation read(String service, String name, @Nullable String jobId) {
    return new Operation(service, name, Effect.NONE, jobId, null);
  }

  /** Returns an operation that makes a job. */
  public static Operation create(String service, String name, UUID key, KeyMode mode) {
    return new Operation(service, name, Effect.CREATE, null, new Creation(key, mode));
  }

  /** Returns an operation that changes a job. */
  public static Operation change(String service, String name, @Nullable String jobId) {
    return new Operation(service, name, Effect.CHANGE, jobId, null);
  }

  /** Returns whether doing it again, when it may have been done, does no harm. */
  boolean isRepeatable() {
    return creation == null || creation.mode() != KeyMode.IGNORED;
  }

  /** Returns facts that tell what was asked. */
  public CallFacts.Builder facts() {
    return CallFacts.builder(service, name)
        .jobId(jobId)
        .key(creation == null ? null : creation.key());
  }
}
