package dev.longhaul.testkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request asks of the service for project events. */
public enum ProjectEventsOperation implements Operation {
  /** The handshake of a socket, {@code GET /ws} or {@code GET /ws/{project_id}}. */
  CONNECT("/ws(?:/([^/]+))?"),
  /** {@code GET /api/v1/tasks/{id}}. */
  READ_TASK("/api/v1/tasks/([^/]+)"),
  /** A request that is none of the others; the service answers 404 or 405. */
  UNKNOWN("(?!)"),
  /** Whatever request comes, for faults and counts. No request is recorded under this name. */
  ANY("(?!)");

  private final Pattern path;

  ProjectEventsOperation(String path) {
    this.path = Pattern.compile(path);
  }

  /** No request makes jobs here. */
  @Override
  public boolean creates() {
    return false;
  }

  @Override
  public boolean covers(Operation asked) {
    return this == ANY || this == asked;
  }

  /** The request at a path as it came, still escaped: an escaped slash never changes its way. */
  static ProjectEventsOperation of(String method, String rawPath) {
    for (ProjectEventsOperation operation : values()) {
      if (method.equals("GET") && operation.isAt(rawPath)) {
        return operation;
      }
    }
    return UNKNOWN;
  }

  boolean isAt(String rawPath) {
    return path.matcher(rawPath).matches();
  }

  /** The id in a path of this operation, no longer escaped; null when it has none. */
  @Nullable String id(String rawPath) {
    Matcher match = path.matcher(rawPath);
    String id = match.matches() ? match.group(1) : null;
    return id == null ? null : RequestUrl.decoded(id);
  }
}
