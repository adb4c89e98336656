package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonPrimitive;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.internal.media.Pictures;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A data URI is what it says it is, whole and small enough. */
class ImageTextTest {
  private static final int LIMIT = 10 * 1024 * 1024;

  @ParameterizedTest
  @CsvSource({
    "data:image/gif;base64;R0lGODlh, does not begin with data:image/jpeg;base64",
    "data:image/jpg;base64;/9j/, does not begin with data:image/jpeg;base64",
    "data:image/png;R0lGODlh, does not begin with data:image/jpeg;base64",
    "data:image/png;charset=x;base64;iVBO, does not begin with data:image/jpeg;base64",
    "data:;iVBO, does not begin with data:image/jpeg;base64",
    "data:image/png;base64, is no data URI",
    "image/png;base64;iVBO, is no data URI",
    "data:image/png;base64;, 'holds no JPEG, PNG or WebP image'",
    "data:image/png;base64;iVBORw0KGgo=, 'holds no JPEG, PNG or WebP image'",
    "data:image/png;base64;iVBOR, 'is not base64: its length is no multiple of four'",
    "data:image/png;base64;iVBO RwK, is not base64 at position 26",
    "data:image/png;base64;iV-_, is not base64 at position 24",
    "data:image/png;base64;i===, is not base64 at position 23",
    "data:image/png;base64;i=BO, is not base64 at position 23",
    "data:image/png;base64;ivéo, is not base64 at position 24"
  })
  void whatIsNoImageIsRefused(String text, String problem) {
    int last = text.lastIndexOf(';');
    boolean cut = problem.equals("is no data URI") && text.startsWith("data:");
    String uri = cut || last < 0 ? text : text.substring(0, last) + "," + text.substring(last + 1);

    assertThat(refused(uri)).hasMessageStartingWith("photos[3].image " + problem);
  }

  @Test
  void anotherContentThanDeclaredIsRefused() {
    assertThat(refused(Images.PNG.replace("image/png", "image/webp")))
        .hasMessage(
            "photos[3].image says image/webp and holds image/png. Make it with DataUri.ofImage.");
  }

  @Test
  void theLimitIsCountedInBytesOfTheImage() {
    assertThatCode(() -> check(uri(LIMIT))).doesNotThrowAnyException();
    for (int above = 1; above <= 3; above++) {
      assertThat(refused(uri(LIMIT + above)))
          .hasMessage(
              "photos[3].image holds "
                  + (LIMIT + above)
                  + " bytes, above the limit of 10485760 (10 MB). Make the image smaller.");
    }
  }

  @Test
  void aWrongCharacterAtTheVeryEndOfALargeImageIsSeen() {
    String good = uri(3_000_000);
    assertThat(refused(good.substring(0, good.length() - 1) + "!"))
        .hasMessageStartingWith("photos[3].image is not base64 at position 4000021");
  }

  @Test
  void aPhotographWhoseProfilesHideItsSizeIsTaken() {
    byte[] late = new byte[500_000];
    Arrays.fill(late, (byte) 0xFF);
    late[1] = (byte) 0xD8;
    String uri = "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(late);

    assertThatCode(() -> check(uri)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a.example/x.png", "HTTPS://a.example/x", "https://[::1]:8/x?y=z"})
  void anAddressIsTakenOnlyWhereTheServiceTakesOne(String address) {
    assertThatCode(() -> ImageText.check("images[0]", new JsonPrimitive(address), true))
        .doesNotThrowAnyException();
    assertThat(refused(address)).hasMessageStartingWith("photos[3].image is an address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://", "https:// /x", "httpx://a/b", "http://a:99999/"})
  void anAddressThatCannotBeFetchedIsNone(String address) {
    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class,
            () -> ImageText.check("images[0]", new JsonPrimitive(address), true));

    assertThat(refused).hasMessageStartingWith("images[0] is neither a data URI nor an http");
  }

  private static String uri(int bytes) {
    byte[] image = Arrays.copyOf(Pictures.png(), bytes);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(image);
  }

  private static InvalidInputException refused(String text) {
    return catchThrowableOfType(InvalidInputException.class, () -> check(text));
  }

  private static void check(String text) {
    ImageText.check("photos[3].image", new JsonPrimitive(text), false);
  }
}
