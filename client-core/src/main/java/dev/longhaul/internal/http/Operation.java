package dev.longhaul.internal.http;

import dev.longhaul.error.CallFacts;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a service, and about which job.
 *
 * @param service the service's name
 * @param name the operation's name in the contract
 * @param effect what a request of this kind can do
 * @param jobId the job that it is about, if one is known
 * @param key our key of the job that it makes, if it makes one
 */
public record Operation(
    String service, String name, Effect effect, @Nullable String jobId, @Nullable UUID key) {
  /** What a request can do. */
  public enum Effect {
    /** It changes nothing. */
    NONE,
    /** It changes something, and doing it again does no further harm. */
    CHANGE,
    /** It makes a job, and doing it again makes another. */
    CREATE
  }

  /** Returns an operation that changes nothing. */
  public static Operation read(String service, String name, @Nullable String jobId) {
    return new Operation(service, name, Effect.NONE, jobId, null);
  }

  /** Returns an operation that makes a job. */
  public static Operation create(String service, String name, UUID key) {
    return new Operation(service, name, Effect.CREATE, null, key);
  }

  /** Returns an operation that changes a job. */
  public static Operation change(String service, String name, @Nullable String jobId) {
    return new Operation(service, name, Effect.CHANGE, jobId, null);
  }

  CallFacts.Builder facts() {
    return CallFacts.builder(service, name).jobId(jobId).key(key);
  }
}
