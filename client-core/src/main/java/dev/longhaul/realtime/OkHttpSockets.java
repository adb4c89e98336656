package dev.longhaul.realtime;

import dev.longhaul.internal.http.AnswerJudge;
import dev.longhaul.internal.options.CallerHttpClient;
import dev.longhaul.internal.time.OwnThreads;
import dev.longhaul.policy.ClientOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Opens the WebSockets of one connection with OkHttp.
 *
 * <p><i>Concurrency:</i> thread-safe.
 */
final class OkHttpSockets implements AutoCloseable {
  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  private final ClientOptions options;
  private final RealtimeOptions realtime;
  private final HttpUrl url;
  private final ExecutorService threads = OwnThreads.network();
  private final ConnectionPool pool = new ConnectionPool();
  private final OkHttpClient client;

  OkHttpSockets(ClientOptions options, RealtimeOptions realtime) {
    this.options = options;
    this.realtime = realtime;
    // OkHttp shakes hands over HTTP.
    url = HttpUrl.get("http" + options.baseUrl().toString().substring(2));
    Dispatcher dispatcher = new Dispatcher(threads);
    client =
        CallerHttpClient.orOurs(options)
            .newBuilder()
            .dispatcher(dispatcher)
            .connectionPool(pool)
            .connectTimeout(options.connectTimeout())
            .readTimeout(Duration.ZERO)
            // A server that takes nothing would block the pings too, which find out what is dead.
            .writeTimeout(realtime.pingInterval())
            .callTimeout(Duration.ZERO)
            .pingInterval(realtime.pingInterval())
            .followRedirects(false)
            // Else a 408 is repeated at once, past our pace; other addresses are tried all the
            // same.
            .retryOnConnectionFailure(false)
            .cache(null)
            .authenticator(Authenticator.NONE)
            .addInterceptor(OkHttpSockets::uncompressed)
            .build();
  }

  /**
   * Asks for no compression and takes none: a few bytes could unpack to more than the memory holds,
   * and OkHttp sets no limit.
   */
  private static Response uncompressed(Interceptor.Chain chain) throws IOException {
    Response response =
        chain.proceed(chain.request().newBuilder().removeHeader(EXTENSIONS).build());
    return response.header(EXTENSIONS) == null
        ? response
        : response.newBuilder().removeHeader(EXTENSIONS).build();
  }

  /** What hears of one socket; called on its thread, but for a failure that comes at once. */
  interface Hearer {
    void opened();

    void text(String text);

    void binary(int length);

    /** No further frame is at hand. */
    void caughtUp();

    void closing(int code);

    void gone(Throwable cause, @Nullable Response answer);

    void closed(int code);

    void tooBig();
  }

  /** Opens a socket as somebody, or as nobody. */
  OkHttpSocket open(@Nullable String authorization, Hearer hearer) {
    CountedSockets tcp = new CountedSockets(realtime.frameLimit(), client.socketFactory());
    OkHttpClient own = client.newBuilder().socketFactory(tcp).build();
    OkHttpSocket socket = new OkHttpSocket(hearer, tcp);
    socket.of(own.newWebSocket(request(authorization), socket));
    return socket;
  }

  private Request request(@Nullable String authorization) {
    Request.Builder request = new Request.Builder();
    options.headers().forEach(request::header);
    String parameter = realtime.tokenParameter().orElse(null);
    if (authorization == null || parameter == null) {
      if (authorization != null) {
        request.header("Authorization", authorization);
      }
      return request.url(url).build();
    }
    String token = authorization.startsWith("Bearer ") ? authorization.substring(7) : authorization;
    return request.url(url.newBuilder().setQueryParameter(parameter, token).build()).build();
  }

  /** Lets go of what refused handshakes left behind. */
  void tidy() {
    pool.evictAll();
  }

  @Override
  public void close() {
    OwnThreads.end(threads);
    pool.evictAll();
  }

  /** Returns the server's name and port. */
  String server() {
    return url.host() + ":" + url.port();
  }

  AnswerJudge judge() {
    return new AnswerJudge(options.answerLimit(), options.watch().clock());
  }
}
