package dev.longhaul.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * Where a request leads.
 *
 * @param operation what it asks for
 * @param dialect in which of the service's dialects
 * @param path the path, still escaped
 * @param id the id in the path, no longer escaped; empty when it has none
 * @param query values by name
 */
record Route(
    Operation operation, Dialect dialect, String path, String id, Map<String, List<String>> query) {

  /** The two ways in which the service is spoken to. */
  enum Dialect {
    /** Everything below {@code /api/v1/functions}. */
    FUNCTIONS,
    /** Templates and integration tasks, with names of their own. */
    BACKEND
  }

  /** Throws {@link IllegalArgumentException} when an escape in it means nothing. */
  static Route of(ReceivedRequest request) {
    String[] parts = request.path().split("\\?", 2);
    Operation operation = request.operation();
    Matcher path = operation.match(parts[0]);
    String id = path == null || path.groupCount() == 0 ? "" : decoded(path.group(1));
    Dialect dialect = operation.isBackendPath(parts[0]) ? Dialect.BACKEND : Dialect.FUNCTIONS;
    return new Route(operation, dialect, parts[0], id, query(parts.length == 2 ? parts[1] : ""));
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

  /** A plus stands for itself in a path; only in a query does it stand for a space. */
  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
