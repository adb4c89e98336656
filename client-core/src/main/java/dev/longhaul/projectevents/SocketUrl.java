package dev.longhaul.projectevents;

import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Where the socket is, and what follows from that. */
final class SocketUrl {
  private static final String OURS = "LONGHAUL_EVENTS_BASE_URL";
  private static final String TOKEN = "LONGHAUL_EVENTS_TOKEN";
  private static final String DOCUMENTED = "PUBLIC_WS_URL";
  private static final String CONTAINER = "backend";

  private SocketUrl() {}

  static ClientOptions fromEnvironment(Map<String, String> environment) {
    String url = documented(environment, SocketUrl::isKnown);
    if (url == null) {
      return ClientOptions.fromEnvironment("EVENTS").build();
    }
    ClientOptions.Builder options = ClientOptions.builder(url);
    String token = environment.getOrDefault(TOKEN, "");
    return (token.isBlank() ? options : options.credentials(Credentials.bearer(token))).build();
  }

  /**
   * Returns the first of the documented URLs that can be meant, or null when ours is set.
   *
   * @param environment the environment variables
   * @param resolves whether a host has an address
   */
  static @Nullable String documented(Map<String, String> environment, Predicate<String> resolves) {
    if (!environment.getOrDefault(OURS, "").isBlank()) {
      return null;
    }
    if (resolves.test(CONTAINER)) {
      return "ws://" + CONTAINER + ":8000/ws";
    }
    String documented = environment.getOrDefault(DOCUMENTED, "");
    return documented.isBlank() ? "ws://localhost:8000/ws" : documented;
  }

  private static boolean isKnown(String host) {
    try {
      return InetAddress.getByName(host) != null;
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  /** Returns the URL of the socket of one project: its id is one more segment of the path. */
  static String withProject(URI socket, String projectId) {
    HttpUrl url = overHttp(socket).newBuilder().addPathSegment(projectId).build();
    return "ws" + url.toString().substring("http".length());
  }

  /** Returns the HTTP root of the server: what comes before the socket's own segment. */
  static String httpRoot(URI socket) {
    HttpUrl.Builder root = overHttp(socket).newBuilder().query(null);
    // A URL always has a last segment, which may be empty.
    int last = root.build().pathSize() - 1;
    if (last > 0 && root.build().pathSegments().get(last).isEmpty()) {
      root.removePathSegment(last--);
    }
    return root.setPathSegment(last, "").build().toString();
  }

  /** Names the connection in a store; the query may hold a token. */
  static String key(URI socket) {
    HttpUrl url = overHttp(socket).newBuilder().query(null).build();
    return "ws-session ws" + url.toString().substring("http".length());
  }

  private static HttpUrl overHttp(URI socket) {
    return HttpUrl.get("http" + socket.toString().substring(2));
  }
}
