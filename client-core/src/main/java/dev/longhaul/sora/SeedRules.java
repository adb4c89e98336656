package dev.longhaul.sora;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.sora.model.AspectRatioSeed;
import dev.longhaul.generated.sora.model.ResolutionSeed;
import dev.longhaul.generated.sora.model.VideoCreateSeed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request in the words of the seed dialect must be like. */
final class SeedRules {
  private static final int LONGEST_PROMPT = 2_000;
  private static final int LONGEST_NEGATIVE_PROMPT = 500;

  private SeedRules() {}

  static void check(VideoCreateSeed create) {
    VideoRules.length("prompt", create.getPrompt(), LONGEST_PROMPT);
    within("duration", create.getDuration(), 1, 60, "10 seconds");
    within("fps", create.getFps(), 24, 60, "30");
    ResolutionSeed resolution = create.getResolution();
    if (resolution != null && !resolution.isKnown()) {
      throw unknown("resolution", ResolutionSeed.known(), "720p");
    }
    AspectRatioSeed ratio = create.getAspectRatio();
    if (ratio != null && !ratio.isKnown()) {
      throw unknown("aspectRatio", AspectRatioSeed.known(), "16:9");
    }
    Long seed = create.getSeed();
    if (seed != null && seed < 0) {
      throw InvalidInputException.of("seed", "is below the limit of 0", "Leave it out for any.");
    }
    if (create.getNegativePrompt() != null && !create.getNegativePrompt().isEmpty()) {
      VideoRules.length("negativePrompt", create.getNegativePrompt(), LONGEST_NEGATIVE_PROMPT);
    }
  }

  private static void within(
      String field, @Nullable Integer value, int least, int most, String usual) {
    if (value != null && (value < least || value > most)) {
      throw InvalidInputException.of(
          field,
          "is " + value + ", outside " + least + " to " + most,
          "Leave it out for " + usual + ".");
    }
  }

  private static InvalidInputException unknown(String field, List<?> known, String usual) {
    return InvalidInputException.of(
        field, "is none of " + known, "Leave it out for " + usual + ".");
  }
}
