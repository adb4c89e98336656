package dev.longhaul.internal.http;

import dev.longhaul.internal.call.Attempts;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.policy.CallOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * One call over HTTP, made of as many attempts as the policies of its client allow. It sends
 * nothing until it is run or started, and is used once.
 *
 * @param <T> what the answer is made into
 */
public final class HttpCall<T> implements Attempts<T> {
  private static final CompletableFuture<Optional<String>> NO_TOKEN =
      CompletableFuture.completedFuture(Optional.empty());

  final HttpTransport transport;
  final Request request;
  final ResponseReader<T> reader;
  final CallOptions options;
  private final Operation operation;
  private volatile CompletableFuture<Optional<String>> token = NO_TOKEN;
  private boolean everRenewed;
  private boolean renewed;

  HttpCall(
      HttpTransport transport,
      Operation operation,
      Request request,
      ResponseReader<T> reader,
      CallOptions options) {
    this.transport = transport;
    this.operation = operation;
    this.request = request;
    this.reader = reader;
    this.options = options;
  }

  /** Returns the same call, whose value comes with what the headers of the answer tell of time. */
  public HttpCall<Dated<T>> dated() {
    return new HttpCall<>(
        transport,
        operation,
        request,
        response ->
            new Dated<>(
                reader.read(response),
                response.headers().getInstant("Date"),
                RetryAfter.nextLook(response, transport.clock().instant())),
        options);
  }

  /**
   * Returns the value of the answer. The first attempt is made on the caller's own thread.
   *
   * <p><i>Cancellation:</i> an interrupt is noticed at the next step of the network, at the latest
   * when the attempt's time is up; in back-off and in line at once.
   */
  public T run() throws InterruptedException {
    return transport.policies().run(this, options);
  }

  /**
   * Returns a future of the value, completed on a network thread.
   *
   * <p><i>Cancellation:</i> cancelling the future ends the call at once and closes its connection.
   */
  public CompletableFuture<T> start() {
    return transport.policies().start(this, options);
  }

  /** Returns the same for code of the caller's: it never completes on the timer's thread. */
  public CompletableFuture<T> startForCaller() {
    return transport.policies().startForCaller(this, options);
  }

  @Override
  public Operation operation() {
    return operation;
  }

  @Override
  public T run(int number, Duration limit) throws InterruptedException {
    return new HttpAttempt<>(this, number, limit).execute();
  }

  @Override
  public CompletableFuture<T> start(int number, Duration limit) {
    return new HttpAttempt<>(this, number, limit).enqueue();
  }

  @Override
  public Duration timeLimit() {
    return options.attemptTimeout().orElseGet(() -> transport.timeout(operation));
  }

  @Override
  public CompletableFuture<?> ready() {
    token = transport.authorization();
    return token;
  }

  /** Returns the header that was ready when the attempt began, if any is sent. */
  Optional<String> token() {
    return LinkedFuture.now(token);
  }

  /** Asks for fresh credentials after a 401, once in a call. */
  void unauthorized(@Nullable String authorization) {
    if (authorization != null && !everRenewed) {
      everRenewed = true;
      renewed = transport.options().credentials().refused(authorization);
    }
  }

  @Override
  public boolean renewed() {
    boolean now = renewed;
    renewed = false;
    return now;
  }
}
