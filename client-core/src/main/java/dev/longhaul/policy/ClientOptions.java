package dev.longhaul.policy;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.internal.options.CallerHttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * What the client of any HTTP service needs to know: where the service is, as whom to call it, how
 * long to wait and how much to accept. Immutable. Bad values are refused by the builder, before
 * anything is sent.
 */
public final class ClientOptions {
  static {
    CallerHttpClient.readWith(options -> Optional.ofNullable(((ClientOptions) options).httpClient));
  }

  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** What a timer of OkHttp can hold. */
  private static final Duration LONGEST = Duration.ofDays(24);

  private final URI baseUrl;
  private final Credentials credentials;
  private final Duration connectTimeout;
  private final Duration attemptTimeout;
  private final Duration createTimeout;
  private final Duration idleTimeout;
  private final long answerLimit;
  private final Set<String> plainHttpHosts;
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
    watch = builder.watch;
    httpClient = builder.httpClient;
  }

  /**
   * Returns a builder with every default in force.
   *
   * <p><i>Errors:</i> {@link InvalidInputException} when the URL is not an absolute {@code http} or
   * {@code https} URL, or carries a user name, a query or a fragment.
   *
   * @param baseUrl where the service is, as that service documents it; a path is kept, a slash at
   *     the end is optional
   */
  public static Builder builder(String baseUrl) {
    return new Builder(ServerUrl.parse(baseUrl));
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
    builder.watch = watch;
    builder.httpClient = httpClient;
    return builder;
  }

  /** Returns where the service is; the path ends with a slash. */
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
   * Returns how long one request may take, from its first step to the end of its answer. Default 60
   * s.
   */
  public Duration attemptTimeout() {
    return attemptTimeout;
  }

  /** Returns the same for a request that creates a job. Default 30 s. */
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

  /** Returns how jobs are watched. Default {@link WatchOptions#defaults()}. */
  public WatchOptions watch() {
    return watch;
  }

  @Override
  public String toString() {
    return "ClientOptions[" + baseUrl + ", " + credentials + "]";
  }

  /** Gathers options. Not thread-safe. */
  public static final class Builder {
    private final URI baseUrl;
    private final Set<String> plainHttpHosts = new HashSet<>();
    private Credentials credentials = Credentials.none();
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration attemptTimeout = Duration.ofSeconds(60);
    private Duration createTimeout = Duration.ofSeconds(30);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private long answerLimit = 16L << 20;
    private WatchOptions watch = WatchOptions.defaults();
    private @Nullable OkHttpClient httpClient;

    private Builder(URI baseUrl) {
      this.baseUrl = baseUrl;
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
      this.connectTimeout = limited("connectTimeout", timeout);
      return this;
    }

    /** Sets how long one request may take, from 1 ms to 24 days; returns this builder. */
    public Builder attemptTimeout(Duration timeout) {
      this.attemptTimeout = limited("attemptTimeout", timeout);
      return this;
    }

    /**
     * Sets how long a request that creates a job may take, from 1 ms to 24 days; returns this
     * builder.
     */
    public Builder createTimeout(Duration timeout) {
      this.createTimeout = limited("createTimeout", timeout);
      return this;
    }

    /**
     * Sets how long a download may go without a byte, from 1 ms to 24 days; returns this builder.
     */
    public Builder idleTimeout(Duration timeout) {
      this.idleTimeout = limited("idleTimeout", timeout);
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

    /** Sets how jobs are watched; returns this builder. */
    public Builder watch(WatchOptions watch) {
      this.watch = watch;
      return this;
    }

    /**
     * Sets the HTTP client whose proxy, TLS, DNS, interceptors, cookie jar and connection pool are
     * used; returns this builder. It is shared, never changed and never closed; time limits,
     * redirects, the dispatcher and credentials are Longhaul's own, and its cache and authenticator
     * take no part. Its interceptors see downloads too, other hosts' included: one that adds a
     * token has to look at the host. None can send a request with a body twice.
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

    private static Duration limited(String field, Duration timeout) {
      if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
        throw InvalidInputException.of(
            field, "is " + timeout + ", outside 1 ms to 24 days", "Pass a time between them.");
      }
      return timeout;
    }
  }
}
