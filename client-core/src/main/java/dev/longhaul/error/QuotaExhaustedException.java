package dev.longhaul.error;

import java.io.Serial;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The account may not spend any more: it has too few credits (402), or its quota or its billing
 * limit is reached (a 429 whose code says so). The service did nothing, and waiting alone does not
 * help. Remedy: add credits or raise the limit, then call again.
 */
public final class QuotaExhaustedException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  private final @Nullable Double required;
  private final @Nullable Double available;

  /**
   * Makes the exception for a service that tells no numbers.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  public QuotaExhaustedException(String message, CallFacts facts, @Nullable Throwable cause) {
    this(message, facts, cause, null, null);
  }

  private QuotaExhaustedException(
      String message,
      CallFacts facts,
      @Nullable Throwable cause,
      @Nullable Double required,
      @Nullable Double available) {
    super(message, facts, cause);
    this.required = required;
    this.available = available;
  }

  /**
   * Returns this error with the service's numbers.
   *
   * @param required how many credits the request needs, or null when the service did not say
   * @param available how many credits the account has, or null when the service did not say
   */
  public QuotaExhaustedException withCredits(
      @Nullable Double required, @Nullable Double available) {
    return alike(new QuotaExhaustedException(sentence(), facts(), getCause(), required, available));
  }

  /** Returns how many credits the request needs, in the service's own unit, if it said so. */
  public OptionalDouble creditsRequired() {
    return optional(required);
  }

  /** Returns how many credits the account has, in the service's own unit, if it said so. */
  public OptionalDouble creditsAvailable() {
    return optional(available);
  }

  private static OptionalDouble optional(@Nullable Double number) {
    return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
  }

  @Override
  public String userMessage() {
    return "The account has no credits or quota left for this. Add some, then try again.";
  }

  @Override
  public QuotaExhaustedException with(CallFacts facts) {
    return alike(new QuotaExhaustedException(sentence(), facts, getCause(), required, available));
  }
}
