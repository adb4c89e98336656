package dev.longhaul.internal.http;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.future.LinkedFuture;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/**
 * One attempt at one request. It sends nothing until it is run or started, and is used once.
 *
 * @param <T> what the answer is made into
 */
public final class HttpCall<T> {
  private final Attempt attempt;
  private final ResponseReader<T> reader;

  HttpCall(Attempt attempt, ResponseReader<T> reader) {
    this.attempt = attempt;
    this.reader = reader;
  }

  /**
   * Returns the value of the answer, on the caller's own thread.
   *
   * <p><i>Cancellation:</i> an interrupt is noticed at the next step of the network, at the latest
   * when the attempt's time is up.
   */
  public T run() throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    try (Response response = attempt.begin().execute()) {
      return reader.read(response);
    } catch (IOException broken) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted in the middle of a call");
      }
      throw attempt.broken(broken);
    }
  }

  /**
   * Returns a future of the value, completed on a network thread.
   *
   * <p><i>Cancellation:</i> cancelling the future ends the call at once and closes its connection.
   */
  public CompletableFuture<T> start() {
    Call call;
    try {
      call = attempt.begin();
    } catch (LonghaulException refused) {
      return CompletableFuture.failedFuture(refused);
    }
    CallFuture<T> future = new CallFuture<>(call);
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call ended, IOException broken) {
            future.completeExceptionally(attempt.broken(broken));
          }

          @Override
          public void onResponse(Call ended, Response response) {
            answered(future, response);
          }
        });
    return future;
  }

  private void answered(CompletableFuture<T> future, Response response) {
    try (response) {
      future.complete(reader.read(response));
    } catch (IOException broken) {
      future.completeExceptionally(attempt.broken(broken));
    } catch (RuntimeException | Error wrong) {
      future.completeExceptionally(wrong);
    }
  }
}
