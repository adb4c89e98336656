package dev.longhaul.vestis;

import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.generated.vestis.api.VestisApi;
import dev.longhaul.generated.vestis.model.LoginAnswer;
import dev.longhaul.generated.vestis.model.LoginRequest;
import dev.longhaul.generated.vestis.model.RefreshAnswer;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.AnswerDecoder;
import dev.longhaul.internal.http.HttpCall;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One account of a Vestis server: logs in with an e-mail address and a password, and keeps the
 * token fresh.
 *
 * <p>Nothing has to be closed: a login is rare, so each opens connections and threads of its own,
 * and gives them up when it is answered. An HTTP client, scheduler or executor of the options is
 * used and left as it was.
 *
 * <p><i>Threading:</i> thread-safe.
 *
 * <p><i>Errors:</i> {@link CredentialsException} when the server refuses the account. The password
 * and the tokens are in no text form or exception.
 */
public final class VestisLogin {
  private final ClientOptions server;
  private final String email;
  private final Supplier<String> password;
  private final Credentials credentials;
  private volatile @Nullable String token;

  /** Who asks for a token earlier asks because the service refused the one there is. */
  private volatile Instant freshUntil = Instant.MAX;

  private VestisLogin(ClientOptions server, String email, Supplier<String> password) {
    this.server = server;
    this.email = email;
    this.password = password;
    credentials = Credentials.refreshing(this::current, this::freshUntil, server.watch().clock());
  }

  /**
   * Returns the login of an account. Sends nothing.
   *
   * <p><i>Errors:</i> {@link InvalidInputException} when the address is blank, or the password
   * would go unencrypted to a host that is neither loopback nor allowed.
   *
   * @param server where the service is, with the limits of a call; credentials in it are not used
   * @param email the e-mail address of the account
   * @param password gives the password, asked for at every login and kept nowhere
   */
  public static VestisLogin of(ClientOptions server, String email, Supplier<String> password) {
    if (email.isBlank()) {
      throw InvalidInputException.of("email", "is blank", "Pass the address of the account.");
    }
    // Refuses what would send a token in the open; what is sent here is worth as much.
    authorized(server, "checks-the-address");
    return new VestisLogin(server, email, password);
  }

  /**
   * Returns the account as credentials for any number of clients, always the same. The first call
   * that needs a token logs in; 30 s before the token's end, or when the service refused it, it is
   * exchanged for a new one; where the service refuses that too, the account is logged in anew. The
   * end is what a JSON web token says of itself, and 24 h for any other token. While the exchange
   * fails in passing, a token that says its end serves until then, and one that was refused is not
   * sent again: calls then end unsent, and watches go on.
   */
  public Credentials credentials() {
    return credentials;
  }

  /**
   * Returns the answer to a login, with the token.
   *
   * <p><i>Blocking:</i> until the service has answered, at most until the deadline of the options.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public LoginAnswer login() throws InterruptedException {
    try (HttpTransport transport = open(anonymous())) {
      return loginCall(transport).run();
    }
  }

  /** Returns a future of the answer to a login; see {@link #login}. */
  public CompletableFuture<LoginAnswer> loginAsync() {
    return closing(anonymous(), this::loginCall);
  }

  /**
   * Returns the answer to the exchange of a token for a new one. A refusal is final for that token.
   *
   * <p><i>Blocking:</i> as {@link #login}.
   *
   * @param token the old token, which has to be good still
   * @throws InterruptedException when the thread is interrupted
   */
  public RefreshAnswer refresh(String token) throws InterruptedException {
    try (HttpTransport transport = open(authorized(server, token))) {
      return refreshCall(transport).run();
    }
  }

  /**
   * Returns a future of the answer to the exchange of a token; see {@link #refresh}.
   *
   * @param token the old token, which has to be good still
   */
  public CompletableFuture<RefreshAnswer> refreshAsync(String token) {
    return closing(authorized(server, token), VestisLogin::refreshCall);
  }

  private HttpCall<LoginAnswer> loginCall(HttpTransport transport) {
    String secret = password.get();
    if (secret == null || secret.isEmpty()) {
      throw InvalidInputException.of(
          "password", "is missing or empty", "Let its supplier give the current one.");
    }
    LoginRequest who = new LoginRequest().email(email).password(secret);
    VestisApi api = transport.requests(VestisApi.class);
    return transport.call(
        Operation.change(VestisClient.SERVICE, "login", null),
        api.login(who, VestisRoutes.REQUESTED_WITH).request(),
        AnswerDecoder.json(LoginAnswer.class)
            .requiring("token", answer -> isToken(answer.getToken())),
        CallOptions.defaults());
  }

  private static HttpCall<RefreshAnswer> refreshCall(HttpTransport transport) {
    VestisApi api = transport.requests(VestisApi.class);
    return transport.call(
        Operation.change(VestisClient.SERVICE, "refreshToken", null),
        api.refreshToken(VestisRoutes.REQUESTED_WITH).request(),
        AnswerDecoder.json(RefreshAnswer.class)
            .requiring("token", answer -> isToken(answer.getToken())),
        CallOptions.defaults());
  }

  private static boolean isToken(@Nullable String token) {
    return token != null && !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 127);
  }

  /** Returns a future of a current token: of a new one for the old one, or else of a login. */
  private CompletableFuture<String> current() {
    String old = token;
    if (old == null) {
      return loggedIn();
    }
    boolean refused = server.watch().clock().instant().isBefore(freshUntil);
    if (refused) {
      freshUntil = Instant.MAX; // stays refused, however long no other one can be had
    }
    return LinkedFuture.map(refreshAsync(old), RefreshAnswer::getToken)
        .exceptionallyCompose(error -> instead(refused ? null : old, LinkedFuture.reason(error)));
  }

  private CompletableFuture<String> loggedIn() {
    return LinkedFuture.map(loginAsync(), LoginAnswer::getToken);
  }

  /**
   * A token that was due, and cannot be exchanged just now, may be good for the seconds that it has
   * left. One that the service refused must not go out again: the second refusal would end every
   * watch for good, although an exchange may succeed a moment later.
   *
   * @param due the old token, if nobody refused it
   */
  private CompletableFuture<String> instead(@Nullable String due, Throwable error) {
    if (error instanceof CredentialsException
        || error instanceof NotFoundException
        || error instanceof RefusedException) {
      token = null;
      return loggedIn();
    }
    Instant end = due == null ? null : TokenLife.end(due);
    return due != null
            && end != null
            && error instanceof LonghaulException
            && server.watch().clock().instant().isBefore(end)
        ? CompletableFuture.completedFuture(due)
        : CompletableFuture.failedFuture(new CompletionException(error));
  }

  /** Called once for each token that comes into use, before any call has it. */
  private Instant freshUntil(String fresh) {
    Instant until = TokenLife.freshUntil(fresh, server.watch().clock().instant());
    freshUntil = until;
    token = fresh;
    return until;
  }

  private static <T> CompletableFuture<T> closing(
      ClientOptions options, Function<HttpTransport, HttpCall<T>> call) {
    HttpTransport transport = open(options);
    CompletableFuture<T> answer = Guarded.call(() -> call.apply(transport).startForCaller());
    LinkedFuture<T> result = new LinkedFuture<>(answer);
    // Not on the network thread, which would be in the way of its own end.
    answer.whenComplete(
        (value, error) ->
            transport.callbacks().complete(() -> settle(result, transport, value, error)));
    return result;
  }

  private static <T> void settle(
      LinkedFuture<T> result, HttpTransport transport, T value, @Nullable Throwable error) {
    try (transport) {
      result.settle(value, error);
    }
  }

  private static HttpTransport open(ClientOptions options) {
    return new HttpTransport(VestisClient.SERVICE, options);
  }

  private ClientOptions anonymous() {
    return server.toBuilder().credentials(Credentials.none()).build();
  }

  private static ClientOptions authorized(ClientOptions server, String token) {
    return server.toBuilder().credentials(Credentials.bearer(token)).build();
  }
}
