package dev.longhaul.testkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of the Function Runner. Where the service has two dialects, both ask under
 * one name: a fault or a count made for a task holds on either path.
 */
public enum FunctionRunnerOperation implements Operation {
  /** {@code GET /api/v1/functions/templates} or {@code GET /api/v1/templates/}. */
  LIST_TEMPLATES("GET", "/functions/templates", "/templates/"),
  /**
   * {@code GET /api/v1/functions/templates/{template_id}} or {@code GET
   * /api/v1/templates/{template_id}}.
   */
  READ_TEMPLATE("GET", "/functions/templates/([^/]+)", "/templates/([^/]+)"),
  /** {@code POST /api/v1/functions/tasks} or {@code POST /api/v1/integration/tasks}. */
  SUBMIT_TASK("POST", "/functions/tasks", "/integration/tasks"),
  /**
   * {@code GET /api/v1/functions/tasks/{task_id}/status} or {@code GET
   * /api/v1/integration/tasks/{task_id}/status}.
   */
  READ_STATUS("GET", "/functions/tasks/([^/]+)/status", "/integration/tasks/([^/]+)/status"),
  /** {@code GET /api/v1/functions/tasks/{task_id}/result}. */
  READ_RESULT("GET", "/functions/tasks/([^/]+)/result"),
  /**
   * {@code POST /api/v1/functions/tasks/{task_id}/cancel} or {@code POST
   * /api/v1/integration/tasks/{task_id}/cancel}.
   */
  CANCEL_TASK("POST", "/functions/tasks/([^/]+)/cancel", "/integration/tasks/([^/]+)/cancel"),
  /** {@code POST /api/v1/functions/batches}. */
  SUBMIT_BATCH("POST", "/functions/batches"),
  /** {@code GET /api/v1/functions/batches/{batch_id}}. */
  READ_BATCH("GET", "/functions/batches/([^/]+)"),
  /** {@code POST /api/v1/functions/batches/{batch_id}/cancel}. */
  CANCEL_BATCH("POST", "/functions/batches/([^/]+)/cancel"),
  /** {@code GET /api/v1/functions/files/{file_id}}. */
  DOWNLOAD("GET", "/functions/files/([^/]+)"),
  /** The handshake of an event socket, see {@link EventsDialect}. */
  CONNECT_EVENTS,
  /** A request that is none of the others; the service answers 404 or 405. */
  UNKNOWN,
  /** Whatever request comes, for faults and counts. No request is recorded under this name. */
  ANY;

  private static final String ROOT = "/api/v1";
  private static final String NOWHERE = "(?!)";

  private final String method;
  private final Pattern functions;
  private final Pattern backend;

  FunctionRunnerOperation() {
    this("", NOWHERE);
  }

  FunctionRunnerOperation(String method, String path) {
    this(method, path, NOWHERE);
  }

  FunctionRunnerOperation(String method, String path, String backendPath) {
    this.method = method;
    this.functions = Pattern.compile(ROOT + path);
    this.backend = Pattern.compile(ROOT + backendPath);
  }

  /** {@link #SUBMIT_TASK} and {@link #SUBMIT_BATCH} make jobs. */
  @Override
  public boolean creates() {
    return this == SUBMIT_TASK || this == SUBMIT_BATCH;
  }

  @Override
  public boolean covers(Operation asked) {
    return this == ANY || this == asked;
  }

  /** The request at a path as it came, still escaped: an escaped slash never changes its way. */
  static FunctionRunnerOperation of(String method, String rawPath) {
    for (FunctionRunnerOperation operation : values()) {
      if (operation.method.equals(method) && operation.match(rawPath) != null) {
        return operation;
      }
    }
    return UNKNOWN;
  }

  /** Tells whether some method is served at the path. */
  static boolean isServed(String rawPath) {
    for (FunctionRunnerOperation operation : values()) {
      if (operation.match(rawPath) != null) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether the path is that of the second dialect. */
  boolean isBackendPath(String rawPath) {
    return backend.matcher(rawPath).matches();
  }

  /** A match whose groups are the ids in the path, or null when this is not its path. */
  @Nullable Matcher match(String rawPath) {
    Matcher path = functions.matcher(rawPath);
    if (path.matches()) {
      return path;
    }
    path = backend.matcher(rawPath);
    return path.matches() ? path : null;
  }
}
