package dev.longhaul.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a request went.
 *
 * @param path the path, still escaped
 * @param query values by name, no longer escaped; a name without a value has an empty one
 */
record RequestUrl(String path, Map<String, List<String>> query) {

  /** Throws {@link IllegalArgumentException} when an escape in the query means nothing. */
  static RequestUrl of(ReceivedRequest request) {
    String[] parts = request.path().split("\\?", 2);
    return new RequestUrl(parts[0], query(parts.length == 2 ? parts[1] : ""));
  }

  /** A plus stands for itself in a path; only in a query does it stand for a space. */
  static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The first value of a name, or empty text. */
  String first(String name) {
    return query.getOrDefault(name, List.of("")).get(0);
  }

  private static Map<String, List<String>> query(String text) {
    Map<String, List<String>> query = new HashMap<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
      String[] halves = pair.split("=", 2);
      String value = halves.length == 2 ? URLDecoder.decode(halves[1], StandardCharsets.UTF_8) : "";
      query.computeIfAbsent(halves[0], name -> new ArrayList<>()).add(value);
    }
    return query;
  }
}
