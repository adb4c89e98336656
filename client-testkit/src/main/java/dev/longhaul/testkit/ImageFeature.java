package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.generated.vestis.model.JobType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of image, each with its three names: flag, job type and path of its status route. */
enum ImageFeature {
  CHAT("chat", "chat", null),
  FLATLAY("flatlay", "flatlay", "flatlay"),
  MDOLI("mdoli", "mannequin", "mannequin"),
  ONMODEL("onmodel", "onmodel", "onmodel"),
  BACKGROUND("background", "background_change", "background-change"),
  LEGACY(null, "legacy", null);

  /** A create: which kind of image, and the body. Two are equal when they ask for the same. */
  record Wish(ImageFeature feature, JsonObject body) {}

  private final @Nullable String flag;
  private final String type;
  private final @Nullable String path;

  ImageFeature(@Nullable String flag, String type, @Nullable String path) {
    this.flag = flag;
    this.type = type;
    this.path = path;
  }

  JobType type() {
    return JobType.of(type);
  }

  /**
   * The kind that the flags of a create name; the one without a flag when there is none. Throws
   * {@link RefusalException} when there are two, or one that is neither bare nor true or false.
   */
  static ImageFeature of(RequestUrl url, VestisErrors errors) {
    List<ImageFeature> named =
        Arrays.stream(values()).filter(feature -> feature.isSet(url, errors)).toList();
    if (named.size() > 1) {
      throw new RefusalException(errors.plain(400, "only one kind of image may be asked for"));
    }
    return named.isEmpty() ? LEGACY : named.get(0);
  }

  /** Tells whether jobs of a type are read on the status route of a feature. */
  static boolean isServed(String path, JobType type) {
    return Arrays.stream(values())
        .anyMatch(feature -> path.equals(feature.path) && feature.type().equals(type));
  }

  private boolean isSet(RequestUrl url, VestisErrors errors) {
    if (flag == null || !url.query().containsKey(flag)) {
      return false;
    }
    return switch (url.first(flag)) {
      case "", "true" -> true;
      case "false" -> false;
      default -> throw new RefusalException(errors.plain(400, flag + " must be true or false"));
    };
  }
}
