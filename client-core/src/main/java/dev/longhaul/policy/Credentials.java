package dev.longhaul.policy;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * As whom a client calls. They go to the configured origin only, never along a redirect or to a
 * download elsewhere, and are in no text form, log line or exception.
 */
public final class Credentials {
  private static final Credentials NONE = new Credentials(() -> null);

  private final Supplier<@Nullable String> token;

  private Credentials(Supplier<@Nullable String> token) {
    this.token = token;
  }

  /** Returns credentials that send nothing. The default. */
  public static Credentials none() {
    return NONE;
  }

  /**
   * Returns credentials that send one bearer token for good.
   *
   * <p><i>Errors:</i> {@link InvalidInputException} when the token is blank or holds characters
   * that a header cannot.
   *
   * @param token the token, without the word "Bearer"
   */
  public static Credentials bearer(String token) {
    String problem = problem(token);
    if (problem != null) {
      throw InvalidInputException.of(
          "token", problem, "Pass the token alone, without quotes or line ends.");
    }
    return new Credentials(() -> token);
  }

  /**
   * Returns credentials that ask for a bearer token before every request.
   *
   * <p><i>Threading:</i> the supplier is called on the thread that makes the request, many at once;
   * it must not block.
   *
   * <p><i>Errors:</i> a blank, missing or malformed token, or a supplier that throws, ends the call
   * with {@link CredentialsException}, unsent.
   *
   * @param token gives the current token, without the word "Bearer"
   */
  public static Credentials bearer(Supplier<String> token) {
    return new Credentials(() -> checked(asked(token)));
  }

  /** Returns whether anything is sent. */
  public boolean isPresent() {
    return this != NONE;
  }

  /**
   * Returns the value of the {@code Authorization} header to send, if any.
   *
   * <p><i>Errors:</i> {@link CredentialsException} when the supplier gave no usable token.
   */
  public Optional<String> authorization() {
    return Optional.ofNullable(token.get()).map(value -> "Bearer " + value);
  }

  private static @Nullable String asked(Supplier<String> token) {
    try {
      return token.get();
    } catch (LonghaulException known) {
      throw known;
    } catch (RuntimeException broken) {
      throw unusable("The supplier of the token failed", broken);
    }
  }

  private static String checked(@Nullable String token) {
    String problem = problem(token);
    if (problem != null || token == null) {
      throw unusable("The token " + problem, null);
    }
    return token;
  }

  private static CredentialsException unusable(String what, @Nullable Throwable cause) {
    return new CredentialsException(
        what + "; nothing was sent. Let the supplier give a current one.",
        CallFacts.builder("credentials", "token").reach(CallFacts.Reach.NOT_SENT).build(),
        cause);
  }

  private static @Nullable String problem(@Nullable String token) {
    if (token == null || token.isBlank()) {
      return "is missing or blank";
    }
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c <= ' ' || c >= 127) {
        return "has a character at position " + i + " that a header cannot hold";
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return isPresent() ? "Credentials[bearer]" : "Credentials[none]";
  }
}
