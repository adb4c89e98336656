package dev.longhaul.internal.http;

import dev.longhaul.error.CallFacts;
import dev.longhaul.internal.options.CallerHttpClient;
import dev.longhaul.internal.time.Callbacks;
import dev.longhaul.internal.time.OwnThreads;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.transfer.DownloadFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import retrofit2.Retrofit;

/**
 * The HTTP side of one client: makes requests of the generated interfaces, sends each once, and
 * knows who may see the credentials.
 *
 * <p><i>Concurrency:</i> thread-safe. {@link #close()} cancels what is under way; a call that comes
 * later is refused.
 */
public final class HttpTransport implements AutoCloseable {
  /** OkHttp's own limit of 5 calls a host would make 100 calls wait for each other. */
  private static final int CALLS_AT_ONCE = 100;

  private final ClientOptions options;
  private final HttpUrl base;
  private final ExecutorService threads = OwnThreads.network();
  private final Dispatcher dispatcher = dispatcher(threads);

  /** Of their own, so that slow downloads keep no submission and no poll waiting. */
  private final Dispatcher downloadDispatcher = dispatcher(threads);

  private final @Nullable ConnectionPool ownPool;
  private final OkHttpClient calls;
  private final OkHttpClient downloads;
  private final AnswerJudge judge;
  private final Callbacks callbacks;
  private volatile boolean closed;

  /** Makes a transport; sends nothing. */
  public HttpTransport(ClientOptions options) {
    this.options = options;
    base = HttpUrl.get(options.baseUrl().toString());
    OkHttpClient callers = CallerHttpClient.of(options).orElse(null);
    ownPool = callers == null ? new ConnectionPool() : null;
    OkHttpClient start = callers == null ? fresh(ownPool) : callers;
    calls =
        start
            .newBuilder()
            .dispatcher(dispatcher)
            .eventListenerFactory(SentProbe.beside(start.eventListenerFactory()))
            .connectTimeout(options.connectTimeout())
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .callTimeout(Duration.ZERO)
            .followRedirects(false)
            .cache(null)
            .authenticator(Authenticator.NONE)
            .addInterceptor(this::onceAndWhileOpen)
            .build();
    downloads =
        calls
            .newBuilder()
            .dispatcher(downloadDispatcher)
            .readTimeout(options.idleTimeout())
            .followRedirects(true)
            .followSslRedirects(true)
            .build();
    callbacks = Callbacks.on(options.watch().callbackExecutor().orElse(null));
    judge = new AnswerJudge(options.answerLimit(), options.watch().clock());
  }

  /**
   * The last of the interceptors before OkHttp's own. Guards against a call that began just before
   * the client closed, and against interceptors of the caller's client that would send a create
   * again: one that retries, or one that wraps the body and so hides that it is good for once.
   */
  private Response onceAndWhileOpen(Interceptor.Chain chain) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    Request request = chain.request();
    RequestBody body = request.body();
    if (body == null) {
      return chain.proceed(request);
    }
    SentProbe probe = request.tag(SentProbe.class);
    if (probe != null && probe.sent()) {
      throw new IOException("an interceptor wanted to send the request again");
    }
    return chain.proceed(
        request.newBuilder().method(request.method(), new OneShotBody(body)).build());
  }

  private static Dispatcher dispatcher(ExecutorService threads) {
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(CALLS_AT_ONCE);
    dispatcher.setMaxRequestsPerHost(CALLS_AT_ONCE);
    return dispatcher;
  }

  private static OkHttpClient fresh(@Nullable ConnectionPool pool) {
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    return (pool == null ? builder : builder.connectionPool(pool)).build();
  }

  /**
   * Returns an implementation of a generated interface, whose calls make requests and are never
   * sent by themselves: give them to {@link #call}.
   */
  public <T> T requests(Class<T> api) {
    return new Retrofit.Builder()
        .baseUrl(base)
        .callFactory(calls)
        .addConverterFactory(new JsonBodies())
        .build()
        .create(api);
  }

  /** Returns where listeners are called and futures complete; ends with this transport. */
  public Callbacks callbacks() {
    return callbacks;
  }

  /** Returns a call that sends the request once, when it is run or started. */
  public <T> HttpCall<T> call(
      Operation operation, retrofit2.Call<?> request, AnswerDecoder<T> decoder) {
    Attempt attempt = new Attempt(this, operation, request.request(), false);
    return new HttpCall<>(attempt, response -> judge.judge(operation, response, decoder));
  }

  /**
   * Returns a call that saves what is behind a URL as a new file of a folder, and gives its path.
   * The credentials go along only when the URL is of our own origin.
   *
   * <p><i>Errors:</i> {@link DownloadFailedException} at once when the URL is none that can be
   * fetched.
   *
   * @param url absolute, or relative to the base URL
   * @param folder made if it does not exist
   * @param name a safe file name
   */
  public HttpCall<Path> download(Operation operation, String url, Path folder, String name) {
    CallFacts facts = operation.facts().build();
    HttpUrl address = url.isBlank() ? null : base.resolve(url);
    if (address == null) {
      throw new DownloadFailedException(
          "An output has no http address. Ask the service's owner why.", facts, null);
    }
    FileSaver saver = new FileSaver(facts, folder, name);
    Request request = new Request.Builder().url(address).build();
    return new HttpCall<>(
        new Attempt(this, operation, request, true),
        response -> {
          if (!response.isSuccessful()) {
            throw judge.refusal(operation, response);
          }
          return saver.save(response);
        });
  }

  /**
   * Makes an OkHttp call with what belongs to every one: credentials for our own origin only, and a
   * limit of time.
   */
  Call newCall(Operation operation, Request request, boolean download) {
    Request.Builder complete = request.newBuilder();
    if (isOurs(request.url())) {
      options
          .credentials()
          .authorization()
          .ifPresent(value -> complete.header("Authorization", value));
    }
    Call call = (download ? downloads : calls).newCall(complete.build());
    if (!download) {
      call.timeout().timeout(OwnThreads.timerNanos(timeout(operation)), TimeUnit.NANOSECONDS);
    }
    return call;
  }

  Duration timeout(Operation operation) {
    return operation.effect() == Operation.Effect.CREATE
        ? options.createTimeout()
        : options.attemptTimeout();
  }

  ClientOptions options() {
    return options;
  }

  private boolean isOurs(HttpUrl url) {
    return url.scheme().equals(base.scheme())
        && url.host().equals(base.host())
        && url.port() == base.port();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    dispatcher.cancelAll();
    downloadDispatcher.cancelAll();
    OwnThreads.end(threads);
    if (options.watch().callbackExecutor().isEmpty()) {
      callbacks.close();
    }
    if (ownPool != null) {
      ownPool.evictAll();
    }
  }
}
