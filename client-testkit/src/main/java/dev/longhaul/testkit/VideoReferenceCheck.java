package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.VideoForm.Part;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the picture that a video starts from. */
final class VideoReferenceCheck {

  private static final String FIELD = "input_reference";
  private static final int LONGEST_URL = 20 * 1024 * 1024;
  private static final List<String> TYPES = List.of("image/jpeg", "image/png", "image/webp");
  private static final Pattern DATA_URL =
      Pattern.compile("data:([a-z0-9/+.-]+);base64,(.*)", Pattern.CASE_INSENSITIVE);

  private final SoraErrors errors;

  VideoReferenceCheck(SoraErrors errors) {
    this.errors = errors;
  }

  /** Checks the picture of a request, if it has one, against the size of the video. */
  void check(VideoRequestBody body, String size) {
    VideoCheck fields = new VideoCheck(body.fields(), errors);
    Part file = body.file(FIELD);
    if (file != null) {
      picture(file.type(), file.content(), size);
    } else if (body.kind() == VideoRequestBody.Kind.FORM && body.fields().has(FIELD)) {
      throw fields.wrongType(FIELD, "a file");
    } else {
      reference(fields.object(FIELD), size);
    }
  }

  private void reference(@Nullable JsonObject reference, String size) {
    if (reference == null) {
      return;
    }
    VideoCheck fields = new VideoCheck(reference, errors);
    fields.only("image_url", "file_id");
    if (reference.size() != 1) {
      throw errors.invalid(
          FIELD, "invalid_value", "'input_reference' must have one of image_url and file_id.");
    }
    if (reference.has("file_id")) {
      fields.text("file_id", Integer.MAX_VALUE);
    } else {
      url(fields.text("image_url", LONGEST_URL), size);
    }
  }

  /** A picture elsewhere is not fetched; one inside the URL is looked at. */
  private void url(String url, String size) {
    Matcher data = DATA_URL.matcher(url);
    if (data.matches()) {
      picture(data.group(1), decoded(data.group(2)), size);
    } else if (!url.startsWith("https://") && !url.startsWith("http://")) {
      throw unreadable();
    }
  }

  private void picture(String type, byte[] content, String size) {
    VideoImage image = VideoImage.of(content);
    if (!TYPES.contains(type)) {
      throw errors.invalid(
          FIELD, "invalid_value", "'input_reference' must be one of " + TYPES + ".");
    }
    if (image == null || !image.type().equals(type)) {
      throw unreadable();
    }
    if (!image.size().equals(size)) {
      throw errors.wrongPicture();
    }
  }

  private byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw unreadable();
    }
  }

  private RefusalException unreadable() {
    return errors.invalid(FIELD, "invalid_value", "'input_reference' cannot be read as a picture.");
  }
}
