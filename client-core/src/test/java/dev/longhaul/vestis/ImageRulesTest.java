package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.gson.JsonObject;
import dev.longhaul.error.CallFacts;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.vestis.model.AspectRatio;
import dev.longhaul.generated.vestis.model.BackgroundRequest;
import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.FlatlayRequest;
import dev.longhaul.generated.vestis.model.ImageDimensions;
import dev.longhaul.generated.vestis.model.ImageFormat;
import dev.longhaul.generated.vestis.model.ImageOptions;
import dev.longhaul.generated.vestis.model.ImageQuality;
import dev.longhaul.generated.vestis.model.ImageResolution;
import dev.longhaul.generated.vestis.model.MdoliRequest;
import dev.longhaul.generated.vestis.model.OnModelRequest;
import dev.longhaul.generated.vestis.model.Photo;
import dev.longhaul.generated.vestis.model.Product;
import dev.longhaul.generated.vestis.model.ProductType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A request that cannot work is never made; the error tells field, problem and fix. */
class ImageRulesTest {
  private static final String RATIOS =
      "is none of auto, 1:1, 2:3, 3:2, 3:4, 4:3, 4:5, 5:4, 9:16, 16:9, 21:9";

  private static Stream<Arguments> refusedRequests() {
    return Stream.of(
            chats(),
            products(),
            onModels(),
            backgrounds(),
            wishes(),
            Stream.of(legacy(), missing()))
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> chats() {
    return Stream.of(
        chat("prompt", "is missing", "Say what", it -> it.prompt(null)),
        chat("prompt", "is blank", "Say what", it -> it.prompt(" \n")),
        chat(
            "images[1]", "is missing", "Make it", it -> it.images(Arrays.asList(Images.PNG, null))),
        chat("images[0]", "is blank", "Make it", it -> it.images(List.of(""))),
        chat(
            "images[0]",
            "is neither a data URI nor an http address",
            "Make it",
            it -> it.images(List.of("ftp://example.com/a.png"))));
  }

  private static Stream<Arguments> products() {
    return Stream.of(
        flatlay("modelId", "is missing", "Pass the id", it -> it.modelId(null)),
        flatlay("modelId", "is blank", "Pass the id", it -> it.modelId(" ")),
        flatlay("backgroundId", "is missing", "Pass the id", it -> it.backgroundId(null)),
        flatlay("products", "is missing or empty", "Pass one top", it -> it.products(null)),
        flatlay("products", "is missing or empty", "Pass one top", it -> it.products(List.of())),
        set("top"),
        set("bottom"),
        set("top", "top"),
        set("top", "fullbody"),
        set("fullbody", "fullbody"),
        set("top", "bottom", "fullbody"),
        set("top", "bottom", "top"),
        product("", "is null", "Leave it out", it -> null),
        product(
            ".type",
            "is none of top, bottom, fullbody",
            "Pass one",
            it -> it.type(ProductType.of("socks"))),
        product(".type", "is none of top, bottom, fullbody", "Pass one", it -> it.type(null)),
        product(".frontImage", "is missing", "Make it", it -> it.frontImage(null)),
        product(".frontImage", "is blank", "Make it", it -> it.frontImage(" ")),
        product(
            ".backImage",
            "is neither a data URI nor an http address",
            "Make it",
            it -> it.backImage("shirt.jpg")));
  }

  private static Stream<Arguments> onModels() {
    return Stream.of(
        onModel("modelId", "is missing", "Pass the id", it -> it.modelId(null)),
        onModel("backgroundId", "is blank", "Pass the id", it -> it.backgroundId("")),
        onModel("photos", "is missing or empty", "Pass 1 to 10", it -> it.photos(null)),
        onModel(
            "photos",
            "holds 11 photos, above the limit of 10",
            "Submit several",
            it -> it.photos(Images.photos(11))),
        onModel("options", "is not taken", "Leave it out", it -> it.options(new ImageOptions())));
  }

  private static Stream<Arguments> backgrounds() {
    return Stream.of(
        background("backgroundId", "is missing", "Pass the id", it -> it.backgroundId(null)),
        background("photos", "is missing or empty", "Pass 1 to 10", it -> it.photos(List.of())),
        background(
            "photos",
            "holds 11 photos, above the limit of 10",
            "Submit several",
            it -> it.photos(Images.photos(11))),
        photo("", "is null", "Leave it out", it -> null),
        photo(".id", "is missing", "Give every photo", it -> it.id(null)),
        photo(".id", "is blank", "Give every photo", it -> it.id("")),
        photo(".id", "is the same as that of photos[0]", "Give every", it -> it.id("photo-1")),
        photo(".image", "is missing", "Make it", it -> it.image(null)),
        photo(".image", "is an address", "Fetch the image", it -> it.image(Images.ADDRESS)),
        photo(".image", "is no data URI", "Make it", it -> it.image("/tmp/a.png")));
  }

  private static Stream<Arguments> wishes() {
    ImageOptions options = new ImageOptions();
    return Stream.of(
        chat("aspectRatio", RATIOS, "Pass one", it -> it.aspectRatio(AspectRatio.of("5:7"))),
        chat(
            "resolution",
            "is none of 1K, 2K, 4K",
            "Pass one",
            it -> it.resolution(ImageResolution.of("8K"))),
        chat(
            "options.quality",
            "is none of low, medium, high",
            "Pass one",
            it -> it.options(new ImageOptions().quality(ImageQuality.of("best")))),
        chat(
            "options.format",
            "is none of png, jpg, webp, jpeg",
            "Pass one",
            it -> it.options(new ImageOptions().format(ImageFormat.of("gif")))),
        chat(
            "options.resolution.width",
            "is 0, below 1",
            "Pass a number",
            it -> it.options(options.resolution(new ImageDimensions().width(0).height(1)))),
        chat(
            "options.resolution.height",
            "is missing",
            "Pass a number",
            it -> it.options(new ImageOptions().resolution(new ImageDimensions().width(9)))),
        onModel(
            "resolution", "is none of", "Pass one", it -> it.resolution(ImageResolution.of(""))),
        background("aspectRatio", RATIOS, "Pass one", it -> it.aspectRatio(AspectRatio.of("x"))),
        flatlay("aspectRatio", RATIOS, "Pass one", it -> it.aspectRatio(AspectRatio.of("x"))));
  }

  private static Arguments legacy() {
    Runnable maker = () -> ImageRequest.legacy(new JsonObject());
    return arguments("body", "is empty", "Pass at least one field", maker);
  }

  private static Arguments missing() {
    Runnable maker = () -> ImageRequest.chat(null);
    return arguments("request", "is missing", "Pass what", maker);
  }

  private static Arguments chat(
      String field, String problem, String fix, Consumer<ChatRequest> change) {
    ChatRequest request = Images.chat();
    return row(field, problem, fix, () -> change.accept(request), () -> ImageRequest.chat(request));
  }

  private static Arguments flatlay(
      String field, String problem, String fix, Consumer<FlatlayRequest> change) {
    FlatlayRequest request = Images.flatlay();
    Runnable make = () -> ImageRequest.flatlay(request);
    return row(field, problem, fix, () -> change.accept(request), make);
  }

  private static Arguments onModel(
      String field, String problem, String fix, Consumer<OnModelRequest> change) {
    OnModelRequest request = Images.onModel();
    Runnable make = () -> ImageRequest.onModel(request);
    return row(field, problem, fix, () -> change.accept(request), make);
  }

  private static Arguments background(
      String field, String problem, String fix, Consumer<BackgroundRequest> change) {
    BackgroundRequest request = Images.background();
    Runnable make = () -> ImageRequest.background(request);
    return row(field, problem, fix, () -> change.accept(request), make);
  }

  private static Arguments set(String... types) {
    MdoliRequest request = Images.mannequin().products(Images.products(types));
    return arguments(
        "products",
        "is " + String.join(", ", types) + ". ",
        "Pass one top and one bottom, or one fullbody alone",
        (Runnable) () -> ImageRequest.mannequin(request));
  }

  private interface Change<T> {
    T of(T part);
  }

  private static Arguments product(
      String field, String problem, String fix, Change<Product> change) {
    return flatlay(
        "products[1]" + field,
        problem,
        fix,
        it -> it.getProducts().set(1, change.of(it.getProducts().get(1))));
  }

  private static Arguments photo(String field, String problem, String fix, Change<Photo> change) {
    return background(
        "photos[1]" + field,
        problem,
        fix,
        it -> it.getPhotos().set(1, change.of(it.getPhotos().get(1))));
  }

  private static Arguments row(
      String field, String problem, String fix, Runnable change, Runnable make) {
    Runnable whole =
        () -> {
          change.run();
          make.run();
        };
    return arguments(field, problem, fix, whole);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refusedRequests")
  void aBadRequestIsRefused(String field, String problem, String fix, Runnable make) {
    InvalidInputException refused = catchThrowableOfType(InvalidInputException.class, make::run);

    assertThat(refused.field()).isEqualTo(field);
    assertThat(refused).hasMessageStartingWith(field + " " + problem).hasMessageContaining(fix);
    assertThat(refused.facts().reach()).isEqualTo(CallFacts.Reach.NOT_SENT);
    assertThat(refused.getMessage()).doesNotContain("socks", "best", "gif", "8K", "5:7", "scarf");
  }
}
