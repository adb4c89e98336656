package dev.longhaul.functionrunner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file formats that an input may have. Immutable.
 *
 * <p>A file is refused only when its name or data URI plainly tells a common format that is not
 * allowed. An id, a name without an ending and an ending that is not common tell nothing.
 */
final class FileFormats implements InputLimit {
  private static final Set<String> COMMON =
      Set.of(
          "aac", "avi", "avif", "bmp", "csv", "doc", "docx", "exr", "fbx", "flac", "gif", "glb",
          "gltf", "hdr", "heic", "htm", "jpg", "json", "m4a", "m4v", "mkv", "mov", "mp3", "mp4",
          "obj", "ogg", "pdf", "ply", "png", "psd", "stl", "svg", "tif", "txt", "wav", "webm",
          "webp", "xls", "xlsx", "xml", "zip");
  private static final Map<String, String> ALIASES =
      Map.of("jpeg", "jpg", "tiff", "tif", "html", "htm", "svg+xml", "svg", "plain", "txt");
  private static final int LONGEST_TYPE = 100;

  private final Set<String> allowed;

  private FileFormats(Set<String> allowed) {
    this.allowed = allowed;
  }

  /** Returns the limit, if every format that the rule allows is a common one. */
  static Optional<InputLimit> of(JsonArray formats) {
    Set<String> allowed = new LinkedHashSet<>();
    for (JsonElement format : formats) {
      if (!InputType.isText(format) || !COMMON.contains(normal(format.getAsString()))) {
        return Optional.empty();
      }
      allowed.add(normal(format.getAsString()));
    }
    return allowed.isEmpty() ? Optional.empty() : Optional.of(new FileFormats(allowed));
  }

  @Override
  public Optional<InputFlaw> flaw(JsonElement value) {
    String format = InputType.isText(value) ? told(value.getAsString()) : "";
    return COMMON.contains(format) && !allowed.contains(format)
        ? InputFlaw.of(
            "is a file of a format that is not allowed", "Use " + String.join(", ", allowed) + ".")
        : Optional.empty();
  }

  private static String told(String file) {
    if (file.regionMatches(true, 0, "data:", 0, 5)) {
      String type = file.substring(5, Math.min(file.length(), LONGEST_TYPE));
      return normal(before(type, ";,"));
    }
    String path = before(file, "?#");
    int scheme = path.indexOf("://");
    if (scheme >= 0) {
      int root = path.indexOf('/', scheme + 3);
      path = root < 0 ? "" : path.substring(root);
    }
    String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : normal(name.substring(dot + 1));
  }

  private static String before(String text, String ends) {
    int end = 0;
    while (end < text.length() && ends.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(0, end);
  }

  /** Takes {@code .PNG}, {@code png} and {@code image/png} for one. */
  private static String normal(String format) {
    String lower = format.strip().toLowerCase(Locale.ROOT);
    String bare = lower.substring(lower.lastIndexOf('/') + 1);
    String name = bare.startsWith(".") ? bare.substring(1) : bare;
    return ALIASES.getOrDefault(name, name);
  }
}
