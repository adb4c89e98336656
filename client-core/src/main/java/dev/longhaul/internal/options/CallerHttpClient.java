package dev.longhaul.internal.options;

import java.util.Optional;
import java.util.function.Function;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Hands the caller's OkHttp client from the options to the transport, so that no public accessor
 * has to name an OkHttp type.
 */
public final class CallerHttpClient {
  private static volatile @Nullable Function<Object, Optional<OkHttpClient>> reader;

  private CallerHttpClient() {}

  /** What ours all derive from: most of its weight is what the JDK trusts, the same for all. */
  private static final class Ours {
    static final OkHttpClient CLIENT = new OkHttpClient();
  }

  /** Called once by the class of the options, which knows its own field. */
  public static void readWith(Function<Object, Optional<OkHttpClient>> function) {
    reader = function;
  }

  /** Returns the client that the caller put into the options, if any. */
  public static Optional<OkHttpClient> of(Object options) {
    Function<Object, Optional<OkHttpClient>> known = reader;
    return known == null ? Optional.empty() : known.apply(options);
  }

  /** Returns what to derive a client from: the caller's, or else ours, of which nothing is used. */
  public static OkHttpClient orOurs(Object options) {
    return of(options).orElseGet(() -> Ours.CLIENT);
  }
}
