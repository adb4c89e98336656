package dev.longhaul.vestis;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.vestis.model.AspectRatio;
import dev.longhaul.generated.vestis.model.ImageFormat;
import dev.longhaul.generated.vestis.model.ImageQuality;
import dev.longhaul.generated.vestis.model.ImageResolution;
import dev.longhaul.generated.vestis.model.ProductType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the body of a request must be like. Its errors tell fields and limits, and no content. */
final class ImageRules {
  /** The service's own limit with a background; taken for the other kind with photos too. */
  private static final int MOST_PHOTOS = 10;

  private static final Set<List<String>> PRODUCT_SETS =
      Set.of(List.of("top", "bottom"), List.of("bottom", "top"), List.of("fullbody"));

  private ImageRules() {}

  static void check(ImageKind kind, JsonObject body) {
    switch (kind) {
      case CHAT -> {
        requireText(body, "prompt", "Say what the image shall show.");
        eachOf(body, "images", (place, image) -> ImageText.check(place, image, true));
      }
      case FLATLAY, MANNEQUIN -> {
        requireText(body, "modelId", "Pass the id of a model, as text.");
        requireText(body, "backgroundId", "Pass the id of a background, as text.");
        checkProducts(body);
      }
      case ON_MODEL -> {
        requireText(body, "modelId", "Pass the id of a model, as text.");
        if (body.has("backgroundId")) {
          requireText(body, "backgroundId", "Pass the id of a background, or leave it out.");
        }
        checkPhotos(body);
        if (body.has("options")) {
          throw refused("options", "is not taken with photos on a model", "Leave it out.");
        }
      }
      case BACKGROUND -> {
        requireText(body, "backgroundId", "Pass the id of a background, as text.");
        checkPhotos(body);
      }
      case LEGACY -> {
        if (body.isEmpty()) {
          throw refused("body", "is empty", "Pass at least one field.");
        }
        return;
      }
    }
    checkWishes(body);
  }

  private static void checkProducts(JsonObject body) {
    List<String> types = new ArrayList<>();
    eachOf(
        body,
        "products",
        (place, product) -> {
          JsonObject parts = requireObject(place, product);
          String type = text(parts.get("type"));
          known(place + ".type", type == null ? "" : type, ProductType.known());
          types.add(type);
          ImageText.check(place + ".frontImage", parts.get("frontImage"), true);
          if (parts.has("backImage")) {
            ImageText.check(place + ".backImage", parts.get("backImage"), true);
          }
        });
    if (!PRODUCT_SETS.contains(types)) {
      throw refused(
          "products",
          types.isEmpty() ? "is missing or empty" : "is " + String.join(", ", types),
          "Pass one top and one bottom, or one fullbody alone.");
    }
  }

  private static void checkPhotos(JsonObject body) {
    int photos = body.get("photos") instanceof JsonArray list ? list.size() : 0;
    if (photos == 0) {
      throw refused("photos", "is missing or empty", "Pass 1 to " + MOST_PHOTOS + " photos.");
    }
    if (photos > MOST_PHOTOS) {
      throw refused(
          "photos",
          "holds " + photos + " photos, above the limit of " + MOST_PHOTOS,
          "Submit several requests.");
    }
    Map<String, String> places = new HashMap<>();
    eachOf(
        body,
        "photos",
        (place, photo) -> {
          JsonObject parts = requireObject(place, photo);
          String id = requireText(place + ".", parts, "id", "Give every photo a name.");
          String before = places.putIfAbsent(id, place);
          if (before != null) {
            throw refused(
                place + ".id",
                "is the same as that of " + before,
                "Give every photo a name of its own.");
          }
          ImageText.check(place + ".image", parts.get("image"), false);
        });
  }

  /** Checks what every kind but the one without a name takes. */
  private static void checkWishes(JsonObject body) {
    known(body, "", "aspectRatio", AspectRatio.known());
    known(body, "", "resolution", ImageResolution.known());
    if (body.get("options") instanceof JsonObject options) {
      known(options, "options.", "quality", ImageQuality.known());
      known(options, "options.", "format", ImageFormat.known());
      if (options.get("resolution") instanceof JsonObject size) {
        requireLength(size, "width");
        requireLength(size, "height");
      }
    }
  }

  private static void requireLength(JsonObject size, String side) {
    JsonElement length = size.get(side);
    if (length == null || length.getAsInt() < 1) {
      throw refused(
          "options.resolution." + side,
          length == null ? "is missing" : "is " + length.getAsInt() + ", below 1",
          "Pass a number of pixels.");
    }
  }

  private static void known(JsonObject from, String place, String name, List<?> known) {
    if (from.has(name)) {
      known(place + name, String.valueOf(text(from.get(name))), known);
    }
  }

  /** The words that are allowed are told, and the one that came is not: it may be anything. */
  private static void known(String field, String word, List<?> known) {
    if (known.stream().noneMatch(value -> value.toString().equals(word))) {
      String all = known.stream().map(Object::toString).collect(Collectors.joining(", "));
      throw refused(field, "is none of " + all, "Pass one of them.");
    }
  }

  @FunctionalInterface
  private interface Check {
    void check(String place, JsonElement member);
  }

  private static void eachOf(JsonObject body, String name, Check check) {
    JsonArray members = body.get(name) instanceof JsonArray list ? list : new JsonArray();
    for (int i = 0; i < members.size(); i++) {
      check.check(name + "[" + i + "]", members.get(i));
    }
  }

  private static JsonObject requireObject(String place, JsonElement member) {
    if (member instanceof JsonObject object) {
      return object;
    }
    throw refused(place, "is null", "Leave it out.");
  }

  private static void requireText(JsonObject body, String name, String fix) {
    requireText("", body, name, fix);
  }

  private static String requireText(String place, JsonObject body, String name, String fix) {
    String text = text(body.get(name));
    if (text == null || text.isBlank()) {
      throw refused(place + name, text == null ? "is missing" : "is blank", fix);
    }
    return text;
  }

  static @Nullable String text(@Nullable JsonElement value) {
    return value != null && value.isJsonPrimitive() ? value.getAsString() : null;
  }

  static InvalidInputException refused(String field, String problem, String fix) {
    return InvalidInputException.of(field, problem, fix);
  }
}
