package dev.longhaul.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where the dialect that gives URLs has its files: on the server's root, outside the API.
 *
 * @param origin the server's root, with no slash
 */
record VideoUrls(String origin) {

  private static final String VIDEO = ".mp4";
  private static final String THUMBNAIL = ".jpg";

  String video(String id) {
    return of(id, VIDEO);
  }

  String thumbnail(String id) {
    return of(id, THUMBNAIL);
  }

  /** The id in the name of a file, which may be one that no file has. */
  static String idOf(String file) {
    return file.substring(0, Math.max(0, file.length() - VIDEO.length()));
  }

  static boolean isVideo(String file) {
    return file.endsWith(VIDEO);
  }

  static boolean isThumbnail(String file) {
    return file.endsWith(THUMBNAIL);
  }

  private String of(String id, String ending) {
    String escaped = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    return origin + "/files/" + escaped + ending;
  }
}
