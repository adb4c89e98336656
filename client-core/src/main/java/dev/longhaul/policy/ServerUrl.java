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
    return path.endsWith("/") ? url : URI.create(url + "/");
  }

  private static @Nullable String problem(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return "does not start with http:// or https://";
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
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      return "has a query or a fragment";
    }
    return HttpUrl.parse(url.toString()) == null ? "names a host that cannot be one" : null;
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
    if (url.getScheme().equalsIgnoreCase("http") && !isLoopback(host) && !allowed.contains(host)) {
      throw InvalidInputException.of(
          "baseUrl",
          "would send credentials unencrypted to " + host,
          "Use https, or allow this host by name with allowPlainHttp.");
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }
}
