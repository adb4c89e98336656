package dev.longhaul.testkit;

import java.util.regex.Pattern;

/** What a request asks of the Function Runner. */
public enum Operation {
  /** {@code GET /api/v1/functions/templates}. */
  LIST_TEMPLATES("GET", "/templates"),
  /** {@code GET /api/v1/functions/templates/{template_id}}. */
  READ_TEMPLATE("GET", "/templates/([^/]+)"),
  /** {@code POST /api/v1/functions/tasks}. */
  SUBMIT_TASK("POST", "/tasks"),
  /** {@code GET /api/v1/functions/tasks/{task_id}/status}. */
  READ_STATUS("GET", "/tasks/([^/]+)/status"),
  /** {@code GET /api/v1/functions/tasks/{task_id}/result}. */
  READ_RESULT("GET", "/tasks/([^/]+)/result"),
  /** {@code POST /api/v1/functions/tasks/{task_id}/cancel}. */
  CANCEL_TASK("POST", "/tasks/([^/]+)/cancel"),
  /** {@code GET /api/v1/functions/files/{file_id}}. */
  DOWNLOAD("GET", "/files/([^/]+)"),
  /** A request that is none of the others; the service answers 404 or 405. */
  UNKNOWN("", "(?!)"),
  /** For faults only: whatever request comes. No request is recorded under this name. */
  ANY("", "(?!)");

  private static final String ROOT = "/api/v1/functions";

  private final String method;
  private final Pattern path;

  Operation(String method, String path) {
    this.method = method;
    this.path = Pattern.compile(ROOT + path);
  }

  /** The path as it came, still escaped: an escaped slash never changes where a request goes. */
  Pattern path() {
    return path;
  }

  static Operation of(String method, String rawPath) {
    for (Operation operation : values()) {
      if (operation.method.equals(method) && operation.path.matcher(rawPath).matches()) {
        return operation;
      }
    }
    return UNKNOWN;
  }

  /** Tells whether some method is served at the path. */
  static boolean isServed(String rawPath) {
    for (Operation operation : values()) {
      if (operation.path.matcher(rawPath).matches()) {
        return true;
      }
    }
    return false;
  }
}
