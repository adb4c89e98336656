package dev.longhaul.internal.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps OkHttp from repeating a request by itself, past our policies and our count: it does so for
 * 408, and for 503 with {@code Retry-After: 0}, and for neither when it is asked to wait. So below
 * it the answer asks for a wait, and above it the answer is put right again.
 */
final class NoHiddenRepeat {
  private static final String ASKED = "Retry-After";
  private static final String KEPT = "Longhaul-Retry-After";

  private NoHiddenRepeat() {}

  /** To be called below OkHttp's own repeating. */
  static Response disguised(Interceptor.Chain chain) throws IOException {
    Response response = LiveConnection.check(chain);
    if (response.code() != 408 && response.code() != 503) {
      return response;
    }
    String asked = response.header(ASKED);
    return response
        .newBuilder()
        .header(KEPT, asked == null ? "" : asked)
        .header(ASKED, "1")
        .build();
  }

  /** To be called above it. */
  static Response asItCame(Response response) {
    @Nullable String kept = response.header(KEPT);
    if (kept == null) {
      return response;
    }
    Response.Builder plain = response.newBuilder().removeHeader(KEPT);
    return kept.isEmpty() ? plain.removeHeader(ASKED).build() : plain.header(ASKED, kept).build();
  }
}
