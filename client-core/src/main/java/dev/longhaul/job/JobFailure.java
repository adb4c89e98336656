package dev.longhaul.job;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a job failed, as the service tells it. Immutable. The text form holds the code alone, since a
 * service's message may repeat the prompt.
 */
public final class JobFailure {
  private static final Set<String> MODERATION =
      Set.of(
          "content_filter",
          "content_filtered",
          "content_moderation",
          "content_policy",
          "content_policy_violation",
          "image_safety",
          "moderation",
          "moderation_blocked",
          "nsfw",
          "prohibited_content",
          "responsibleaipolicyviolation",
          "safety",
          "safety_violation");

  private final String code;
  private final @Nullable String type;
  private final @Nullable String message;

  private JobFailure(String code, @Nullable String type, @Nullable String message) {
    this.code = code;
    this.type = type;
    this.message = message;
  }

  /**
   * Returns a failure.
   *
   * @param code the service's code, or its word for the state where it gives no code
   * @param message the service's explanation, or null where it gives none
   */
  public static JobFailure of(String code, @Nullable String message) {
    return new JobFailure(code, null, message);
  }

  /**
   * Returns this failure with the service's word for the kind of error, which some services send
   * beside the code.
   *
   * @param type the word, or null where the service gives none
   */
  public JobFailure withType(@Nullable String type) {
    return new JobFailure(code, type, message);
  }

  /** Returns the service's code, or its word for the state where it gives no code. */
  public String code() {
    return code;
  }

  /** Returns the service's word for the kind of error, if it sent one beside the code. */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  /** Returns the service's explanation, which may repeat what was submitted. */
  public Optional<String> message() {
    return Optional.ofNullable(message);
  }

  /**
   * Returns whether the service refused the content itself, so that the same request would be
   * refused again. True when the {@link #code()} or the {@link #type()} is one of {@code
   * content_filter}, {@code content_filtered}, {@code content_moderation}, {@code content_policy},
   * {@code content_policy_violation}, {@code image_safety}, {@code moderation}, {@code
   * moderation_blocked}, {@code nsfw}, {@code prohibited_content}, {@code
   * ResponsibleAIPolicyViolation}, {@code safety} and {@code safety_violation}, in upper or lower
   * case, with {@code _} or {@code -}. False for any other word: services may have more of them.
   */
  public boolean moderated() {
    return isModeration(code) || (type != null && isModeration(type));
  }

  private static boolean isModeration(String word) {
    return MODERATION.contains(word.strip().toLowerCase(Locale.ROOT).replace('-', '_'));
  }

  @Override
  public String toString() {
    return "JobFailure[" + SafeWord.of(code) + "]";
  }
}
