package dev.longhaul.policy;

import dev.longhaul.error.InvalidInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the URL of a server. Its errors never repeat the URL, which may hold a password.
 */
final class ServerUrl {
  private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

  private ServerUrl() {}

  static URI parse(String field, String text) {
    URI url;
    try {
      url = new URI(text.strip());
    } catch (URISyntaxException malformed) {
      throw invalid(
          field, "is not a URL: " + malformed.getReason() + " at position " + malformed.getIndex());
    }
    String problem = problem(url);
    if (problem != null) {
      throw invalid(field, problem);
    }
    String path = url.getRawPath();
    return path.endsWith("/") || isSocket(url) ? url : URI.create(url + "/");
  }

  /** Returns whether a URL is that of a WebSocket, whose path and query are kept as they are. */
  static boolean isSocket(URI url) {
    return url.getScheme().toLowerCase(Locale.ROOT).startsWith("ws");
  }

  private static @Nullable String problem(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme)) {
      return "does not start with http:// or https://, nor with ws:// or wss://";
    }
    if (url.getHost() == null) {
      return "names no host that can be looked up";
    }
    if (url.getPort() == 0 || url.getPort() > 65_535) {
      return "has the port " + url.getPort() + ", outside 1 to 65535";
    }
    if (url.getRawUserInfo() != null) {
      return "holds a user name or password";
    }
    if (url.getRawFragment() != null || (url.getRawQuery() != null && !isSocket(url))) {
      return "has a query or a fragment";
    }
    return HttpUrl.parse(overHttp(url)) == null ? "names a host that cannot be one" : null;
  }

  /** Returns the URL of the handshake, which is an HTTP request. */
  static String overHttp(URI url) {
    String text = url.toString();
    return isSocket(url) ? "http" + text.substring(2) : text;
  }

  private static InvalidInputException invalid(String field, String problem) {
    return InvalidInputException.of(
        field,
        problem,
        "Pass the service's base URL alone, such as https://runner.example.com; tokens are"
            + " options.");
  }

  /** Refuses a URL over which credentials would travel in the open. */
  static void requirePrivate(URI url, Set<String> allowed) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    boolean open = scheme.equals("http") || scheme.equals("ws");
    if (open && !isLoopback(host) && !allowed.contains(host)) {
      throw InvalidInputException.of(
          "baseUrl",
          "would send credentials unencrypted to " + host,
          "Use https or wss, or allow this host by name with allowPlainHttp.");
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }
}
