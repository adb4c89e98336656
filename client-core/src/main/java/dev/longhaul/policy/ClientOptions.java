package dev.longhaul.policy;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.internal.options.CallerHttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * What the client of any HTTP service needs to know: where the service is, as whom to call it, how
 * long to wait, what to repeat and how much to accept. A call may take several attempts. Immutable.
 * Bad values are refused by the builder, before anything is sent.
 */
public final class ClientOptions {
  static {
    CallerHttpClient.readWith(options -> Optional.ofNullable(((ClientOptions) options).httpClient));
  }

  private final URI baseUrl;
  private final Credentials credentials;
  private final Duration connectTimeout;
  private final Duration attemptTimeout;
  private final Duration createTimeout;
  private final Duration idleTimeout;
  private final long answerLimit;
  private final Set<String> plainHttpHosts;
  private final Map<String, String> headers;
  private final ResilienceOptions resilience;
  private final WatchOptions watch;
  private final @Nullable OkHttpClient httpClient;

  private ClientOptions(Builder builder) {
    baseUrl = builder.baseUrl;
    credentials = builder.credentials;
    connectTimeout = builder.connectTimeout;
    attemptTimeout = builder.attemptTimeout;
    createTimeout = builder.createTimeout;
    idleTimeout = builder.idleTimeout;
    answerLimit = builder.answerLimit;
    plainHttpHosts = Set.copyOf(builder.plainHttpHosts);
    headers = builder.headers.copy();
    resilience = builder.resilience;
    watch = builder.watch;
    httpClient = builder.httpClient;
  }

  /**
   * Returns a builder with every default in force.
   *
   * <p><i>Errors:</i> {@link InvalidInputException} when the URL is not an absolute {@code http} or
   * {@code https} URL, or {@code ws} or {@code wss} for a service behind a WebSocket, or carries a
   * user name, a fragment or, unless it is that of a WebSocket, a query.
   *
   * @param baseUrl where the service is, as that service documents it; a path is kept, a slash at
   *     the end is optional
   */
  public static Builder builder(String baseUrl) {
    return builder("baseUrl", baseUrl);
  }

  /** Returns the same, and calls the URL by another name where it is refused. */
  static Builder builder(String field, String baseUrl) {
    return new Builder(ServerUrl.parse(field, baseUrl));
  }

  /**
   * Returns a builder that starts from the environment variables {@code LONGHAUL_<service>_} {@code
   * BASE_URL}, {@code TOKEN}, {@code TIMEOUT} (of one attempt; it raises the deadline when it is
   * longer), {@code MAX_RETRIES} and {@code RETRY_DELAY} (before the first retry). Times are
   * written {@code 30s}, {@code 500ms}, {@code 2m}, {@code 1h} or {@code PT30S}. All but the URL
   * may be unset; blank counts as unset.
   *
   * <p><i>Errors:</i> {@link InvalidInputException} that names the variable, for a missing URL and
   * for a value that cannot work.
   *
   * @param service {@code FUNCTIONS}, {@code VESTIS}, {@code SORA}, {@code STREAMER} or {@code
   *     EVENTS}
   */
  public static Builder fromEnvironment(String service) {
    return EnvironmentOptions.read(service, System.getenv());
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    Builder builder = new Builder(baseUrl);
    builder.credentials = credentials;
    builder.connectTimeout = connectTimeout;
    builder.attemptTimeout = attemptTimeout;
    builder.createTimeout = createTimeout;
    builder.idleTimeout = idleTimeout;
    builder.answerLimit = answerLimit;
    builder.plainHttpHosts.addAll(plainHttpHosts);
    builder.headers.putAll(headers);
    builder.resilience = resilience;
    builder.watch = watch;
    builder.httpClient = httpClient;
    return builder;
  }

  /** Returns where the service is; the path ends with a slash, unless it is that of a WebSocket. */
  public URI baseUrl() {
    return baseUrl;
  }

  /** Returns as whom the client calls. Default: nobody. */
  public Credentials credentials() {
    return credentials;
  }

  /** Returns how long one connection may take to open. Default 10 s. */
  public Duration connectTimeout() {
    return connectTimeout;
  }

  /**
   * Returns how long one attempt may take, from its first step to the end of its answer. Default 60
   * s.
   */
  public Duration attemptTimeout() {
    return attemptTimeout;
  }

  /** Returns the same for an attempt to create a job. Default 30 s. */
  public Duration createTimeout() {
    return createTimeout;
  }

  /**
   * Returns how long a download may go without a byte; a download has no other limit of time.
   * Default 60 s.
   */
  public Duration idleTimeout() {
    return idleTimeout;
  }

  /**
   * Returns how many bytes of an answer that is not a download are read, unpacked. Default 16 MiB.
   */
  public long answerLimit() {
    return answerLimit;
  }

  /** Returns the hosts to which credentials may go unencrypted, beside loopback. Default: none. */
  public Set<String> plainHttpHosts() {
    return plainHttpHosts;
  }

  /**
   * Returns the headers that are sent with every request to the service's own origin. Names are
   * looked up without regard to case. Default: none.
   */
  public Map<String, String> headers() {
    return headers;
  }

  /** Returns how calls are made safe. Default {@link ResilienceOptions#defaults()}. */
  public ResilienceOptions resilience() {
    return resilience;
  }

  /** Returns how jobs are watched. Default {@link WatchOptions#defaults()}. */
  public WatchOptions watch() {
    return watch;
  }

  @Override
  public String toString() {
    return "ClientOptions[" + withoutQuery() + ", " + credentials + "]";
  }

  /** The query of a WebSocket's URL may hold a token. */
  private String withoutQuery() {
    return baseUrl.getRawQuery() == null
        ? baseUrl.toString()
        : baseUrl.toString().replace("?" + baseUrl.getRawQuery(), "");
  }

  /** Gathers options. Not thread-safe. */
  public static final class Builder {
    private final Set<String> plainHttpHosts = new HashSet<>();
    private final ExtraHeaders headers = new ExtraHeaders();
    private URI baseUrl;
    private Credentials credentials = Credentials.none();
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration attemptTimeout = Duration.ofSeconds(60);
    private Duration createTimeout = Duration.ofSeconds(30);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private long answerLimit = 16L << 20;
    private ResilienceOptions resilience = ResilienceOptions.defaults();
    private WatchOptions watch = WatchOptions.defaults();
    private @Nullable OkHttpClient httpClient;

    private Builder(URI baseUrl) {
      this.baseUrl = baseUrl;
    }

    /**
     * Sets where the service is, by the rules of {@link ClientOptions#builder}; returns this
     * builder. Credentials and headers go there and no longer to where it was.
     */
    public Builder baseUrl(String url) {
      this.baseUrl = ServerUrl.parse("baseUrl", url);
      return this;
    }

    /** Sets as whom the client calls; returns this builder. */
    public Builder credentials(Credentials credentials) {
      this.credentials = credentials;
      return this;
    }

    /**
     * Sets how long one connection may take to open, from 1 ms to 24 days; returns this builder.
     */
    public Builder connectTimeout(Duration timeout) {
      this.connectTimeout = Limits.timer("connectTimeout", timeout);
      return this;
    }

    /** Sets how long one attempt may take, from 1 ms to 24 days; returns this builder. */
    public Builder attemptTimeout(Duration timeout) {
      this.attemptTimeout = Limits.timer("attemptTimeout", timeout);
      return this;
    }

    /**
     * Sets how long an attempt to create a job may take, from 1 ms to 24 days; returns this
     * builder.
     */
    public Builder createTimeout(Duration timeout) {
      this.createTimeout = Limits.timer("createTimeout", timeout);
      return this;
    }

    /**
     * Sets how long a download may go without a byte, from 1 ms to 24 days; returns this builder.
     */
    public Builder idleTimeout(Duration timeout) {
      this.idleTimeout = Limits.timer("idleTimeout", timeout);
      return this;
    }

    /** Sets how many bytes of an answer are read, from 1 KiB to 1 GiB; returns this builder. */
    public Builder answerLimit(long bytes) {
      if (bytes < 1 << 10 || bytes > 1 << 30) {
        throw InvalidInputException.of(
            "answerLimit",
            "is " + bytes + " bytes, outside 1 KiB to 1 GiB",
            "Larger things are downloads.");
      }
      this.answerLimit = bytes;
      return this;
    }

    /**
     * Lets credentials go unencrypted to a host, named as in the base URL; returns this builder.
     */
    public Builder allowPlainHttp(String host) {
      plainHttpHosts.add(host.toLowerCase(Locale.ROOT));
      return this;
    }

    /**
     * Adds a header, in the place of one of the same name; returns this builder. The rules are
     * those of {@link CallOptions.Builder#header}.
     */
    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /** Sets how calls are made safe; returns this builder. */
    public Builder resilience(ResilienceOptions resilience) {
      this.resilience = resilience;
      return this;
    }

    /** Sets how jobs are watched; returns this builder. */
    public Builder watch(WatchOptions watch) {
      this.watch = watch;
      return this;
    }

    /**
     * Sets the HTTP client whose proxy, TLS, DNS, interceptors, cookie jar and connection pool are
     * used; returns this builder. It is shared, never changed and never closed; time limits,
     * redirects, the dispatcher and credentials are Longhaul's own, and its cache and authenticator
     * take no part. Its interceptors run once for each attempt and see downloads too, other hosts'
     * included: one that adds a token has to look at the host. None can send a body twice.
     */
    public Builder httpClient(OkHttpClient client) {
      this.httpClient = client;
      return this;
    }

    /**
     * Returns the options.
     *
     * <p><i>Errors:</i> {@link InvalidInputException} when credentials would go unencrypted to a
     * host that is neither loopback nor allowed.
     */
    public ClientOptions build() {
      if (credentials.isPresent()) {
        ServerUrl.requirePrivate(baseUrl, plainHttpHosts);
      }
      return new ClientOptions(this);
    }
  }
}
