package dev.longhaul.internal.http;

import dev.longhaul.error.InvalidInputException;
import java.net.URI;
import java.util.Locale;

/** Which of the two kinds of base URL a client needs: {@code ClientOptions} takes both. */
public final class UrlKind {
  private UrlKind() {}

  /** Refuses the URL of a WebSocket. */
  static void requireHttp(URI url) {
    if (isSocket(url)) {
      throw InvalidInputException.of(
          "baseUrl", "is that of a WebSocket", "Pass the service's http or https URL.");
    }
  }

  /** Refuses any other URL than that of a WebSocket. */
  public static void requireSocket(URI url) {
    if (!isSocket(url)) {
      throw InvalidInputException.of(
          "baseUrl", "is not that of a WebSocket", "Pass a URL that begins with ws:// or wss://.");
    }
  }

  private static boolean isSocket(URI url) {
    return url.getScheme().toLowerCase(Locale.ROOT).startsWith("ws");
  }
}
