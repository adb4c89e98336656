package dev.longhaul.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.transfer.DataUri;
import dev.longhaul.vestis.ImageRequest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits one image job, watches it and saves the image. */
@Command(
    name = "run",
    description = {
      "Submits an image job, watches it and saves the image.",
      "The job's id goes to stderr as soon as it is known,"
          + " the file that was written to stdout.",
      "Ctrl-C leaves the job running; on a terminal it first asks whether to cancel it."
    })
final class ImageRunCommand implements Callable<Integer> {
  private static final Pattern INDEX = Pattern.compile("(images|photos|products)\\[(\\d+)].*");

  @Mixin private final VestisServer server = new VestisServer();
  @Mixin private final OutFolder out = new OutFolder();
  @Mixin private final FollowOptions follow = new FollowOptions();

  @Parameters(
      paramLabel = "KIND",
      description =
          "chat, flatlay, mannequin (also called mdoli), onmodel, background, or legacy, which is"
              + " made from --set alone.")
  private String kind = "";

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "What the image shall show; @FILE reads it from a file, @@ starts it with @.")
  private @Nullable String prompt;

  @Option(
      names = "--photo",
      paramLabel = "FILE",
      description =
          "A photo (jpeg, png or webp, at most 10 MB); may be repeated. For chat they are the"
              + " images to start from.")
  private List<String> photos = new ArrayList<>();

  @Option(
      names = "--product",
      paramLabel = "TYPE=FRONT[,BACK]",
      description =
          "A product with the files of its pictures; TYPE is top, bottom or fullbody. Pass one top"
              + " and one bottom, or one fullbody alone.")
  private List<String> products = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "FIELD=VALUE",
      description = {
        "A field of the request; may be repeated. As far as the kind has them: modelId,"
            + " backgroundId, aspectRatio, resolution,",
        "options.quality, options.format,",
        "options.resolution.width and options.resolution.height.",
        "For legacy any field, whose value is JSON where it can be read so, else text."
            + " @FILE reads a value from a file, @@ starts one with @."
      })
  private List<String> fields = new ArrayList<>();

  private final Surroundings surroundings;

  ImageRunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  @SuppressWarnings("try") // Ctrl-C is held for the time of the block, and not used in it
  public Integer call() throws InterruptedException {
    out.check();
    ImageRequest image = request();
    try (CtrlC.Hold hold = surroundings.person().ctrlC().interruptsCaller();
        VestisService service = server.open(surroundings)) {
      JobFollower.of(service, surroundings, server, out)
          .patience(follow.patience)
          .run(() -> service.client().submit(image));
      return ExitCode.DONE;
    }
  }

  private ImageRequest request() {
    ImageForm form = ImageForm.of(kind);
    form.requireTaken("--prompt", prompt != null);
    form.requireTaken("--photo", !photos.isEmpty());
    form.requireTaken("--product", !products.isEmpty());
    JsonObject body = new JsonObject();
    if (prompt != null) {
      body.addProperty("prompt", new InputArgument("--prompt", "prompt", prompt).text());
    }
    if (form == ImageForm.CHAT) {
      addImages(body);
    } else if (!photos.isEmpty()) {
      body.add("photos", photos());
    }
    if (!products.isEmpty()) {
      body.add("products", products());
    }
    InputArgument.parseAll("--set", fields).forEach(field -> form.set(body, field));
    try {
      return form.request(body);
    } catch (InvalidInputException wrong) {
      throw CommandFailure.usage(wrong, option(wrong.field()));
    }
  }

  private void addImages(JsonObject body) {
    JsonArray images = new JsonArray();
    for (int i = 0; i < photos.size(); i++) {
      images.add(dataUri("--photo number " + (i + 1), photos.get(i)));
    }
    if (!images.isEmpty()) {
      body.add("images", images);
    }
  }

  private JsonArray photos() {
    JsonArray list = new JsonArray();
    for (int number = 1; number <= photos.size(); number++) {
      JsonObject photo = new JsonObject();
      photo.addProperty("id", "photo-" + number);
      photo.addProperty("image", dataUri("--photo number " + number, photos.get(number - 1)));
      list.add(photo);
    }
    return list;
  }

  private JsonArray products() {
    JsonArray list = new JsonArray();
    for (String product : products) {
      if (product.indexOf('=') < 1) {
        throw CommandFailure.usage(
            "--product number "
                + (list.size() + 1)
                + " is not TYPE=FRONT[,BACK]. Pass it so, such as top=shirt.png.");
      }
      InputArgument parts = InputArgument.parse("--product", product, list.size() + 1);
      String[] files = parts.value().split(",", -1);
      if (files.length > 2) {
        throw parts.wrong(
            "names more than two files", "Pass FRONT or FRONT,BACK, with no comma in their names");
      }
      JsonObject one = new JsonObject();
      one.addProperty("type", parts.name());
      one.addProperty("frontImage", dataUri(parts.label() + ", front,", files[0]));
      if (files.length == 2) {
        one.addProperty("backImage", dataUri(parts.label() + ", back,", files[1]));
      }
      list.add(one);
    }
    return list;
  }

  private static String dataUri(String label, String file) {
    if (file.isEmpty()) {
      throw CommandFailure.usage(label + " names no file. Pass the path of a picture.");
    }
    try {
      return DataUri.ofImage(Path.of(file));
    } catch (InvalidInputException wrong) {
      throw CommandFailure.usage(wrong, label);
    } catch (InvalidPathException impossible) {
      throw CommandFailure.usage(label + " is no path of a file. Check the path.");
    }
  }

  /** Returns where on the command line a field of the request comes from. */
  private static String option(String field) {
    Matcher indexed = INDEX.matcher(field);
    if (indexed.matches()) {
      String option = indexed.group(1).equals("products") ? "--product" : "--photo";
      return option + " number " + (Integer.parseInt(indexed.group(2)) + 1);
    }
    return switch (field) {
      case "prompt" -> "--prompt";
      case "photos", "images" -> "--photo";
      case "products" -> "--product";
      case "body" -> "The request";
      default -> "--set " + field;
    };
  }
}
