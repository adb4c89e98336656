package dev.longhaul.internal.http;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.internal.call.CallPolicies;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.options.CallerHttpClient;
import dev.longhaul.internal.time.Callbacks;
import dev.longhaul.internal.time.OwnThreads;
import dev.longhaul.internal.time.Ticker;
import dev.longhaul.internal.time.Timers;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
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
 * The HTTP side of one client: makes requests of the generated interfaces, sends them under the
 * client's policies, and knows who may see the credentials.
 *
 * <p><i>Concurrency:</i> thread-safe. {@link #close()} cancels what is under way; a call that comes
 * later is refused.
 */
public final class HttpTransport implements AutoCloseable {
  private final ClientOptions options;
  private final HttpUrl base;
  private final ExecutorService threads = OwnThreads.network();

  /** Without a limit: the permits of the policies say how many calls there are at once. */
  private final Dispatcher dispatcher = dispatcher(threads, Integer.MAX_VALUE);

  private final @Nullable ConnectionPool ownPool;
  private final OkHttpClient calls;
  private final Downloads downloads;
  private final AnswerJudge judge;
  private final Callbacks callbacks;
  private final Timers timers;
  private final CallPolicies policies;
  private final Ticker ticker;
  private final AttemptLog log;
  private volatile boolean closed;

  /**
   * Makes a transport; sends nothing.
   *
   * @param service the service's name
   */
  public HttpTransport(String service, ClientOptions options) {
    this.options = options;
    UrlKind.requireHttp(options.baseUrl());
    base = HttpUrl.get(options.baseUrl().toString());
    OkHttpClient start = CallerHttpClient.orOurs(options);
    ownPool = CallerHttpClient.of(options).isPresent() ? null : new ConnectionPool();
    calls =
        start
            .newBuilder()
            .connectionPool(ownPool == null ? start.connectionPool() : ownPool)
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
            .addNetworkInterceptor(NoHiddenRepeat::disguised)
            .build();
    WatchOptions watch = options.watch();
    callbacks = Callbacks.on(watch.callbackExecutor().orElse(null));
    judge = new AnswerJudge(options.answerLimit(), watch.clock());
    downloads = new Downloads(this, calls, threads, judge);
    timers = Timers.on(watch.scheduler().orElse(null));
    ticker = Ticker.of(watch.clock());
    policies = new CallPolicies(service, options.resilience(), watch.clock(), timers, callbacks);
    log = new AttemptLog(policies.events(), ticker);
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
    if (body == null && request.method().equals("DELETE")) {
      body = RequestBody.EMPTY; // without one, OkHttp would send it again by itself
    }
    if (body == null) {
      return NoHiddenRepeat.asItCame(chain.proceed(request));
    }
    // Of the call, since an interceptor may have made a request of its own, without our tag.
    SentProbe probe = chain.call().request().tag(SentProbe.class);
    if (probe != null && probe.sent()) {
      throw new IOException("an interceptor wanted to send the request again");
    }
    return NoHiddenRepeat.asItCame(
        LiveConnection.proceed(
            chain, request.newBuilder().method(request.method(), new OneShotBody(body)).build()));
  }

  static Dispatcher dispatcher(ExecutorService threads, int atOnce) {
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(atOnce);
    dispatcher.setMaxRequestsPerHost(atOnce);
    return dispatcher;
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

  /** Returns where futures of the caller's end: on their executor, else where they are ended. */
  public Consumer<Runnable> completing() {
    return hasCallersExecutor() ? callbacks::complete : Runnable::run;
  }

  /** Hands a future over to the caller: it ends where {@link #completing} says. */
  public <T> CompletableFuture<T> given(CompletableFuture<T> future) {
    return hasCallersExecutor() ? LinkedFuture.on(callbacks, future) : future;
  }

  private boolean hasCallersExecutor() {
    return options.watch().callbackExecutor().isPresent();
  }

  /** Returns how jobs are watched, on the threads of this transport. */
  public WatchOptions.Builder watch() {
    return options.watch().toBuilder().callbackExecutor(callbacks).scheduler(timers.scheduler());
  }

  /** Returns where the time of day comes from. */
  public InstantSource clock() {
    return options.watch().clock();
  }

  /** Throws once this transport is closed, for calls that may need no request. */
  public void requireOpen(Operation operation) {
    if (closed) {
      throw closed("The client is closed; nothing was sent.", operation, new SentProbe());
    }
  }

  /** Returns what makes calls of attempts. */
  public CallPolicies policies() {
    return policies;
  }

  /** Returns a call that sends the request when it is run or started. */
  public <T> HttpCall<T> call(
      Operation operation, Request request, AnswerDecoder<T> decoder, CallOptions callOptions) {
    return new HttpCall<>(
        this,
        operation,
        request,
        response -> judge.judge(operation, response, decoder),
        callOptions);
  }

  /** Returns what saves answers as files. */
  public Downloads downloads() {
    return downloads;
  }

  /** Returns a future of the {@code Authorization} header to send, if any. */
  CompletableFuture<Optional<String>> authorization() {
    return options.credentials().authorization().toCompletableFuture();
  }

  /**
   * Adds the credentials to a request, if it goes to our own origin; returns what was added, if
   * anything was.
   */
  @Nullable String authorize(Request.Builder request, HttpUrl url, Optional<String> token) {
    if (token.isEmpty() || !isOurs(url)) {
      return null;
    }
    request.header("Authorization", token.get());
    return token.get();
  }

  /** Adds the client's headers to a request, if it goes to our own origin. */
  void addHeaders(Request.Builder request, HttpUrl url) {
    if (isOurs(url)) {
      options.headers().forEach(request::header);
    }
  }

  /** Adds what belongs to every call: its headers and the credentials; returns the latter. */
  @Nullable String complete(Request.Builder request, HttpUrl url, HttpCall<?> call) {
    addHeaders(request, url);
    call.options.headers().forEach(request::header);
    return authorize(request, url, call.token());
  }

  Call newCall(Request request) {
    return calls.newCall(request);
  }

  Duration timeout(Operation operation) {
    return operation.effect() == Operation.Effect.CREATE
        ? options.createTimeout()
        : options.attemptTimeout();
  }

  ClientOptions options() {
    return options;
  }

  /** Returns what measures how long things take. */
  public Ticker ticker() {
    return ticker;
  }

  AttemptLog log() {
    return log;
  }

  /** Returns the id under which the service logged the call, as far as its headers say. */
  @Nullable String requestId(Response response) {
    return ErrorBody.requestId(response.header("X-Request-ID"));
  }

  ClientClosedException closed(String message, Operation operation, SentProbe probe) {
    CallFacts.Reach reach =
        probe.sent() ? CallFacts.Reach.MAY_HAVE_TAKEN_EFFECT : CallFacts.Reach.NOT_SENT;
    return new ClientClosedException(message, operation.facts().reach(reach).build(), null);
  }

  /** Returns where the service is. */
  public HttpUrl base() {
    return base;
  }

  boolean isOurs(HttpUrl url) {
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
    policies.close();
    dispatcher.cancelAll();
    downloads.cancelAll();
    OwnThreads.end(threads);
    timers.close();
    callbacks.close();
    if (ownPool != null) {
      ownPool.evictAll();
    }
  }
}
