package dev.longhaul.vestis;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.vestis.model.BackgroundRequest;
import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.FlatlayRequest;
import dev.longhaul.generated.vestis.model.MdoliRequest;
import dev.longhaul.generated.vestis.model.OnModelRequest;
import dev.longhaul.internal.json.Json;
import dev.longhaul.job.JobMark;
import org.jspecify.annotations.Nullable;

/**
 * One image to be made. Immutable: it is checked and copied when it is made, so what exists can be
 * sent, and later changes of what it was made from change nothing.
 *
 * <p>An image inside a request is a JPEG, PNG or WebP of at most 10 MB (10,485,760 bytes), as the
 * data URI that {@code DataUri.ofImage} gives; where said so it may be an {@code http} or {@code
 * https} address. No limit of a whole request is known of the service, so there is none here.
 *
 * <p>Everywhere the aspect ratio, the resolution, the quality and the format are one of the values
 * that the generated types know, or left out.
 *
 * <p><i>Errors:</i> each maker refuses with {@link InvalidInputException}, which names the field
 * from the top, such as {@code products[1].frontImage}.
 */
public final class ImageRequest {
  private final ImageKind kind;
  private final JsonObject body;

  private ImageRequest(ImageKind kind, JsonObject body) {
    this.kind = kind;
    this.body = body;
  }

  /**
   * Returns a request of an image from a text.
   *
   * @param request the prompt, not blank; its images may be addresses
   */
  public static ImageRequest chat(ChatRequest request) {
    return of(ImageKind.CHAT, request);
  }

  /**
   * Returns a request of products laid out on a model and a background.
   *
   * @param request model, background, and as products one top and one bottom, or one fullbody
   *     alone; their images may be addresses
   */
  public static ImageRequest flatlay(FlatlayRequest request) {
    return of(ImageKind.FLATLAY, request);
  }

  /**
   * Returns a request of products on a mannequin.
   *
   * @param request the same as for {@link #flatlay}
   */
  public static ImageRequest mannequin(MdoliRequest request) {
    return of(ImageKind.MANNEQUIN, request);
  }

  /**
   * Returns a request of garments put on a model.
   *
   * @param request model, and 1 to 10 photos, each with an id of its own; no {@code options}, which
   *     the service is said to refuse here. Its documents name no highest number of photos; 10 is
   *     that of {@link #background}
   */
  public static ImageRequest onModel(OnModelRequest request) {
    return of(ImageKind.ON_MODEL, request);
  }

  /**
   * Returns a request of a new background behind photos.
   *
   * @param request background, and 1 to 10 photos, each with an id of its own
   */
  public static ImageRequest background(BackgroundRequest request) {
    return of(ImageKind.BACKGROUND, request);
  }

  /**
   * Returns a request without a kind, whose fields only the service knows.
   *
   * @param body any JSON object that is not empty
   */
  public static ImageRequest legacy(JsonObject body) {
    return of(ImageKind.LEGACY, body);
  }

  private static ImageRequest of(ImageKind kind, @Nullable Object request) {
    if (request == null) {
      throw InvalidInputException.of("request", "is missing", "Pass what the image is made from.");
    }
    JsonObject body = copy(request);
    ImageRules.check(kind, body);
    return new ImageRequest(kind, body);
  }

  private static JsonObject copy(Object request) {
    try {
      JsonElement copy = Json.tree(request);
      return copy.getAsJsonObject();
    } catch (RuntimeException | StackOverflowError unwritable) {
      // Without the cause, whose text may hold a value.
      throw InvalidInputException.of(
          "request", "cannot be written as JSON", "Leave out NaN, infinities and endless nesting.");
    }
  }

  /** Returns what kind of image it asks for. */
  public ImageKind kind() {
    return kind;
  }

  /** Returns what is sent; never changed. */
  JsonObject body() {
    return body;
  }

  /**
   * Returns what the service's list would show of the job: the kind, and nothing of the content. A
   * request without a kind may be listed as any, and so fits every job.
   */
  JobMark mark() {
    return JobMark.none().with("job_type", kind.jobType());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageRequest that && kind == that.kind && body.equals(that.body);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + body.hashCode();
  }

  /** Returns the kind alone. */
  @Override
  public String toString() {
    return "ImageRequest[" + kind + "]";
  }
}
