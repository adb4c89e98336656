package dev.longhaul.internal.http;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.call.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Request;
import okhttp3.Response;

/** One download, tried once: it has no limit but the time that may pass without a byte. */
final class DownloadCall<T> implements Callback {
  private final HttpTransport transport;
  private final Operation operation;
  private final Request request;
  private final ResponseReader<T> reader;
  private final SentProbe probe = new SentProbe();
  private final CallFuture<T> future = new CallFuture<>();

  DownloadCall(
      HttpTransport transport, Operation operation, Request request, ResponseReader<T> reader) {
    this.transport = transport;
    this.operation = operation;
    this.request = request;
    this.reader = reader;
  }

  CompletableFuture<T> start() {
    transport
        .authorization()
        .whenComplete(
            (token, error) -> {
              if (error == null) {
                send(token);
              } else {
                future.completeExceptionally(error);
              }
            });
    return future;
  }

  private void send(Optional<String> token) {
    if (transport.isClosed()) {
      future.completeExceptionally(
          transport.closed("The client is closed; nothing was sent.", operation, probe));
      return;
    }
    Request.Builder complete = request.newBuilder().tag(SentProbe.class, probe);
    transport.authorize(complete, request.url(), token);
    Call call = transport.newDownload(complete.build());
    future.through(call);
    call.enqueue(this);
  }

  @Override
  public void onFailure(Call ended, IOException broken) {
    future.completeExceptionally(broken(broken));
  }

  @Override
  public void onResponse(Call ended, Response response) {
    try (response) {
      future.complete(reader.read(response));
    } catch (IOException broken) {
      future.completeExceptionally(broken(broken));
    } catch (RuntimeException | Error wrong) {
      future.completeExceptionally(wrong);
    }
  }

  private LonghaulException broken(IOException cause) {
    if (transport.isClosed()) {
      return transport.closed("The client was closed in the middle of the call.", operation, probe);
    }
    Duration idle = transport.options().idleTimeout();
    return new BrokenExchange(operation, request.url(), probe).explainSilence(cause, idle);
  }
}
