package dev.longhaul.policy;

import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * As whom a client calls. They go to the configured origin only, never along a redirect or to a
 * download elsewhere, and are in no text form, log line or exception.
 *
 * <p><i>Threading:</i> thread-safe; one object may serve many clients, which then share its token.
 */
public final class Credentials {
  private static final Credentials NONE = fixed("none", Optional.empty());

  private final String kind;
  private final Supplier<CompletionStage<Optional<String>>> authorization;
  private final Predicate<String> refused;

  private Credentials(
      String kind,
      Supplier<CompletionStage<Optional<String>>> authorization,
      Predicate<String> refused) {
    this.kind = kind;
    this.authorization = authorization;
    this.refused = refused;
  }

  private static Credentials fixed(String kind, Optional<String> value) {
    CompletionStage<Optional<String>> stage = CompletableFuture.completedFuture(value);
    return new Credentials(kind, () -> stage, refused -> false);
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
    return bearer("token", token);
  }

  /** Returns the same, and calls the token by another name where it is refused. */
  static Credentials bearer(String field, String token) {
    String problem = problem(token);
    if (problem != null) {
      throw InvalidInputException.of(
          field, problem, "Pass the token alone, without quotes or line ends.");
    }
    return fixed("bearer", Optional.of("Bearer " + token));
  }

  /**
   * Returns credentials that fetch a bearer token when they have none, and again when the service
   * refused the one they had. Any number of calls at once cause one fetch, for which all of them
   * wait, each within its own deadline.
   *
   * <p><i>Threading:</i> the source is called on the thread of the call that needs the token first,
   * which may be a network thread: it must give its stage without blocking. It must not wait for a
   * call that uses these same credentials.
   *
   * <p><i>Cancellation:</i> a call that is cancelled stops waiting; the fetch goes on for the
   * others. The source has to end each fetch by itself, within a limit of its own.
   *
   * <p><i>Errors:</i> a fetch that fails or gives a blank or malformed token ends every call that
   * waited for it with {@link CredentialsException}, unsent; the next call fetches anew.
   *
   * @param source gives a current token, without the word "Bearer"
   */
  public static Credentials refreshing(Supplier<? extends CompletionStage<String>> source) {
    return refreshing(source, token -> Instant.MAX, InstantSource.system());
  }

  /**
   * Returns the same for tokens that are known to run out: a new one is fetched when the time of
   * the old one is up, before the service has to refuse it.
   *
   * <p><i>Errors:</i> a time that cannot be told ends the calls like a failed fetch.
   *
   * @param source gives a current token, without the word "Bearer"
   * @param freshUntil tells from when on a token is not to be sent any more; asked once for each
   * @param clock what that time is compared with
   */
  public static Credentials refreshing(
      Supplier<? extends CompletionStage<String>> source,
      Function<? super String, Instant> freshUntil,
      InstantSource clock) {
    RefreshedToken token = new RefreshedToken(source, freshUntil, clock);
    return new Credentials("refreshing", token::authorization, token::refused);
  }

  /** Returns whether anything is sent. */
  public boolean isPresent() {
    return this != NONE;
  }

  /**
   * Returns the value of the {@code Authorization} header to send, empty when there is none to
   * send. It is there at once, except while a token is fetched.
   *
   * <p><i>Cancellation:</i> cancelling what was returned leaves the fetch to the others that wait.
   *
   * <p><i>Errors:</i> ends with {@link CredentialsException} when no usable token could be had.
   */
  public CompletionStage<Optional<String>> authorization() {
    return authorization.get();
  }

  /**
   * Tells that the service answered 401, and returns whether asking for the header again makes
   * sense, which it does for refreshing credentials only. A token that was replaced meanwhile is
   * not dropped a second time, so many refusals of one token cause one fetch.
   *
   * @param authorization the value of the header that was refused
   */
  public boolean refused(String authorization) {
    return refused.test(authorization);
  }

  /** Returns what is wrong with a token, as the rest of a sentence, or null when nothing is. */
  static @Nullable String problem(@Nullable String token) {
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

  /** Returns the kind of credentials, never a token. */
  @Override
  public String toString() {
    return "Credentials[" + kind + "]";
  }
}
