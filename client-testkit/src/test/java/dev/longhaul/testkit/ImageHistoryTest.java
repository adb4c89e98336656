package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ImageHistoryTest {

  private final VirtualTime time = VirtualTime.create();
  private final FakeVestis fake = FakeVestis.start(FakeVestisOptions.builder().clock(time).build());
  private final ImageCalls calls = new ImageCalls(fake);

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void onlyCompletedJobsAreInIt() throws IOException {
    fake.everyJob(ImageScript.byHand());
    calls.submit();
    calls.submit();
    calls.submit();
    fake.job("1").completed();
    fake.job("2").failed("no");

    assertThat(ids("")).containsExactly("1");
    assertThat(calls.http().get("/generations/3").status()).isEqualTo(404);
  }

  @Test
  void theNewestPictureComesFirst() throws IOException {
    fake.everyJob(ImageScript.byHand());
    for (int number = 1; number <= 3; number++) {
      calls.submit();
    }
    for (String id : List.of("2", "3", "1")) {
      time.advance(Duration.ofSeconds(1));
      fake.job(id).completed();
    }

    assertThat(ids("")).containsExactly("1", "3", "2");
    assertThat(ids("?page=2&page_size=2")).containsExactly("2");
    assertThat(calls.http().get("/generations?page_size=101").status()).isEqualTo(422);
  }

  @Test
  void aPictureIsDeletedFromItAndTheJobStays() throws IOException {
    fake.nextJob(ImageScript.builder().build());
    String id = calls.submit();

    Http.Answer deleted = calls.http().delete("/generations/1");

    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.object().toString()).isEqualTo("{\"message\":\"Generation deleted\"}");
    assertThat(calls.http().get("/generations/1").status()).isEqualTo(404);
    assertThat(calls.http().delete("/generations/1").status()).isEqualTo(404);
    assertThat(ids("")).isEmpty();
    assertThat(calls.state(id)).isEqualTo("completed");
  }

  @Test
  void aPictureIsServedOutsideOfTheBaseUrl() throws IOException {
    byte[] bytes = "RIFF....WEBP".getBytes(StandardCharsets.US_ASCII);
    fake.nextJob(ImageScript.builder().picture("image/webp", bytes).build());
    String url = calls.job(calls.submit()).getAsJsonObject("result").get("image_url").getAsString();
    assertThat(url).isEqualTo(fake.root() + "/images/1.webp");

    Http.Answer picture = calls.http().get(url);

    assertThat(picture.status()).isEqualTo(200);
    assertThat(picture.bytes()).isEqualTo(bytes);
    assertThat(picture.response().header("Content-Type")).isEqualTo("image/webp");
    assertThat(fake.ledger().requests(VestisOperation.DOWNLOAD)).hasSize(1);
  }

  @Test
  void aPictureIsAPngWhenNothingElseIsSaid() throws IOException {
    fake.nextJob(ImageScript.builder().build());
    calls.submit();

    assertThat(calls.http().get(fake.root() + "/images/1.png").bytes())
        .startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void aTokenThatLeaksToAPictureIsSeen() throws IOException {
    fake.nextJob(ImageScript.builder().build());
    calls.submit();
    Request leaking =
        new Request.Builder()
            .url(fake.root() + "/images/1.png")
            .header("Authorization", "Bearer secret")
            .build();

    assertThat(calls.http().send(leaking).status()).isEqualTo(403);
    assertThat(fake.ledger().requests(VestisOperation.DOWNLOAD).get(0).header("Authorization"))
        .isEqualTo("Bearer secret");
  }

  @Test
  void aPictureThatWasNeverMadeIsNotFound() throws IOException {
    fake.nextJob(ImageScript.stuck());
    calls.submit();

    for (String name : List.of("1.png", "2.png", "x")) {
      assertThat(calls.http().get(fake.root() + "/images/" + name).status()).isEqualTo(404);
    }
  }

  private List<String> ids(String query) throws IOException {
    JsonArray all = calls.http().get("/generations" + query).object().getAsJsonArray("generations");
    List<String> ids = new ArrayList<>();
    all.forEach(it -> ids.add(it.getAsJsonObject().get("id").getAsString()));
    return ids;
  }
}
