package dev.longhaul.internal.http;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.future.LinkedFuture;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one request: sent once, and once more at each place of the same origin to which
 * the service points with the words that it did nothing itself.
 *
 * <p><i>Concurrency:</i> one exchange after the other; only the cancellation of the future may come
 * from another thread.
 */
final class HttpAttempt<T> implements Observed {
  private static final int MOST_REDIRECTS = 5;

  private final HttpCall<T> call;
  private final HttpTransport transport;
  private final int number;
  private final Duration limit;
  private final long began;
  private Request request;
  private SentProbe probe = new SentProbe();
  private int redirects;
  private @Nullable String authorization;
  private int status;
  private @Nullable String requestId;

  HttpAttempt(HttpCall<T> call, int number, Duration limit) {
    this.call = call;
    this.transport = call.transport;
    this.number = number;
    this.limit = limit;
    this.request = call.request;
    began = transport.ticker().nanos();
  }

  T execute() throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    Throwable failure = null;
    try {
      while (true) {
        try (Response response = next().execute()) {
          if (!redirected(response)) {
            return read(response);
          }
        }
      }
    } catch (IOException broken) {
      failure = broken;
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted in the middle of a call");
      }
      LonghaulException explained = broken(broken);
      failure = explained;
      throw explained;
    } catch (LonghaulException refused) {
      failure = refused;
      throw refused;
    } catch (RuntimeException thrown) {
      // By an interceptor of the caller's client, which is what OkHttp does of it when it enqueues.
      LonghaulException explained = broken(new IOException("an interceptor failed", thrown));
      failure = explained;
      throw explained;
    } finally {
      observed(failure);
    }
  }

  CompletableFuture<T> enqueue() {
    CallFuture<T> future = new CallFuture<>();
    send(future);
    return future;
  }

  private void send(CallFuture<T> future) {
    Call next;
    try {
      next = next();
    } catch (RuntimeException | Error refused) {
      future.completeExceptionally(refused);
      return;
    }
    future.through(next);
    next.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call ended, IOException broken) {
            end(future, null, broken(broken));
          }

          @Override
          public void onResponse(Call ended, Response response) {
            answered(future, response);
          }
        });
  }

  private void answered(CallFuture<T> future, Response response) {
    T value = null;
    Throwable error = null;
    try (response) {
      if (!redirected(response)) {
        value = read(response);
      }
    } catch (IOException broken) {
      error = broken(broken);
    } catch (RuntimeException | Error wrong) {
      error = wrong;
    }
    if (value == null && error == null) {
      send(future);
    } else {
      end(future, value, error);
    }
  }

  private void end(CallFuture<T> future, @Nullable T value, @Nullable Throwable error) {
    try {
      observed(error);
    } finally {
      if (error != null) {
        future.completeExceptionally(error);
      } else {
        future.complete(value);
      }
    }
  }

  private Call next() {
    if (transport.isClosed()) {
      throw transport.closed("The client is closed; nothing was sent.", call.operation(), probe);
    }
    Request.Builder complete = request.newBuilder().tag(SentProbe.class, probe);
    authorization = transport.complete(complete, request.url(), call);
    Call next = transport.newCall(complete.build());
    next.timeout().timeout(Math.max(1, left()), TimeUnit.NANOSECONDS);
    return next;
  }

  private long left() {
    return redirects == 0
        ? limit.toNanos()
        : limit.toNanos() - (transport.ticker().nanos() - began);
  }

  private T read(Response response) throws IOException {
    status = response.code();
    requestId = transport.log().isHeard() ? transport.requestId(response) : null;
    if (status == 401) {
      call.unauthorized(authorization);
    }
    return call.reader.read(response);
  }

  /** Turns to the place that the service points to, if we may follow there. */
  private boolean redirected(Response response) {
    boolean keepsMethod = response.code() == 307 || response.code() == 308;
    boolean pointsOn = keepsMethod || (response.code() >= 301 && response.code() <= 303);
    if (!pointsOn || redirects == MOST_REDIRECTS) {
      return false;
    }
    boolean harmless = keepsMethod || request.method().equals("GET");
    String location = response.header("Location");
    HttpUrl target = location == null ? null : request.url().resolve(location);
    if (!harmless || target == null || !transport.isOurs(target)) {
      return false;
    }
    redirects++;
    probe = new SentProbe();
    request = request.newBuilder().url(target).build();
    return true;
  }

  private LonghaulException broken(IOException cause) {
    return transport.isClosed()
        ? transport.closed(
            "The client was closed in the middle of the call.", call.operation(), probe)
        : new BrokenExchange(call.operation(), request.url(), probe).explain(cause, limit);
  }

  private void observed(@Nullable Throwable error) {
    transport.log().attempted(this, error);
  }

  @Override
  public Operation operation() {
    return call.operation();
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public long began() {
    return began;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public @Nullable String requestId() {
    return requestId;
  }
}
