package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.testkit.FakeSoraOptions.Dialect;
import dev.longhaul.testkit.VideoRequestBody.Kind;
import java.util.List;
import java.util.Map;

/** Reads what a create asks for, in either dialect; what breaks a rule is refused. */
final class VideoPlanner {

  static final int LONGEST_PROMPT = 32_000;
  private static final int LONGEST_SEED_PROMPT = 2_000;
  private static final int LONGEST_NEGATIVE_PROMPT = 500;
  private static final int MOST_CHARACTERS = 2;

  /** Sizes that the smaller of the two models of the contract does not render. */
  private static final List<String> LARGE =
      List.of("1024x1792", "1792x1024", "1920x1080", "1080x1920");

  private final FakeSoraOptions options;
  private final VideoStore videos;
  private final SoraErrors errors;
  private final VideoReferenceCheck references;

  VideoPlanner(FakeSoraOptions options, VideoStore videos, SoraErrors errors) {
    this.options = options;
    this.videos = videos;
    this.errors = errors;
    this.references = new VideoReferenceCheck(errors);
  }

  VideoPlan plan(VideoRequestBody body) {
    return options.dialect == Dialect.SEED ? seed(body) : openAi(body);
  }

  /** A plan of what another writer asks for, with no request behind it. */
  VideoPlan plan(JsonObject request) {
    try {
      return plan(new VideoRequestBody(request.deepCopy(), Map.of(), Kind.JSON));
    } catch (RefusalException e) {
      throw new IllegalArgumentException("the service would refuse this request", e);
    }
  }

  private VideoPlan openAi(VideoRequestBody body) {
    VideoCheck check = new VideoCheck(body.fields(), errors);
    if (body.kind() == Kind.FORM) {
      check.only("prompt", "model", "seconds", "size", "input_reference");
    } else {
      check.only("prompt", "model", "seconds", "size", "input_reference", "characters");
    }
    check.text("prompt", LONGEST_PROMPT);
    String model = check.choice("model", options.models);
    String seconds = check.choice("seconds", options.seconds);
    String size = check.choice("size", options.sizes);
    if (model.equals("sora-2") && LARGE.contains(size)) {
      throw errors.invalid("size", "invalid_value", "'size' does not fit the model sora-2.");
    }
    references.check(body, size);
    checkCharacters(body.fields(), check);
    return VideoPlan.fresh(body.fields(), model, size, Integer.parseInt(seconds));
  }

  private void checkCharacters(JsonObject fields, VideoCheck check) {
    if (!fields.has("characters")) {
      return;
    }
    if (!(fields.get("characters") instanceof JsonArray all)) {
      throw check.wrongType("characters", "an array");
    }
    if (all.size() > MOST_CHARACTERS) {
      throw errors.invalid(
          "characters", "array_above_max_length", "'characters' must have at most 2 items.");
    }
    for (JsonElement character : all) {
      String id = check.id("characters", character);
      if (videos.character(id) == null) {
        throw errors.notFound("characters", "Character " + id + " does not exist");
      }
    }
  }

  private VideoPlan seed(VideoRequestBody body) {
    VideoCheck check = new VideoCheck(body.fields(), errors);
    if (body.kind() == Kind.FORM) {
      throw new RefusalException(errors.plain(400, "The body must be JSON"));
    }
    check.only("prompt", "duration", "resolution", "aspectRatio", "fps", "seed", "negativePrompt");
    check.text("prompt", LONGEST_SEED_PROMPT);
    check.optionalText("negativePrompt", LONGEST_NEGATIVE_PROMPT);
    check.whole("fps", 24, 60, 30);
    check.whole("seed", 0, Long.MAX_VALUE, 0);
    int seconds = (int) check.whole("duration", 1, 60, 10);
    String resolution = check.choice("resolution", List.of("720p", "480p", "1080p", "2160p"));
    String ratio = check.choice("aspectRatio", List.of("16:9", "1:1", "9:16", "21:9"));
    return VideoPlan.fresh(body.fields(), "", size(resolution, ratio), seconds);
  }

  /** The resolution is that of the shorter side. */
  private static String size(String resolution, String ratio) {
    int side = Integer.parseInt(resolution.replace("p", ""));
    return switch (ratio) {
      case "1:1" -> side + "x" + side;
      case "9:16" -> side + "x" + wide(side, 16);
      case "21:9" -> wide(side, 21) + "x" + side;
      default -> wide(side, 16) + "x" + side;
    };
  }

  /** Ninths of the side, made even: 480 lines are shown with 854 columns. */
  private static int wide(int side, int ninths) {
    return (side * ninths + 17) / 18 * 2;
  }
}
