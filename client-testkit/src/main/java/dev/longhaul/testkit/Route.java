package dev.longhaul.testkit;

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
    FunctionRunnerOperation operation,
    Dialect dialect,
    String path,
    String id,
    Map<String, List<String>> query) {

  /** The two ways in which the service is spoken to. */
  enum Dialect {
    /** Everything below {@code /api/v1/functions}. */
    FUNCTIONS,
    /** Templates and integration tasks, with names of their own. */
    BACKEND
  }

  /** Throws {@link IllegalArgumentException} when an escape in it means nothing. */
  static Route of(ReceivedRequest request) {
    RequestUrl url = RequestUrl.of(request);
    FunctionRunnerOperation operation = FunctionRunnerOperation.of(request.method(), url.path());
    Matcher path = operation.match(url.path());
    String id = path == null || path.groupCount() == 0 ? "" : RequestUrl.decoded(path.group(1));
    Dialect dialect = operation.isBackendPath(url.path()) ? Dialect.BACKEND : Dialect.FUNCTIONS;
    return new Route(operation, dialect, url.path(), id, url.query());
  }
}
