package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the fields of a create, and collects what is wrong with them. A value of the wrong type
 * and a picture that cannot be taken end the request at once, as they do in the service. Messages
 * name rules, never values.
 */
final class ImageCheck {

  /** 10 MB, the size of one picture. */
  static final int PICTURE_LIMIT = 10 * 1024 * 1024;

  private static final String DATA = "data:";
  private static final String BASE64 = ";base64,";
  private static final Set<String> TYPES = Set.of("image/jpeg", "image/png", "image/webp");
  private static final Pattern URL = Pattern.compile("https?://\\S+");
  private static final Pattern IN_BASE64 = Pattern.compile("[A-Za-z0-9+/]*+={0,2}");

  private final VestisErrors errors;
  private final Map<String, String> faults = new LinkedHashMap<>();

  ImageCheck(VestisErrors errors) {
    this.errors = errors;
  }

  /** Refuses the request when something is wrong. */
  void demand() {
    if (!faults.isEmpty()) {
      throw new RefusalException(errors.fields(faults));
    }
  }

  void fault(String field, String problem) {
    faults.putIfAbsent(field, problem);
  }

  /** The text of a field that has to be there and not blank; empty when it is not. */
  String requiredText(JsonObject body, String at, String field) {
    String text = text(body, at, field);
    if (text == null || text.isBlank()) {
      fault(at + field, "must be provided");
      return "";
    }
    return text;
  }

  @Nullable String text(JsonObject body, String at, String field) {
    JsonElement value = typed(body, at, field, "text", InputCheck::isText);
    return value == null ? null : value.getAsString();
  }

  void oneOf(JsonObject body, String at, String field, List<String> allowed) {
    String text = text(body, at, field);
    if (text != null && !allowed.contains(text)) {
      fault(at + field, "must be one of " + String.join(", ", allowed));
    }
  }

  void positive(JsonObject body, String at, String field) {
    JsonElement value = typed(body, at, field, "a whole number", InputCheck::isInteger);
    if (value == null) {
      fault(at + field, "must be provided");
    } else if (value.getAsBigDecimal().signum() < 1) {
      fault(at + field, "must be at least 1");
    }
  }

  @Nullable JsonObject object(JsonObject body, String at, String field) {
    JsonElement value = typed(body, at, field, "an object", JsonElement::isJsonObject);
    return value == null ? null : value.getAsJsonObject();
  }

  /** The items of a list; none when it is missing. */
  JsonArray list(JsonObject body, String field) {
    JsonElement value = typed(body, "", field, "a list", JsonElement::isJsonArray);
    return value == null ? new JsonArray() : value.getAsJsonArray();
  }

  /** The items of a list that has to hold at least one and not more than so many. */
  JsonArray list(JsonObject body, String field, int most) {
    JsonArray items = list(body, field);
    if (items.isEmpty()) {
      fault(field, "must be provided");
    } else if (items.size() > most) {
      fault(field, "must not hold more than " + most);
    }
    return items;
  }

  JsonObject item(JsonArray items, int index, String field) {
    if (!items.get(index).isJsonObject()) {
      throw wrongType(field + "[" + index + "]", "an object");
    }
    return items.get(index).getAsJsonObject();
  }

  String textItem(JsonArray items, int index, String field) {
    if (!InputCheck.isText(items.get(index))) {
      throw wrongType(field + "[" + index + "]", "text");
    }
    return items.get(index).getAsString();
  }

  void pictureOrUrl(String field, String text) {
    if (!URL.matcher(text).matches()) {
      picture(field, text);
    }
  }

  /** A picture is a base64 data URI of one of three types. */
  void picture(String field, String text) {
    int end = text.indexOf(BASE64);
    if (!text.startsWith(DATA) || end < 0) {
      fault(field, "must be a base64 data URI");
      return;
    }
    if (!TYPES.contains(text.substring(DATA.length(), end))) {
      throw new RefusalException(
          errors.codeAsError(
              415, "UNSUPPORTED_FORMAT", "Only jpeg, png and webp images are taken"));
    }
    String content = text.substring(end + BASE64.length());
    if (!IN_BASE64.matcher(content).matches() || content.isEmpty()) {
      fault(field, "must be in base64");
    } else if (bytesIn(content) > PICTURE_LIMIT) {
      throw new RefusalException(errors.coded(413, "FILE_TOO_LARGE", "Image is larger than 10 MB"));
    }
  }

  private static long bytesIn(String base64) {
    long padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
    return base64.length() * 3L / 4 - padding;
  }

  private @Nullable JsonElement typed(
      JsonObject body, String at, String field, String type, Predicate<JsonElement> isRight) {
    JsonElement value = body.get(field);
    if (value == null || value.isJsonNull()) {
      return null;
    }
    if (!isRight.test(value)) {
      throw wrongType(at + field, type);
    }
    return value;
  }

  private RefusalException wrongType(String field, String type) {
    return new RefusalException(errors.plain(400, field + " must be " + type));
  }
}
