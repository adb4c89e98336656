package dev.longhaul.vestis;

import com.google.gson.JsonElement;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.internal.media.ImageHeader;
import java.util.Base64;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What the text of an image must be like. A data URI is read where it stands: beside the text there
 * is never more of the image than its head.
 */
final class ImageText {
  private static final int LIMIT = 10 * 1024 * 1024;
  private static final Set<String> TYPES = Set.of("image/jpeg", "image/png", "image/webp");
  private static final String BASE64 = ";base64";

  /** A multiple of four, since four characters hold three bytes. */
  private static final int HEAD = (ImageHeader.LONGEST_HEAD + 2) / 3 * 4;

  private final String field;
  private final String text;

  private ImageText(String field, String text) {
    this.field = field;
    this.text = text;
  }

  static void check(String field, @Nullable JsonElement value, boolean addressAllowed) {
    String text = ImageRules.text(value);
    if (text == null || text.isBlank()) {
      throw ImageRules.refused(
          field, text == null ? "is missing" : "is blank", "Make it with DataUri.ofImage.");
    }
    boolean isAddress = text.regionMatches(true, 0, "http", 0, 4) && HttpUrl.parse(text) != null;
    if (!isAddress) {
      new ImageText(field, text).checkDataUri(addressAllowed);
    } else if (!addressAllowed) {
      throw ImageRules.refused(
          field,
          "is an address, which is not taken here",
          "Fetch the image and pass what DataUri.ofImage makes of it.");
    }
  }

  private void checkDataUri(boolean addressAllowed) {
    int comma = text.indexOf(',');
    if (!text.startsWith("data:") || comma < 0) {
      throw refused(
          addressAllowed ? "is neither a data URI nor an http address" : "is no data URI");
    }
    String head = text.substring("data:".length(), comma);
    String type = head.endsWith(BASE64) ? head.substring(0, head.length() - BASE64.length()) : "";
    if (!TYPES.contains(type)) {
      throw refused("does not begin with data:image/jpeg;base64, or the same for png or webp");
    }
    requireSmall(comma + 1);
    requireBase64(comma + 1);
    requireImage(type, comma + 1);
  }

  private void requireSmall(int start) {
    int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    long bytes = (text.length() - start) / 4 * 3L - padding;
    if (bytes > LIMIT) {
      throw ImageRules.refused(
          field,
          "holds " + bytes + " bytes, above the limit of " + LIMIT + " (10 MB)",
          "Make the image smaller.");
    }
  }

  private void requireBase64(int start) {
    if ((text.length() - start) % 4 != 0) {
      throw refused("is not base64: its length is no multiple of four");
    }
    int end = text.length();
    for (int padding = 0; padding < 2 && end > start && text.charAt(end - 1) == '='; padding++) {
      end--;
    }
    for (int i = start; i < end; i++) {
      if (!isDigit(text.charAt(i))) {
        throw refused("is not base64 at position " + i);
      }
    }
  }

  private static boolean isDigit(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }

  private void requireImage(String type, int start) {
    String head = text.substring(start, Math.min(text.length(), start + HEAD));
    String content = ImageHeader.typeOf(Base64.getDecoder().decode(head));
    if (!type.equals(content)) {
      throw refused(
          content == null
              ? "holds no JPEG, PNG or WebP image"
              : "says " + type + " and holds " + content);
    }
  }

  private InvalidInputException refused(String problem) {
    return ImageRules.refused(field, problem, "Make it with DataUri.ofImage.");
  }
}
