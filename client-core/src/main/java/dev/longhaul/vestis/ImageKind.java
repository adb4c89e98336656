package dev.longhaul.vestis;

import dev.longhaul.generated.vestis.model.FeaturePath;
import dev.longhaul.generated.vestis.model.JobType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What kind of image a job makes. The service has up to three names for each. */
public enum ImageKind {
  /** An image from a text. */
  CHAT("chat", JobType.CHAT, null),
  /** Products laid out on a model and a background. */
  FLATLAY("flatlay", JobType.FLATLAY, FeaturePath.FLATLAY),
  /** Products on a mannequin; the service asks for it as {@code mdoli}. */
  MANNEQUIN("mdoli", JobType.MANNEQUIN, FeaturePath.MANNEQUIN),
  /** Photos of garments put on a model. */
  ON_MODEL("onmodel", JobType.ONMODEL, FeaturePath.ONMODEL),
  /** A new background behind photos; the service lists it as {@code background_change}. */
  BACKGROUND("background", JobType.BACKGROUND_CHANGE, FeaturePath.BACKGROUND_CHANGE),
  /** Whatever the service makes of a request without a kind. */
  LEGACY(null, null, null);

  private final @Nullable String flag;
  private final @Nullable String jobType;
  private final @Nullable String feature;

  ImageKind(@Nullable String flag, @Nullable JobType jobType, @Nullable FeaturePath feature) {
    this.flag = flag;
    this.jobType = jobType == null ? null : jobType.value();
    this.feature = feature == null ? null : feature.value();
  }

  /** Returns the value of the flag of this kind in a request of the other, which is left out. */
  static @Nullable Boolean flag(ImageKind kind, ImageKind request) {
    return kind == request ? true : null;
  }

  /**
   * Returns what the lists of the service call it, or null for the one kind of which that is not
   * known: no source shows what a job is called that was asked for without a kind.
   */
  @Nullable String jobType() {
    return jobType;
  }

  /** Returns what the older status route calls it; that route knows four of them. */
  Optional<String> feature() {
    return Optional.ofNullable(feature);
  }

  /**
   * Returns what a list calls a kind of job, in one word for each kind, whichever of the names of
   * the service it is; a word that is none of them stays as it is.
   */
  static @Nullable String jobType(@Nullable JobType told) {
    if (told == null || told.value().isBlank()) {
      return null;
    }
    for (ImageKind kind : values()) {
      String word = told.value();
      if (word.equals(kind.jobType) || word.equals(kind.flag) || word.equals(kind.feature)) {
        return kind.jobType;
      }
    }
    return told.value();
  }
}
