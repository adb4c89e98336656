package dev.longhaul.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a multipart form apart. What is no such form throws {@link IllegalArgumentException}. */
final class VideoForm {

  /** One part of a form; one with a file name is a file. */
  static final class Part {

    private final String name;
    private final @Nullable String filename;
    private final String type;
    private final byte[] content;

    private Part(String name, @Nullable String filename, String type, byte[] content) {
      this.name = name;
      this.filename = filename;
      this.type = type;
      this.content = content;
    }

    String name() {
      return name;
    }

    @Nullable String filename() {
      return filename;
    }

    /** The media type, in which a form's file is octets when it does not say more. */
    String type() {
      return type;
    }

    byte[] content() {
      return content;
    }

    String text() {
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  private static final Pattern BOUNDARY =
      Pattern.compile(";\\s*boundary=(?:\"([^\"]+)\"|([^\\s;]+))", Pattern.CASE_INSENSITIVE);
  private static final Pattern DISPOSITION =
      Pattern.compile("(?im)^Content-Disposition:\\s*form-data((?:;[^\\r\\n]*)?)$");
  private static final Pattern TYPE = Pattern.compile("(?im)^Content-Type:\\s*([^\\s;]+).*$");
  private static final Pattern NAME = Pattern.compile(";\\s*name=\"([^\"]*)\"");
  private static final Pattern FILENAME = Pattern.compile(";\\s*filename=\"([^\"]*)\"");
  private static final String LINE_END = "\r\n";

  private VideoForm() {}

  static List<Part> parts(String contentType, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw new IllegalArgumentException("no boundary");
    }
    String word = boundary.group(1) != null ? boundary.group(1) : boundary.group(2);
    String delimiter = LINE_END + "--" + word;
    // One character for each byte, so that places in the text are places in the body.
    String text = LINE_END + new String(body, StandardCharsets.ISO_8859_1);
    List<Part> parts = new ArrayList<>();
    int at = text.indexOf(delimiter) + delimiter.length();
    while (at >= delimiter.length() && text.startsWith(LINE_END, at)) {
      int end = text.indexOf(delimiter, at);
      if (end < 0) {
        throw new IllegalArgumentException("the form does not end");
      }
      parts.add(part(text.substring(at + LINE_END.length(), end)));
      at = end + delimiter.length();
    }
    if (!text.startsWith("--", at)) {
      throw new IllegalArgumentException("the form does not end");
    }
    return parts;
  }

  private static Part part(String text) {
    int blank = text.indexOf(LINE_END + LINE_END);
    String head = blank < 0 ? "" : utf8(text.substring(0, blank)).replace(LINE_END, "\n");
    Matcher disposition = DISPOSITION.matcher(head);
    if (!disposition.find()) {
      throw new IllegalArgumentException("a part says nothing about itself");
    }
    String name = found(NAME, disposition.group(1));
    if (name == null) {
      throw new IllegalArgumentException("a part has no name");
    }
    String filename = found(FILENAME, disposition.group(1));
    String type = found(TYPE, head);
    if (type == null) {
      type = filename == null ? "text/plain" : "application/octet-stream";
    }
    byte[] content = text.substring(blank + 4).getBytes(StandardCharsets.ISO_8859_1);
    return new Part(name, filename, type, content);
  }

  /** What a pattern finds; browsers and clients write three characters as escapes there. */
  private static @Nullable String found(Pattern pattern, String text) {
    Matcher match = pattern.matcher(text);
    return match.find()
        ? match.group(1).replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
        : null;
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
