package dev.longhaul.sora;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.sora.model.CharacterReference;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.generated.sora.model.VideoCreateSeed;
import dev.longhaul.generated.sora.model.VideoEdit;
import dev.longhaul.generated.sora.model.VideoExtension;
import dev.longhaul.generated.sora.model.VideoModel;
import dev.longhaul.generated.sora.model.VideoReference;
import dev.longhaul.generated.sora.model.VideoRemix;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.generated.sora.model.VideoSize;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.sora.SoraOptions.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a request must be like at one server, checked before anything is sent. */
final class VideoRules {
  static final String VIDEO_FILE = "video/mp4";
  static final int LARGEST_PAGE = 100;

  private static final int LONGEST_PROMPT = 32_000;
  private static final int LONGEST_NAME = 80;
  private static final int MOST_CHARACTERS = 2;

  private final SoraOptions options;

  VideoRules(SoraOptions options) {
    this.options = options;
  }

  /** Returns the media type of the file that goes along, null without one. */
  @Nullable String check(VideoRequest request) {
    Dialect needed = request.body instanceof VideoCreateSeed ? Dialect.SEED : Dialect.OPENAI;
    requireDialect("request", needed);
    if (request.body instanceof VideoCreateSeed create) {
      SeedRules.check(create);
      return null;
    }
    length("prompt", prompt(request), LONGEST_PROMPT);
    if (request.body instanceof VideoCreate create) {
      return checkCreate(create, request.file);
    }
    if (request.body instanceof VideoExtension extension) {
      checkSeconds(required("seconds", extension.getSeconds()));
    }
    if (request.body instanceof VideoRemix || source(request) != null) {
      return null;
    }
    file("video", required("video", request.file));
    return VIDEO_FILE;
  }

  /** Refuses what the server's own dialect has no words for. */
  void requireDialect(String what, Dialect needed) {
    if (options.dialect() != needed) {
      throw InvalidInputException.of(
          what,
          "is of the dialect " + needed + ", and this client speaks " + options.dialect(),
          needed == Dialect.SEED
              ? "Make it with VideoRequest.create, or set SoraOptions.dialect to SEED."
              : "Make videos with VideoRequest.seed alone, or set SoraOptions.dialect to OPENAI.");
    }
  }

  /** Refuses what the list cannot be asked for. */
  void checkPages(int pageSize) {
    requireDialect("videos", Dialect.OPENAI);
    if (pageSize < 1 || pageSize > LARGEST_PAGE) {
      throw InvalidInputException.of(
          "pageSize", "is " + pageSize + ", outside 1 to " + LARGEST_PAGE, "Ask for more pages.");
    }
  }

  private @Nullable String checkCreate(VideoCreate create, @Nullable Path reference) {
    checkKnown("model", create.getModel(), options.models(), VideoModel::value);
    checkSeconds(create.getSeconds());
    checkKnown("size", create.getSize(), options.sizes(), VideoSize::value);
    VideoSize size = size(create);
    checkFits(model(create), size);
    checkCharacters(create.getCharacters(), reference);
    return ReferenceRules.check(create.getInputReference(), reference, size);
  }

  /** Returns the model that will make it, as far as that is known. */
  private @Nullable VideoModel model(VideoCreate create) {
    return told(create.getModel(), VideoModel.SORA_2, options.models());
  }

  /** Returns the size that it will have, as far as that is known. */
  private @Nullable VideoSize size(VideoCreate create) {
    return told(create.getSize(), VideoSize._720X1280, options.sizes());
  }

  /** A server with values of its own has defaults of its own, too. */
  private static <T> @Nullable T told(@Nullable T value, T usual, List<T> known) {
    return value == null && known.contains(usual) ? usual : value;
  }

  static @Nullable String prompt(VideoRequest request) {
    Object body = request.body;
    if (body instanceof VideoCreate create) {
      return create.getPrompt();
    }
    if (body instanceof VideoCreateSeed seed) {
      return seed.getPrompt();
    }
    if (body instanceof VideoRemix remix) {
      return remix.getPrompt();
    }
    return body instanceof VideoEdit edit ? edit.getPrompt() : ((VideoExtension) body).getPrompt();
  }

  /** Returns the id of the video that a request starts from, null without one. */
  static @Nullable String source(VideoRequest request) {
    VideoReference video =
        request.body instanceof VideoEdit edit
            ? edit.getVideo()
            : request.body instanceof VideoExtension extension ? extension.getVideo() : null;
    return video == null ? request.source : video.getId();
  }

  private void checkSeconds(@Nullable VideoSeconds seconds) {
    if (seconds != null && isOutside(seconds, options.seconds())) {
      throw InvalidInputException.of(
          "seconds",
          noneOf(seconds.value(), options.seconds(), VideoSeconds::value),
          "Lengths are never rounded, since that would cost; VideoRequest.secondsAtLeast gives the"
              + " next one.");
    }
  }

  private static <T> void checkKnown(
      String field, @Nullable T value, List<T> known, Function<T, String> text) {
    if (value != null && isOutside(value, known)) {
      throw InvalidInputException.of(
          field,
          noneOf(text.apply(value), known, text),
          "Use one of them, or declare what the server has with SoraOptions." + field + "s.");
    }
  }

  private static <T> boolean isOutside(T value, List<T> known) {
    return !known.isEmpty() && !known.contains(value);
  }

  /** A value that looks like one is repeated; another may be anything, a prompt even. */
  private static <T> String noneOf(String value, List<T> known, Function<T, String> text) {
    String list = known.stream().map(text).collect(Collectors.joining(", "));
    return (value.matches("\\d{1,5}(x\\d{1,5})?") ? "is " + value + ", which is" : "is")
        + " none of "
        + list;
  }

  /** Judged for the models of the contract alone, and the sizes that it names. */
  private static void checkFits(@Nullable VideoModel model, @Nullable VideoSize size) {
    if (VideoModel.SORA_2.equals(model)
        && size != null
        && size.isKnown()
        && !size.value().contains("720")) {
      throw InvalidInputException.of(
          "size",
          "is " + size.value() + ", which sora-2 does not make",
          "Use 720x1280 or 1280x720, or the model sora-2-pro.");
    }
  }

  private static void checkCharacters(
      @Nullable List<CharacterReference> characters, @Nullable Path reference) {
    int number = characters == null ? 0 : characters.size();
    if (number > MOST_CHARACTERS) {
      throw InvalidInputException.of(
          "characters",
          "holds " + number + ", above the limit of " + MOST_CHARACTERS,
          "Leave some out.");
    }
    if (number > 0 && reference != null) {
      throw InvalidInputException.of(
          "characters",
          "cannot go with a file",
          "Pass the image as a data URL instead: input_reference.image_url of DataUri.ofImage.");
    }
    for (int place = 0; place < number; place++) {
      CharacterReference character = Objects.requireNonNull(characters).get(place);
      PathId.required("characters[" + place + "].id", character == null ? null : character.getId());
    }
  }

  /** Returns the name of a character, if it can be one. */
  static String name(@Nullable String name) {
    return length("name", name, LONGEST_NAME);
  }

  /** Returns the text, if it is there and not too long; counted as people do, not in code units. */
  static String length(String field, @Nullable String text, int limit) {
    if (text == null || text.isBlank()) {
      throw InvalidInputException.of(
          field, "is missing or blank", "Pass 1 to " + limit + " characters.");
    }
    int length = text.codePointCount(0, text.length());
    if (length > limit) {
      throw InvalidInputException.of(
          field, "has " + length + " characters, above the limit of " + limit, "Shorten it.");
    }
    return text;
  }

  static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw InvalidInputException.of(field, "is missing", "Pass it; the server needs it.");
    }
    return value;
  }

  /** Returns a file that can be sent. */
  static Path file(String field, Path file) {
    if (!Files.exists(file)) {
      throw InvalidInputException.of(field, "does not exist", "Pass a file that does.");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw InvalidInputException.of(
          field, "is a folder or cannot be read", "Pass a file that this program may read.");
    }
    try {
      if (Files.size(file) == 0) {
        throw InvalidInputException.of(field, "is empty", "Pass a file with content.");
      }
    } catch (IOException gone) {
      throw InvalidInputException.of(
          field, "cannot be read", "Pass a file that this program may read.");
    }
    return file;
  }
}
