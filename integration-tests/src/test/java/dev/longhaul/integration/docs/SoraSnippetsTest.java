package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.integration.ChildProcess;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.sora.SoraOptions;
import dev.longhaul.sora.VideoRequest;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.FakeVideo;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VideoScript;
import dev.longhaul.testkit.WireFault;
import dev.longhaul.transfer.DownloadedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the page of videos shows does what it says there. */
@ExtendWith({LeakCheck.class, FakeExtension.class})
class SoraSnippetsTest {
  private static final Logger LOG = LoggerFactory.getLogger(SoraSnippetsTest.class);
  private static final VideoScript AT_ONCE = VideoScript.builder().build();

  private SoraClient client;

  @TempDir Path folder;

  @BeforeEach
  void open(FakeSora fake) {
    fake.everyJob(AT_ONCE);
    client = SoraClient.open(quick(fake));
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aClientIsOpenedWithUrlAndKeyAndSavesAVideo() throws Exception {
    FakeSoraOptions guarded = FakeSoraOptions.builder().token("s3cret").build();
    try (FakeSora other = FakeSora.start(guarded)) {
      other.everyJob(AT_ONCE);

      DownloadedFile saved =
          SoraSnippets.open(other.baseUrl(), "s3cret", folder.resolve("boat.mp4"), LOG);

      assertThat(saved.path()).isRegularFile().hasFileName("boat.mp4");
      assertThat(other.ledger().creates()).isEqualTo(1);
    }
  }

  @Test
  void aProgramTakesItsOptionsFromTheEnvironment(FakeSora fake) throws Exception {
    try (ChildProcess program =
        ChildProcess.main(
            Map.of("LONGHAUL_SORA_BASE_URL", fake.baseUrl()), SoraSnippets.FromEnvironment.class)) {
      assertThat(program.firstLine()).isEqualTo("UP");
    }
  }

  @Test
  void theValuesOfAnotherServerAreTaken() throws Exception {
    FakeSoraOptions other =
        FakeSoraOptions.builder()
            .offers(List.of("open-video-1"), List.of("832x480"), List.of("5"))
            .organization("org-lighthouse")
            .project("proj-dawn")
            .deletion(FakeSoraOptions.Deletion.STOPS)
            .build();
    try (FakeSora fake = FakeSora.start(other);
        SoraClient peculiar = SoraSnippets.ownOptions(quick(fake))) {
      fake.everyJob(VideoScript.byHand());
      VideoCreate short5 = new VideoCreate().prompt("A boat").seconds(VideoSeconds.of("5"));
      JobHandle<Video> job = peculiar.submit(VideoRequest.create(short5));

      assertThat(SoraSnippets.cancel(peculiar, job.id().orElseThrow())).startsWith("asked: Acc");
    }
  }

  @Test
  void theSecondDialectIsSpoken() throws Exception {
    FakeSoraOptions seed = FakeSoraOptions.builder().dialect(FakeSoraOptions.Dialect.SEED).build();
    SoraOptions same = SoraOptions.builder().dialect(SoraOptions.Dialect.SEED).build();
    try (FakeSora fake = FakeSora.start(seed);
        SoraClient other = SoraClient.open(quick(fake), same)) {
      fake.everyJob(AT_ONCE);

      assertThat(SoraSnippets.seedDialect(other).await(Duration.ofSeconds(20)).resultOrThrow())
          .isNotNull();
      assertThat(fake.jobs().get(0).request().get("duration").getAsInt()).isEqualTo(8);
    }
  }

  @Test
  void aPictureGoesAlongAsAFileAndAsText(FakeSora fake) throws Exception {
    fake.addCharacter("char_1", "The captain");
    Path picture = Pictures.png(folder.resolve("boat.png"), 720, 1280);
    VideoCreate boat = new VideoCreate().prompt("A boat");

    for (VideoRequest request : SoraSnippets.references(boat, picture, "char_1")) {
      client.submit(request);
    }

    assertThat(fake.jobs())
        .extracting(it -> it.request().getAsJsonObject("input_reference").keySet())
        .satisfiesExactly(
            file -> assertThat(file).contains("filename", "content_type"),
            text -> assertThat(text).containsExactly("image_url"));
  }

  @Test
  void aVideoIsMadeFromAnother(FakeSora fake) throws Exception {
    String id = made().id().orElseThrow();
    Path film = Files.write(folder.resolve("film.mp4"), new byte[] {1});

    for (VideoRequest request : SoraSnippets.remakes(id, film)) {
      client.submit(request);
    }

    assertThat(fake.ledger().requests(SoraOperation.EDIT_VIDEO)).hasSize(2);
    assertThat(fake.ledger().requests(SoraOperation.EXTEND_VIDEO)).hasSize(1);
    assertThat(fake.ledger().requests(SoraOperation.REMIX_VIDEO)).hasSize(1);
  }

  @Test
  void aLengthIsRoundedForThoseWhoAsk() {
    assertThat(SoraSnippets.seconds()).isEqualTo(VideoSeconds._12);
  }

  @Test
  void aVideoIsFoundByItsIdAfterARestart() throws Exception {
    JobHandle<Video> found = SoraSnippets.ownKey(client, request());

    assertThat(found.await(Duration.ofSeconds(20)).resultOrThrow().getId())
        .isEqualTo(found.id().orElseThrow());
  }

  @Test
  void cancellingSendsNothingWhereDeleteDestroys(FakeSora fake) throws Exception {
    fake.nextJob(VideoScript.byHand());

    assertThat(SoraSnippets.cancel(client, made().id().orElseThrow()))
        .isEqualTo("it cannot be stopped, and nothing was sent");
    assertThat(fake.ledger().requests(SoraOperation.DELETE_VIDEO)).isEmpty();
  }

  @Test
  void theFilesOfAVideoLastAboutAnHour() throws Exception {
    Instant hour = Instant.now().plus(Duration.ofHours(1));

    assertThat(SoraSnippets.expiry(client, made().id().orElseThrow(), folder))
        .hasValueSatisfying(
            until -> assertThat(until).isBetween(hour.minusSeconds(30), hour.plusSeconds(30)));
    assertThat(folder.resolve("boat.webp")).isRegularFile();
  }

  @Test
  void theListIsReadToItsEnd(FakeSora fake) throws Exception {
    for (int i = 0; i < 60; i++) {
      fake.madeElsewhere(body(), AT_ONCE);
    }

    assertThat(SoraSnippets.list(client)).hasSize(60).startsWith("video_60");
    assertThat(fake.ledger().requests(SoraOperation.LIST_VIDEOS)).hasSize(2);
  }

  @Test
  void aCharacterIsMadeAndShown(FakeSora fake) throws Exception {
    Path film = Files.write(folder.resolve("film.mp4"), new byte[] {1});

    client.submit(SoraSnippets.character(client, film));

    assertThat(fake.jobs().get(0).request().getAsJsonArray("characters")).hasSize(1);
  }

  @Test
  void aRefusedKeyIsToldFromAServerThatIsDown() throws Exception {
    FakeSoraOptions guarded = FakeSoraOptions.builder().token("s3cret").build();
    FakeSora other = FakeSora.start(guarded);
    try (SoraClient nobody = SoraClient.open(ClientOptions.builder(other.baseUrl()).build())) {
      assertThat(SoraSnippets.health(client)).isEqualTo("go on");
      assertThat(SoraSnippets.health(nobody)).isEqualTo("look at the key");
    } finally {
      other.close();
    }
  }

  @Test
  void aServerThatIsDownIsToldAsAValue(FakeSora fake) throws Exception {
    fake.fault(SoraOperation.LIST_VIDEOS, WireFault.status(501));

    assertThat(SoraSnippets.health(client)).startsWith("wait: The service");
  }

  @Test
  void anAnswerThatWasLostIsFoundByItsPrompt(FakeSora fake) throws Exception {
    fake.fault(SoraOperation.CREATE_VIDEO, WireFault.answerLost());

    assertThat(SoraSnippets.submitOrLook(client, request()))
        .containsExactly(fake.jobs().get(0).id());
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void whatCannotBeToldApartIsLeftToAPerson(FakeSora fake) throws Exception {
    fake.fault(SoraOperation.CREATE_VIDEO, WireFault.answerLost());
    fake.madeElsewhere(body(), AT_ONCE);

    assertThat(SoraSnippets.submitOrLook(client, request()))
        .containsExactlyInAnyOrderElementsOf(fake.jobs().stream().map(FakeVideo::id).toList());
  }

  @Test
  void theRetrySettingsAreTaken(FakeSora fake) throws Exception {
    String id = made().id().orElseThrow();
    for (int i = 0; i < 5; i++) {
      fake.fault(
          SoraOperation.READ_VIDEO, WireFault.status(503, Map.of("retry-after-ms", "1"), ""));
    }
    try (SoraClient patient = SoraSnippets.retries(fake.baseUrl())) {
      assertThat(patient.status(id).getId()).isEqualTo(id);
    }
  }

  @Test
  void eachErrorHasARemedyOfItsOwn(FakeSora fake) throws Exception {
    assertThat(SoraSnippets.render(client, request())).startsWith("done: video_1");
    assertThat(SoraSnippets.render(client, VideoRequest.create(new VideoCreate())))
        .isEqualTo("correct prompt");

    fake.nextJob(VideoScript.builder().failsWith("moderation_blocked", "No").build());
    assertThat(SoraSnippets.render(client, request())).isEqualTo("change the prompt");

    fake.quota(0);
    assertThat(SoraSnippets.render(client, request())).isEqualTo("the account may not spend more");
  }

  private JobHandle<Video> made() throws InterruptedException {
    return client.submit(request());
  }

  private static VideoRequest request() {
    return VideoRequest.create(new VideoCreate().prompt("A paper boat"));
  }

  private static JsonObject body() {
    JsonObject body = new JsonObject();
    body.addProperty("prompt", "A paper boat");
    return body;
  }

  private static ClientOptions quick(FakeSora fake) {
    Duration pace = Duration.ofMillis(20);
    return ClientOptions.builder(fake.baseUrl())
        .watch(WatchOptions.builder().pollPace(pace, 1, pace).build())
        .build();
  }
}
