package dev.longhaul.internal.http;

import dev.longhaul.internal.call.Operation;
import dev.longhaul.transfer.DownloadFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Saves answers as files: each tried once, with a dispatcher of their own, so that slow downloads
 * keep no submission and no poll waiting.
 *
 * <p><i>Concurrency:</i> thread-safe; closed by its transport.
 */
public final class Downloads {
  /** OkHttp's own limit of 5 a host would make 100 wait for each other. */
  private static final int AT_ONCE = 100;

  private static final Set<String> NEEDED =
      Set.of("Host", "Connection", "Accept-Encoding", "User-Agent");

  private final HttpTransport transport;
  private final AnswerJudge judge;
  private final Dispatcher dispatcher;
  private final OkHttpClient client;

  Downloads(
      HttpTransport transport, OkHttpClient calls, ExecutorService threads, AnswerJudge judge) {
    this.transport = transport;
    this.judge = judge;
    dispatcher = HttpTransport.dispatcher(threads, AT_ONCE);
    client =
        calls
            .newBuilder()
            .dispatcher(dispatcher)
            .readTimeout(transport.options().idleTimeout())
            .followRedirects(true)
            .followSslRedirects(true)
            .addNetworkInterceptor(this::bareElsewhere)
            .build();
  }

  /**
   * Sends a request that was redirected to another origin without our headers, any of which may be
   * a secret. OkHttp itself leaves out {@code Authorization} alone.
   */
  private Response bareElsewhere(Interceptor.Chain chain) throws IOException {
    Request hop = chain.request();
    if (transport.isOurs(hop.url()) || !transport.isOurs(chain.call().request().url())) {
      return chain.proceed(hop);
    }
    Request.Builder bare = hop.newBuilder();
    hop.headers().names().stream()
        .filter(name -> !NEEDED.contains(name))
        .forEach(bare::removeHeader);
    return chain.proceed(bare.build());
  }

  /**
   * Returns a future of the path of a new file of a folder, in which is saved what is behind a URL.
   * The credentials go along only when the URL is of our own origin. Cancelling it ends the
   * download at once.
   *
   * <p><i>Errors:</i> {@link DownloadFailedException} at once when the URL is none that can be
   * fetched.
   *
   * @param url absolute, or relative to the base URL
   * @param folder made if it does not exist
   * @param name a safe file name
   */
  public CompletableFuture<Path> save(Operation operation, String url, Path folder, String name) {
    HttpUrl address = url.isBlank() ? null : transport.base().resolve(url);
    if (address == null) {
      throw new DownloadFailedException(
          "An output has no http address. Ask the service's owner why.",
          operation.facts().build(),
          null);
    }
    return saved(
        operation, new Request.Builder().url(address).build(), folder, name, response -> {});
  }

  /**
   * Returns a future of the path of a new file of a folder, in which is saved what a request of
   * {@link HttpTransport#requests} is answered with.
   *
   * <p><i>Errors:</i> {@code UnexpectedAnswerException} when that is JSON or a web page: services
   * answer so when they mean something else.
   */
  public CompletableFuture<Path> save(
      Operation operation, Request request, Path folder, String name) {
    return saved(
        operation, request, folder, name, response -> judge.requireFile(operation, response));
  }

  private CompletableFuture<Path> saved(
      Operation operation, Request request, Path folder, String name, Consumer<Response> check) {
    FileSaver saver = new FileSaver(operation.facts().build(), folder, name);
    return new DownloadCall<Path>(
            transport,
            operation,
            request,
            response -> {
              if (!response.isSuccessful()) {
                throw judge.refusal(operation, response);
              }
              check.accept(response);
              return saver.save(response);
            })
        .start();
  }

  Call newCall(Request request) {
    return client.newCall(request);
  }

  void cancelAll() {
    dispatcher.cancelAll();
  }
}
