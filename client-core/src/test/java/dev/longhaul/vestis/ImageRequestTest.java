package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.vestis.model.AspectRatio;
import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.ImageDimensions;
import dev.longhaul.generated.vestis.model.ImageFormat;
import dev.longhaul.generated.vestis.model.ImageOptions;
import dev.longhaul.generated.vestis.model.ImageQuality;
import dev.longhaul.generated.vestis.model.ImageResolution;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A request that is in order is made, and stays as it was made. */
class ImageRequestTest {
  @Test
  void everyKindThatIsInOrderIsMade() {
    assertThat(Images.scarf().kind()).isEqualTo(ImageKind.CHAT);
    assertThat(ImageRequest.flatlay(Images.flatlay()).kind()).isEqualTo(ImageKind.FLATLAY);
    assertThat(ImageRequest.mannequin(Images.mannequin()).kind()).isEqualTo(ImageKind.MANNEQUIN);
    assertThat(ImageRequest.onModel(Images.onModel()).kind()).isEqualTo(ImageKind.ON_MODEL);
    assertThat(ImageRequest.background(Images.background()).kind()).isEqualTo(ImageKind.BACKGROUND);
  }

  @Test
  void whatMayBeLeftOutMayBeLeftOut() {
    assertThatCode(
            () -> {
              ImageRequest.chat(new ChatRequest().prompt("A hat"));
              ImageRequest.chat(new ChatRequest().prompt("A hat").images(List.of()));
              ImageRequest.onModel(Images.onModel().backgroundId(null));
              ImageRequest.background(Images.background().photos(Images.photos(10)));
              ImageRequest.flatlay(Images.flatlay().products(Images.products("bottom", "top")));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void everyKnownWishIsTaken() {
    for (AspectRatio ratio : AspectRatio.known()) {
      ImageRequest.background(Images.background().aspectRatio(ratio));
    }
    ImageOptions options =
        new ImageOptions()
            .quality(ImageQuality.LOW)
            .format(ImageFormat.WEBP)
            .resolution(new ImageDimensions().width(1536).height(2048));
    ImageRequest request =
        ImageRequest.chat(Images.chat().resolution(ImageResolution._4_K).options(options));

    assertThat(request.body().getAsJsonObject("options").get("format").getAsString())
        .isEqualTo("webp");
  }

  @Test
  void laterChangesOfTheModelChangeNothing() {
    ChatRequest model = Images.chat();
    ImageRequest request = ImageRequest.chat(model);
    JsonObject free = new JsonObject();
    free.add("list", new JsonArray());
    ImageRequest legacy = ImageRequest.legacy(free);

    model.prompt(" ").getImages().clear();
    free.getAsJsonArray("list").add("more");

    assertThat(request).isEqualTo(ImageRequest.chat(Images.chat()));
    assertThat(legacy.body()).hasToString("{\"list\":[]}");
  }

  @Test
  void requestsOfTheSameContentAreOne() {
    assertThat(Images.scarf()).isEqualTo(Images.scarf()).hasSameHashCodeAs(Images.scarf());
    JsonObject body = Images.scarf().body().deepCopy();
    assertThat(ImageRequest.legacy(body)).isNotEqualTo(Images.scarf());
    assertThat(Images.scarf()).isNotEqualTo(ImageRequest.chat(Images.chat().prompt("A hat")));
  }

  @Test
  void itsTextFormTellsNothingOfTheContent() {
    assertThat(Images.scarf()).hasToString("ImageRequest[CHAT]");
  }

  @Test
  void whatCannotBeWrittenIsRefusedWithoutItsValue() {
    JsonObject endless = new JsonObject();
    endless.addProperty("secret-number", Double.NaN);

    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, () -> ImageRequest.legacy(endless));

    assertThat(refused).hasMessageStartingWith("request cannot be written as JSON").hasNoCause();
  }
}
