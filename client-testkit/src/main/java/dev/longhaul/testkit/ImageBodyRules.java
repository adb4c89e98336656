package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.longhaul.generated.vestis.model.AspectRatio;
import dev.longhaul.generated.vestis.model.ImageFormat;
import dev.longhaul.generated.vestis.model.ImageQuality;
import dev.longhaul.generated.vestis.model.ImageResolution;
import dev.longhaul.generated.vestis.model.ProductType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The rules for the body of a create, one set for each kind of image. */
final class ImageBodyRules {

  private static final int MOST_PHOTOS = 10;
  private static final int MOST_PRODUCTS = 2;

  private static final List<String> RATIOS =
      AspectRatio.known().stream().map(AspectRatio::value).toList();
  private static final List<String> RESOLUTIONS =
      ImageResolution.known().stream().map(ImageResolution::value).toList();
  private static final List<String> QUALITIES =
      ImageQuality.known().stream().map(ImageQuality::value).toList();
  private static final List<String> FORMATS =
      ImageFormat.known().stream().map(ImageFormat::value).toList();
  private static final List<String> PARTS =
      ProductType.known().stream().map(ProductType::value).toList();

  private static final Set<List<String>> SETS =
      Set.of(List.of("top", "bottom"), List.of("bottom", "top"), List.of("fullbody"));

  private final VestisErrors errors;
  private final ImageCheck check;
  private final JsonObject body;

  private ImageBodyRules(VestisErrors errors, JsonObject body) {
    this.errors = errors;
    this.check = new ImageCheck(errors);
    this.body = body;
  }

  /** Throws {@link RefusalException} when the body breaks a rule of its kind. */
  static void demand(ImageFeature feature, JsonObject body, VestisErrors errors) {
    if (feature == ImageFeature.LEGACY) {
      return; // Its fields are known to nobody.
    }
    ImageBodyRules rules = new ImageBodyRules(errors, body);
    switch (feature) {
      case CHAT -> rules.chat();
      case FLATLAY, MDOLI -> rules.products();
      case ONMODEL -> rules.onModel();
      default -> rules.background();
    }
    rules.wishes();
    rules.check.demand();
    if (feature == ImageFeature.FLATLAY || feature == ImageFeature.MDOLI) {
      rules.demandSet();
    }
  }

  private void chat() {
    check.requiredText(body, "", "prompt");
    JsonArray images = check.list(body, "images");
    for (int index = 0; index < images.size(); index++) {
      check.pictureOrUrl("images[" + index + "]", check.textItem(images, index, "images"));
    }
  }

  private void products() {
    check.requiredText(body, "", "modelId");
    check.requiredText(body, "", "backgroundId");
    JsonArray products = check.list(body, "products", MOST_PRODUCTS);
    for (int index = 0; index < products.size(); index++) {
      JsonObject product = check.item(products, index, "products");
      String at = "products[" + index + "].";
      check.requiredText(product, at, "type");
      check.oneOf(product, at, "type", PARTS);
      String front = check.requiredText(product, at, "frontImage");
      if (!front.isEmpty()) {
        check.pictureOrUrl(at + "frontImage", front);
      }
      String back = check.text(product, at, "backImage");
      if (back != null) {
        check.pictureOrUrl(at + "backImage", back);
      }
    }
  }

  private void onModel() {
    photos(Integer.MAX_VALUE);
    check.requiredText(body, "", "modelId");
    check.text(body, "", "backgroundId");
    check.text(body, "", "prompt");
  }

  private void background() {
    photos(MOST_PHOTOS);
    check.requiredText(body, "", "backgroundId");
    check.text(body, "", "prompt");
  }

  private void photos(int most) {
    JsonArray photos = check.list(body, "photos", most);
    for (int index = 0; index < photos.size(); index++) {
      JsonObject photo = check.item(photos, index, "photos");
      String at = "photos[" + index + "].";
      check.requiredText(photo, at, "id");
      String image = check.requiredText(photo, at, "image");
      if (!image.isEmpty()) {
        check.picture(at + "image", image);
      }
    }
  }

  private void wishes() {
    check.oneOf(body, "", "aspectRatio", RATIOS);
    check.oneOf(body, "", "resolution", RESOLUTIONS);
    JsonObject options = check.object(body, "", "options");
    if (options == null) {
      return;
    }
    check.oneOf(options, "options.", "quality", QUALITIES);
    check.oneOf(options, "options.", "format", FORMATS);
    JsonObject size = check.object(options, "options.", "resolution");
    if (size != null) {
      check.positive(size, "options.resolution.", "width");
      check.positive(size, "options.resolution.", "height");
    }
  }

  private void demandSet() {
    List<String> parts = new ArrayList<>();
    body.getAsJsonArray("products")
        .forEach(product -> parts.add(product.getAsJsonObject().get("type").getAsString()));
    if (!SETS.contains(parts)) {
      throw new RefusalException(
          errors.plain(422, "products must hold a top and a bottom, or one fullbody"));
    }
  }
}
