package dev.longhaul.cli;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.generated.functionrunner.model.ParameterRule;
import dev.longhaul.generated.functionrunner.model.ParameterType;
import dev.longhaul.generated.vestis.model.BackgroundRequest;
import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.FlatlayRequest;
import dev.longhaul.generated.vestis.model.MdoliRequest;
import dev.longhaul.generated.vestis.model.OnModelRequest;
import dev.longhaul.vestis.ImageRequest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each kind of image is made from: which options it takes, and which fields. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are List.of
enum ImageForm {
  CHAT(List.of("--prompt", "--photo"), List.of(), true) {
    @Override
    ImageRequest request(JsonObject body) {
      return ImageRequest.chat(read(body, ChatRequest.class));
    }
  },
  FLATLAY(List.of("--product"), List.of("modelId", "backgroundId"), true) {
    @Override
    ImageRequest request(JsonObject body) {
      return ImageRequest.flatlay(read(body, FlatlayRequest.class));
    }
  },
  MANNEQUIN(List.of("--product"), List.of("modelId", "backgroundId"), true) {
    @Override
    ImageRequest request(JsonObject body) {
      return ImageRequest.mannequin(read(body, MdoliRequest.class));
    }
  },
  /** The service is said to refuse the options of the file here. */
  ONMODEL(List.of("--prompt", "--photo"), List.of("modelId", "backgroundId"), false) {
    @Override
    ImageRequest request(JsonObject body) {
      return ImageRequest.onModel(read(body, OnModelRequest.class));
    }
  },
  BACKGROUND(List.of("--prompt", "--photo"), List.of("backgroundId"), true) {
    @Override
    ImageRequest request(JsonObject body) {
      return ImageRequest.background(read(body, BackgroundRequest.class));
    }
  },
  /** Its fields are known to the service alone, so there are no options for them. */
  LEGACY(List.of(), List.of(), false) {
    @Override
    ImageRequest request(JsonObject body) {
      return ImageRequest.legacy(body);
    }
  };

  private static final Gson GSON = new Gson();
  private static final List<String> WISHES = List.of("aspectRatio", "resolution");
  private static final List<String> FILE_WISHES =
      List.of(
          "options.quality",
          "options.format",
          "options.resolution.width",
          "options.resolution.height");

  private final List<String> options;
  private final List<String> ids;
  private final boolean wishesForFile;

  ImageForm(List<String> options, List<String> ids, boolean wishesForFile) {
    this.options = options;
    this.ids = ids;
    this.wishesForFile = wishesForFile;
  }

  /** Returns the kind that a word of the command line names. */
  static ImageForm of(String word) {
    for (ImageForm form : values()) {
      if (form.word().equals(word) || (form == MANNEQUIN && word.equals("mdoli"))) {
        return form;
      }
    }
    throw CommandFailure.usage("KIND is none of " + words() + ". Pass one of them.");
  }

  static String words() {
    return Stream.of(values()).map(ImageForm::word).collect(Collectors.joining(", "));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the request that a body makes, checked by the rules of the kind. */
  abstract ImageRequest request(JsonObject body);

  private static <T> T read(JsonObject body, Class<T> type) {
    return GSON.fromJson(body, type);
  }

  /** Refuses an option that this kind has nothing for. */
  void requireTaken(String option, boolean given) {
    if (given && !options.contains(option)) {
      String taken = options.isEmpty() ? "--set alone" : String.join(", ", options) + ", --set";
      throw CommandFailure.usage(
          option + " is not for the kind " + word() + ". It takes " + taken + ".");
    }
  }

  /** Puts the value of a {@code --set} where its name says; dots lead into objects. */
  void set(JsonObject body, InputArgument argument) {
    boolean known = this == LEGACY || fields().contains(argument.name());
    if (!known) {
      throw argument.wrong(
          "is no field of the kind " + word(), "It takes " + String.join(", ", fields()));
    }
    List<String> path = List.of(argument.name().split("\\.", -1));
    if (path.contains("")) {
      throw argument.wrong("has a part without a name", "Pass names with single dots between them");
    }
    JsonObject place = body;
    for (String part : path.subList(0, path.size() - 1)) {
      if (!place.has(part)) {
        place.add(part, new JsonObject());
      }
      JsonElement inner = place.get(part);
      if (!(inner instanceof JsonObject object)) {
        throw argument.wrong("leads into a field that is no object", "Pass one of the two");
      }
      place = object;
    }
    place.add(path.get(path.size() - 1), InputValue.of(argument, rule(argument.name())));
  }

  private List<String> fields() {
    Stream<String> plain = Stream.concat(ids.stream(), WISHES.stream());
    return wishesForFile ? Stream.concat(plain, FILE_WISHES.stream()).toList() : plain.toList();
  }

  private ParameterRule rule(String field) {
    if (this == LEGACY) {
      return new ParameterRule();
    }
    return field.startsWith("options.resolution.")
        // A larger number would be cut to another one on its way.
        ? new ParameterRule()
            .type(ParameterType.INTEGER)
            .minValue(1.0)
            .maxValue((double) Integer.MAX_VALUE)
        : new ParameterRule().type(ParameterType.STRING);
  }
}
