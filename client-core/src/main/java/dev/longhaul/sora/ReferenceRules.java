package dev.longhaul.sora;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.sora.model.ImageReference;
import dev.longhaul.generated.sora.model.VideoSize;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.internal.media.ImageHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What the image must be like that a video starts from. */
final class ReferenceRules {
  private static final String FIELD = "input_reference";
  private static final String URL = FIELD + ".image_url";
  private static final int LONGEST_URL = 20 << 20;
  private static final int LONGEST_PREFIX = 64;
  private static final Pattern DATA =
      Pattern.compile("data:(image/[a-z]+);base64,", Pattern.CASE_INSENSITIVE);
  private static final Pattern PIXELS = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

  private ReferenceRules() {}

  /**
   * Returns the media type of the file, null without one.
   *
   * @param size the size of the video; null where it is not known, and then not compared
   */
  static @Nullable String check(
      @Nullable ImageReference reference, @Nullable Path file, @Nullable VideoSize size) {
    if (reference != null && file != null) {
      throw InvalidInputException.of(
          FIELD, "is set, and a file is passed too", "Leave one of them out.");
    }
    if (reference != null) {
      check(reference, size);
    }
    return file == null ? null : fitting(FIELD, header(file), size).mediaType();
  }

  private static void check(ImageReference reference, @Nullable VideoSize size) {
    String url = reference.getImageUrl();
    String id = reference.getFileId();
    if ((url == null) == (id == null)) {
      throw InvalidInputException.of(
          FIELD,
          url == null ? "has neither image_url nor file_id" : "has both image_url and file_id",
          "Set exactly one of them.");
    }
    if (url == null) {
      PathId.required(FIELD + ".file_id", id);
    } else if (url.length() > LONGEST_URL) {
      throw InvalidInputException.of(
          URL,
          "has " + url.length() + " characters, above the limit of " + LONGEST_URL + " (20 MiB)",
          "Use a smaller image, or send it as a file.");
    } else if (url.regionMatches(true, 0, "data:", 0, 5)) {
      checkData(url, size);
    } else if (HttpUrl.parse(url) == null) {
      throw InvalidInputException.of(
          URL,
          "is neither an http or https URL nor a data URL",
          "Pass the image's address, or DataUri.ofImage of it.");
    }
  }

  private static void checkData(String url, @Nullable VideoSize size) {
    Matcher prefix = DATA.matcher(url.substring(0, Math.min(url.length(), LONGEST_PREFIX)));
    if (!prefix.lookingAt()) {
      throw notBase64();
    }
    String declared = prefix.group(1).toLowerCase(Locale.ROOT);
    ImageHeader image = fitting(URL, decoded(url.substring(prefix.end())), size);
    if (!declared.equals(image.mediaType())) {
      throw InvalidInputException.of(
          URL,
          "says " + declared + ", and its content is " + image.mediaType(),
          "Make it with DataUri.ofImage, which goes by the content.");
    }
  }

  /** Goes through all of the text, which shows that it is base64 to its end. */
  private static @Nullable ImageHeader decoded(String base64) {
    byte[] text = base64.getBytes(StandardCharsets.ISO_8859_1);
    try (InputStream bytes = Base64.getDecoder().wrap(new ByteArrayInputStream(text))) {
      ImageHeader image = ImageHeader.of(bytes);
      bytes.transferTo(OutputStream.nullOutputStream());
      return image;
    } catch (IOException malformed) {
      throw notBase64();
    }
  }

  private static InvalidInputException notBase64() {
    return InvalidInputException.of(
        URL, "is a data URL that is not an image in base64", "Make it with DataUri.ofImage.");
  }

  private static @Nullable ImageHeader header(Path file) {
    try {
      return ImageHeader.of(VideoRules.file(FIELD, file));
    } catch (IOException unreadable) {
      throw InvalidInputException.of(
          FIELD, "cannot be read", "Pass a file that this program may read.");
    }
  }

  private static ImageHeader fitting(
      String field, @Nullable ImageHeader image, @Nullable VideoSize size) {
    if (image == null) {
      throw InvalidInputException.of(
          field, "is no JPEG, PNG or WebP by its content", "Convert the image to one of them.");
    }
    Matcher pixels = PIXELS.matcher(size == null ? "" : size.value());
    if (pixels.matches()
        && (image.width() != Integer.parseInt(pixels.group(1))
            || image.height() != Integer.parseInt(pixels.group(2)))) {
      throw InvalidInputException.of(
          field,
          "is " + image.width() + "x" + image.height() + ", and the video " + pixels.group(),
          "Scale or crop the image, or set size to what it has.");
    }
    return image;
  }
}
