package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * Pictures that tell their size, which is all that a client looks at. Documents show less: the
 * first bytes of a data URI, and of a file only a text in place of them.
 */
final class Pictures {
  private static final String JPEG = "/9j/wAALCAABAAEBAREA";
  private static final String WEBP = "UklGRhYAAABXRUJQVlA4WAoAAAAAAAAAAAAAAAAA";

  /** What the documents show, and a whole picture of one point for it. */
  private static final Map<String, String> WHOLE =
      Map.of(
          "png;base64,iVBORw0KGgo=", "png;base64," + text(png(1, 1)),
          "jpeg;base64,/9j/4AAQSkZJRg==", "jpeg;base64," + JPEG,
          "webp;base64,UklGRg==", "webp;base64," + WEBP);

  private Pictures() {}

  private static String text(byte[] picture) {
    return Base64.getEncoder().encodeToString(picture);
  }

  /** Returns the beginning of a PNG. */
  private static byte[] png(int width, int height) {
    return ByteBuffer.allocate(30)
        .putLong(0x89504E470D0A1A0AL)
        .putInt(13)
        .putInt(0x49484452)
        .putInt(width)
        .putInt(height)
        .array();
  }

  /** Returns a request with whole pictures in place of what the document shows of them. */
  static JsonElement whole(JsonElement example) {
    String text = example.toString();
    for (Map.Entry<String, String> picture : WHOLE.entrySet()) {
      text = text.replace(picture.getKey(), picture.getValue());
    }
    return JsonParser.parseString(text);
  }

  /**
   * Writes the file that a document shows as a text, and returns its path. It ends in that text.
   *
   * @param shown such as {@code (bytes of boat.png)}
   * @param size of a picture, such as {@code 720x1280}; not looked at for other files
   */
  static Path write(Path folder, String shown, String size) throws IOException {
    String name = shown.substring("(bytes of ".length(), shown.length() - 1);
    byte[] end = shown.getBytes(StandardCharsets.UTF_8);
    byte[] head = new byte[0];
    if (name.endsWith(".png")) {
      String[] sides = size.split("x", -1);
      head = png(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }
    byte[] whole = ByteBuffer.allocate(head.length + end.length).put(head).put(end).array();
    return Files.write(folder.resolve(name), whole);
  }
}
