package dev.longhaul.integration.contract;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form as it left.
 *
 * @param parts in their order
 */
record FormBody(List<Part> parts) {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
  private static final Pattern FILE = Pattern.compile("[; ]filename=\"([^\"]*)\"");
  private static final Pattern TYPE = Pattern.compile("(?im)^Content-Type: *(\\S.*?)\\s*$");
  private static final String END = "\r\n";

  /**
   * One part.
   *
   * @param name the field
   * @param file the name of the file; null for one that is no file
   * @param type the media type; null when it has none
   * @param bytes what it holds
   */
  record Part(String name, @Nullable String file, @Nullable String type, byte[] bytes) {
    /** Returns its text, or of a file what a document shows in place of its bytes. */
    String value() {
      return file == null ? new String(bytes, StandardCharsets.UTF_8) : shown(file);
    }
  }

  /** Returns the text that stands in a document for the bytes of a file. */
  static String shown(String file) {
    return "(bytes of " + file + ")";
  }

  /** Returns the form that a body holds. */
  static FormBody parse(String contentType, byte[] body) {
    String boundary = "--" + only(BOUNDARY, contentType);
    String text = new String(body, StandardCharsets.ISO_8859_1);
    if (!text.startsWith(boundary) || !text.endsWith(END + boundary + "--" + END)) {
      throw new AssertionError("The form does not begin and end with its boundary");
    }
    List<Part> parts = new ArrayList<>();
    String[] pieces = (END + text).split(Pattern.quote(END + boundary), -1);
    for (int i = 1; i < pieces.length - 1; i++) {
      parts.add(part(pieces[i].substring(END.length())));
    }
    return new FormBody(parts);
  }

  private static Part part(String piece) {
    int head = piece.indexOf(END + END);
    String headers = piece.substring(0, head);
    return new Part(
        String.valueOf(only(NAME, headers)),
        only(FILE, headers),
        only(TYPE, headers),
        piece.substring(head + 2 * END.length()).getBytes(StandardCharsets.ISO_8859_1));
  }

  private static @Nullable String only(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  /** Returns the fields as a document shows them. */
  JsonObject tree() {
    JsonObject tree = new JsonObject();
    parts.forEach(part -> tree.addProperty(part.name(), part.value()));
    return tree;
  }
}
