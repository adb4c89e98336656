package dev.longhaul.testkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of Vestis. Paths are those below the base URL, where nothing else is said.
 */
public enum VestisOperation implements Operation {
  /** {@code POST /generate}, with a flag or without. */
  CREATE_JOB("POST", "/generate"),
  /** {@code GET /jobs}. */
  LIST_JOBS("GET", "/jobs"),
  /** {@code GET /jobs/{id}}. */
  READ_JOB("GET", "/jobs/([^/]+)"),
  /** {@code DELETE /jobs/{id}}. */
  CANCEL_JOB("DELETE", "/jobs/([^/]+)"),
  /** {@code GET /{feature}/status/{id}}. */
  READ_FEATURE_STATUS("GET", "/[^/]+/status/([^/]+)"),
  /** {@code GET /generations}. */
  LIST_GENERATIONS("GET", "/generations"),
  /** {@code GET /generations/{id}}. */
  READ_GENERATION("GET", "/generations/([^/]+)"),
  /** {@code DELETE /generations/{id}}. */
  DELETE_GENERATION("DELETE", "/generations/([^/]+)"),
  /** {@code POST /auth/login}. */
  LOGIN("POST", "/auth/login"),
  /** {@code POST /auth/refresh}. */
  REFRESH_TOKEN("POST", "/auth/refresh"),
  /** {@code GET} of a finished picture, {@code /images/{name}} below the server's root. */
  DOWNLOAD("GET", Pattern.compile("/images/([^/]+)")),
  /** A request that is none of the others; the service answers 404 or 405. */
  UNKNOWN("", Pattern.compile("(?!)")),
  /** Whatever request comes, for faults and counts. No request is recorded under this name. */
  ANY("", Pattern.compile("(?!)"));

  static final String ROOT = "/api/v1";

  private final String method;
  private final Pattern path;

  VestisOperation(String method, String path) {
    this(method, Pattern.compile(ROOT + path));
  }

  VestisOperation(String method, Pattern path) {
    this.method = method;
    this.path = path;
  }

  /** Only {@link #CREATE_JOB} makes a job. */
  @Override
  public boolean creates() {
    return this == CREATE_JOB;
  }

  @Override
  public boolean covers(Operation asked) {
    return this == ANY || this == asked;
  }

  /** The request at a path as it came, still escaped: an escaped slash never changes its way. */
  static VestisOperation of(String method, String rawPath) {
    for (VestisOperation operation : values()) {
      if (operation.method.equals(method) && operation.path.matcher(rawPath).matches()) {
        return operation;
      }
    }
    return UNKNOWN;
  }

  /** Tells whether some method is served at the path. */
  static boolean isServed(String rawPath) {
    for (VestisOperation operation : values()) {
      if (operation.path.matcher(rawPath).matches()) {
        return true;
      }
    }
    return false;
  }

  /** The id in a path of this operation, no longer escaped; null when there is none. */
  @Nullable String id(String rawPath) {
    Matcher match = path.matcher(rawPath);
    return match.matches() && match.groupCount() == 1 ? RequestUrl.decoded(match.group(1)) : null;
  }
}
