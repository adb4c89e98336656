package dev.longhaul.internal.http;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.future.LinkedFuture;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One download, tried once: it has no limit but the time that may pass without a byte. */
final class DownloadCall<T> implements Callback, Observed {
  private final HttpTransport transport;
  private final Operation operation;
  private final Request request;
  private final ResponseReader<T> reader;
  private final SentProbe probe = new SentProbe();
  private final CallFuture<T> future = new CallFuture<>();
  private volatile @Nullable String authorization;
  private volatile long began;
  private volatile int status;
  private volatile @Nullable String requestId;

  DownloadCall(
      HttpTransport transport, Operation operation, Request request, ResponseReader<T> reader) {
    this.transport = transport;
    this.operation = operation;
    this.request = request;
    this.reader = reader;
  }

  CompletableFuture<T> start() {
    CompletableFuture<Optional<String>> token = transport.authorization();
    if (!token.isDone()) {
      // No stream of bytes limits this wait, so the time of an attempt has to.
      token = transport.policies().within(transport.timeout(operation), operation, token);
    }
    LinkedFuture<T> saved = new LinkedFuture<>(token);
    token.whenComplete(
        (value, error) -> {
          if (error != null) {
            saved.completeExceptionally(LinkedFuture.reason(error));
          } else if (!saved.isDone()) {
            saved.waitFor(future);
            future.whenComplete(saved::settle);
            send(value);
          }
        });
    return saved;
  }

  private void send(Optional<String> token) {
    if (transport.isClosed()) {
      future.completeExceptionally(
          transport.closed("The client is closed; nothing was sent.", operation, probe));
      return;
    }
    Request.Builder complete = request.newBuilder().tag(SentProbe.class, probe);
    transport.addHeaders(complete, request.url());
    authorization = transport.authorize(complete, request.url(), token);
    Call call = transport.downloads().newCall(complete.build());
    began = transport.ticker().nanos();
    future.through(call);
    call.enqueue(this);
  }

  @Override
  public void onFailure(Call ended, IOException broken) {
    end(null, broken(broken));
  }

  @Override
  public void onResponse(Call ended, Response response) {
    status = response.code();
    requestId = transport.log().isHeard() ? transport.requestId(response) : null;
    if (status == 401 && authorization != null) {
      transport.options().credentials().refused(authorization); // for the next to have a fresh one
    }
    T value = null;
    Throwable error = null;
    try (response) {
      value = reader.read(response);
    } catch (IOException broken) {
      error = broken(broken);
    } catch (RuntimeException | Error wrong) {
      error = wrong;
    }
    end(value, error);
  }

  private void end(@Nullable T value, @Nullable Throwable error) {
    try {
      transport.log().attempted(this, error);
    } finally {
      if (error != null) {
        future.completeExceptionally(error);
      } else {
        future.complete(value);
      }
    }
  }

  private LonghaulException broken(IOException cause) {
    if (transport.isClosed()) {
      return transport.closed("The client was closed in the middle of the call.", operation, probe);
    }
    Duration idle = transport.options().idleTimeout();
    return new BrokenExchange(operation, request.url(), probe).explainSilence(cause, idle);
  }

  @Override
  public Operation operation() {
    return operation;
  }

  /** What a download broke off with is not repeated. */
  @Override
  public int number() {
    return 1;
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
