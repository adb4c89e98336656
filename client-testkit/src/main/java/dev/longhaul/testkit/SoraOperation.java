package dev.longhaul.testkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request asks of the video service. */
public enum SoraOperation implements Operation {
  /** {@code POST /v1/videos}. */
  CREATE_VIDEO("POST", "/v1/videos"),
  /** {@code GET /v1/videos}. */
  LIST_VIDEOS("GET", "/v1/videos"),
  /** {@code GET /v1/videos/{id}}. */
  READ_VIDEO("GET", "/v1/videos/([^/]+)"),
  /** {@code DELETE /v1/videos/{id}}. */
  DELETE_VIDEO("DELETE", "/v1/videos/([^/]+)"),
  /** {@code GET /v1/videos/{id}/content}, or a file that the other dialect gives the URL of. */
  DOWNLOAD("GET", "/v1/videos/([^/]+)/content|/files/([^/]+)"),
  /** {@code POST /v1/videos/{id}/remix}. */
  REMIX_VIDEO("POST", "/v1/videos/([^/]+)/remix"),
  /** {@code POST /v1/videos/edits}. */
  EDIT_VIDEO("POST", "/v1/videos/edits"),
  /** {@code POST /v1/videos/extensions}. */
  EXTEND_VIDEO("POST", "/v1/videos/extensions"),
  /** {@code POST /v1/videos/characters}. */
  CREATE_CHARACTER("POST", "/v1/videos/characters"),
  /** {@code GET /v1/videos/characters/{id}}. */
  READ_CHARACTER("GET", "/v1/videos/characters/([^/]+)"),
  /** {@code GET /v1/models}. */
  LIST_MODELS("GET", "/v1/models"),
  /** {@code GET /v1/health}. */
  READ_HEALTH("GET", "/v1/health"),
  /** A request that is none of the others; the service answers 404 or 405. */
  UNKNOWN("", "(?!)"),
  /** Whatever request comes, for faults and counts. No request is recorded under this name. */
  ANY("", "(?!)");

  private final String method;
  private final Pattern path;

  SoraOperation(String method, String path) {
    this.method = method;
    this.path = Pattern.compile(path);
  }

  /** {@link #CREATE_VIDEO}, remixes, edits and extensions make videos; a character is none. */
  @Override
  public boolean creates() {
    return this == CREATE_VIDEO
        || this == REMIX_VIDEO
        || this == EDIT_VIDEO
        || this == EXTEND_VIDEO;
  }

  @Override
  public boolean covers(Operation asked) {
    return this == ANY || this == asked;
  }

  /** The request at a path as it came, still escaped: an escaped slash never changes its way. */
  static SoraOperation of(String method, String rawPath) {
    for (SoraOperation operation : values()) {
      if (operation.method.equals(method) && operation.isAt(rawPath)) {
        return operation;
      }
    }
    return UNKNOWN;
  }

  boolean isAt(String rawPath) {
    return path.matcher(rawPath).matches();
  }

  /** The id in a path of this operation, still escaped; null when it has none. */
  @Nullable String rawId(String rawPath) {
    Matcher match = path.matcher(rawPath);
    if (!match.matches()) {
      return null;
    }
    for (int group = 1; group <= match.groupCount(); group++) {
      if (match.group(group) != null) {
        return match.group(group);
      }
    }
    return null;
  }
}
