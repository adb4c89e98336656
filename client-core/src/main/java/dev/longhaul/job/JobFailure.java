package dev.longhaul.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a job failed, as the service tells it. Immutable. The text form holds the code alone, since a
 * service's message may repeat the prompt.
 */
public final class JobFailure {
  private final String code;
  private final @Nullable String message;

  private JobFailure(String code, @Nullable String message) {
    this.code = code;
    this.message = message;
  }

  /**
   * Returns a failure.
   *
   * @param code the service's code, or its word for the state where it gives no code
   * @param message the service's explanation, or null where it gives none
   */
  public static JobFailure of(String code, @Nullable String message) {
    return new JobFailure(code, message);
  }

  /** Returns the service's code, or its word for the state where it gives no code. */
  public String code() {
    return code;
  }

  /** Returns the service's explanation, which may repeat what was submitted. */
  public Optional<String> message() {
    return Optional.ofNullable(message);
  }

  @Override
  public String toString() {
    return "JobFailure[" + SafeWord.of(code) + "]";
  }
}
