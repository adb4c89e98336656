package dev.longhaul.sora;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.generated.sora.model.CharacterReference;
import dev.longhaul.generated.sora.model.ImageReference;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCharacter;
import dev.longhaul.generated.sora.model.VideoModel;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.generated.sora.model.VideoSize;
import dev.longhaul.generated.sora.model.VideoVariant;
import dev.longhaul.job.JobHandle;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.WireFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves this machine: bodies, parts of forms, headers and paths. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VideoWireTest {
  private static final String CRLF = "\r\n";

  @TempDir Path folder;
  private VideoBench bench;

  @BeforeEach
  void open() {
    bench = VideoBench.open();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  /** Submits it and returns what came. */
  private ReceivedRequest sent(VideoRequest request, SoraOperation operation) throws Exception {
    bench.submitted(request).detach();
    return bench.last(operation);
  }

  private String finished() throws Exception {
    return bench.completed(VideoBench.create()).id();
  }

  @Test
  void aCreateSendsWhatIsSetAndNothingElse() throws Exception {
    ReceivedRequest plain = sent(VideoBench.create(), SoraOperation.CREATE_VIDEO);
    assertThat(plain.json()).isEqualTo(json("{\"prompt\":\"" + VideoBench.PROMPT + "\"}"));

    bench.fake.addCharacter("char_1", "Captain");
    ReceivedRequest whole =
        sent(
            VideoRequest.create(
                VideoBench.prompt()
                    .model(VideoModel.SORA_2_PRO)
                    .seconds(VideoSeconds._8)
                    .size(VideoSize._1280X720)
                    .inputReference(new ImageReference().imageUrl("https://x.example/boat.png"))
                    .characters(List.of(new CharacterReference().id("char_1")))),
            SoraOperation.CREATE_VIDEO);
    assertThat(whole.json())
        .isEqualTo(
            json(
                """
                {"prompt": "%s", "model": "sora-2-pro", "seconds": "8", "size": "1280x720",
                 "input_reference": {"image_url": "https://x.example/boat.png"},
                 "characters": [{"id": "char_1"}]}"""
                    .formatted(VideoBench.PROMPT)));
  }

  @Test
  void aReferenceFileGoesAsAPartWithItsTypeAndName() throws Exception {
    byte[] picture = Pictures.webp(1280, 720);
    Path file = Pictures.file(folder, "boat of é.png", picture);
    ReceivedRequest create =
        sent(
            VideoRequest.create(
                VideoBench.prompt().seconds(VideoSeconds._12).size(VideoSize._1280X720), file),
            SoraOperation.CREATE_VIDEO);

    assertThat(create.header("Content-Type")).startsWith("multipart/form-data; boundary=");
    assertThat(create.header("Content-Length")).as("streamed, its length known").isNotNull();
    assertThat(create.body())
        .contains("name=\"input_reference\"; filename=\"boat of é.png\"" + CRLF)
        .contains("Content-Type: image/webp" + CRLF)
        .contains("name=\"prompt\"" + CRLF)
        .doesNotContain("name=\"model\"")
        .doesNotContain("Content-Type: application/json");
    JsonObject request = bench.fake.jobs().get(0).request();
    assertThat(request.get("prompt").getAsString()).isEqualTo(VideoBench.PROMPT);
    assertThat(request.get("seconds").getAsString()).isEqualTo("12");
    assertThat(request.get("size").getAsString()).isEqualTo("1280x720");
    assertThat(request.getAsJsonObject("input_reference").get("size_bytes").getAsInt())
        .isEqualTo(picture.length);
  }

  @Test
  void aRemixAnEditAndAnExtensionNameTheVideoTheyStartFrom() throws Exception {
    String id = finished();
    ReceivedRequest remix = sent(VideoRequest.remix(id, "Let it snow"), SoraOperation.REMIX_VIDEO);
    assertThat(remix.path()).endsWith("/videos/" + id + "/remix");
    assertThat(remix.json()).isEqualTo(json("{\"prompt\": \"Let it snow\"}"));

    assertThat(sent(VideoRequest.edit(id, "Dusk"), SoraOperation.EDIT_VIDEO).json())
        .isEqualTo(json("{\"prompt\": \"Dusk\", \"video\": {\"id\": \"" + id + "\"}}"));

    VideoRequest longer = VideoRequest.extend(id, VideoSeconds._12, "On");
    assertThat(sent(longer, SoraOperation.EXTEND_VIDEO).json())
        .isEqualTo(
            json("{\"prompt\": \"On\", \"seconds\": \"12\", \"video\": {\"id\": \"" + id + "\"}}"));
    assertThat(longer).hasToString("VideoRequest[extension]");
  }

  @Test
  void aVideoOfThisMachineGoesAsAPart() throws Exception {
    Path file = Pictures.file(folder, "boat.mp4", new byte[100_000]);
    ReceivedRequest edit = sent(VideoRequest.edit(file, "Dusk"), SoraOperation.EDIT_VIDEO);
    VideoRequest longer = VideoRequest.extend(file, VideoSeconds._20, "On");
    ReceivedRequest extension = sent(longer, SoraOperation.EXTEND_VIDEO);

    for (ReceivedRequest request : List.of(edit, extension)) {
      assertThat(request.body())
          .contains("name=\"video\"; filename=\"boat.mp4\"" + CRLF)
          .contains("Content-Type: video/mp4" + CRLF);
    }
    JsonObject received = bench.fake.jobs().get(1).request();
    assertThat(received.get("seconds").getAsString()).isEqualTo("20");
    assertThat(received.getAsJsonObject("video").get("size_bytes").getAsInt()).isEqualTo(100_000);
    assertThat(longer).hasToString("VideoRequest[extension, with a file]");
  }

  @Test
  void aCharacterIsMadeOfAFileAndRead() throws Exception {
    Path file = Pictures.file(folder, "captain.mp4", new byte[] {1, 2, 3});
    VideoCharacter made = bench.client.createCharacter("Captain", file);
    VideoCharacter madeAsync = bench.client.createCharacterAsync("Mate", file).get();

    ReceivedRequest create = bench.fake.ledger().requests(SoraOperation.CREATE_CHARACTER).get(0);
    assertThat(create.body())
        .contains("name=\"name\"")
        .contains("Captain")
        .contains("name=\"video\"; filename=\"captain.mp4\"")
        .contains("Content-Type: video/mp4");
    assertThat(create.header("Idempotency-Key")).isNotBlank();
    assertThat(bench.client.character(made.getId()).getName()).isEqualTo("Captain");
    assertThat(bench.client.characterAsync(madeAsync.getId()).get()).isEqualTo(madeAsync);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "  ",
        "123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 "
      })
  void aCharacterNeedsANameOfUpTo80CharactersAndAFile(String name) throws Exception {
    Path file = Pictures.file(folder, "captain.mp4", new byte[] {1});
    String wrong = name != null && name.length() > 79 ? name + "1" : name;

    InvalidInputException refused =
        (InvalidInputException) VideoBench.failure(bench.client.createCharacterAsync(wrong, file));
    assertThat(refused).hasMessageStartingWith("name ").hasMessageContaining("80");
    InvalidInputException gone =
        (InvalidInputException)
            VideoBench.failure(
                bench.client.createCharacterAsync("Captain", folder.resolve("gone.mp4")));
    assertThat(gone).hasMessageStartingWith("video does not exist");
    assertThat(bench.fake.ledger().requests()).isEmpty();
  }

  @Test
  void aCharacterWhoseAnswerWasLostIsNotMadeAgain() throws Exception {
    Path file = Pictures.file(folder, "captain.mp4", new byte[] {1});
    bench.fake.fault(SoraOperation.CREATE_CHARACTER, WireFault.answerLost());

    assertThat(VideoBench.failure(bench.client.createCharacterAsync("Captain", file)))
        .isInstanceOf(SubmissionUncertainException.class);
    assertThat(bench.fake.ledger().requests(SoraOperation.CREATE_CHARACTER)).hasSize(1);
  }

  @Test
  void everyCallTellsOrganisationAndProjectAndNoCountOfRetries() throws Exception {
    SoraOptions sora = SoraOptions.builder().organization("org-1").project("proj-1").build();
    FakeSoraOptions.Builder fake =
        FakeSoraOptions.builder().organization("org-1").project("proj-1");
    try (VideoBench asked = VideoBench.open(fake, sora, options -> options)) {
      String id = asked.completed(VideoBench.create()).id();
      Path file = Pictures.file(folder, "boat.mp4", new byte[] {1});
      asked.submitted(VideoRequest.remix(id, "Snow")).detach();
      asked.submitted(VideoRequest.edit(id, "Dusk")).detach();
      asked.submitted(VideoRequest.edit(file, "Dusk")).detach();
      asked.submitted(VideoRequest.extend(id, VideoSeconds._4, "On")).detach();
      asked.submitted(VideoRequest.extend(file, VideoSeconds._4, "On")).detach();
      Path picture = Pictures.file(folder, "boat.png", Pictures.png(720, 1280));
      asked.submitted(VideoRequest.create(VideoBench.prompt(), picture)).detach();
      String character = asked.client.createCharacter("Captain", file).getId();
      asked.client.character(character);
      asked.client.status(id);
      asked.client.videos(5).next();
      asked.client.health();
      asked.client.download(id, VideoVariant.VIDEO, folder.resolve("out.mp4"));
      asked.client.delete(id);

      assertThat(asked.fake.ledger().requests())
          .hasSizeGreaterThan(12)
          .allMatch(request -> "org-1".equals(request.header("OpenAI-Organization")))
          .allMatch(request -> "proj-1".equals(request.header("OpenAI-Project")))
          .allMatch(request -> request.header("x-stainless-retry-count") == null);
    }
  }

  @Test
  void neitherIsToldUnlessSet() throws Exception {
    ReceivedRequest create = sent(VideoBench.create(), SoraOperation.CREATE_VIDEO);

    assertThat(create.headers()).doesNotContainKeys("openai-organization", "openai-project");
    assertThat(create.header("OpenAI-Organization")).isNull();
    assertThat(create.header("Authorization")).isEqualTo("Bearer " + VideoBench.TOKEN);
  }

  @Test
  void theKeyOfTheJobGoesAlong() throws Exception {
    JobHandle<Video> job = bench.submitted(VideoBench.create());
    job.detach();

    assertThat(bench.last(SoraOperation.CREATE_VIDEO).header("Idempotency-Key"))
        .isEqualTo(job.key().toString());
  }

  @Test
  void anIdIsOneSegmentOfThePath() throws Exception {
    FakeSoraOptions.Builder fake = FakeSoraOptions.builder().jobIds(number -> "a/b ?" + number);
    try (VideoBench odd = VideoBench.open(fake, SoraOptions.defaults(), options -> options)) {
      String id = odd.completed(VideoBench.create()).id();

      assertThat(odd.client.status(id).getId()).isEqualTo(id);
      assertThat(odd.last(SoraOperation.READ_VIDEO).path()).endsWith("/videos/a%2Fb%20%3F1");
      odd.submitted(VideoRequest.remix(id, "Snow")).detach();
      Path saved = odd.client.download(id, VideoVariant.VIDEO, folder.resolve("out.mp4")).path();
      assertThat(Files.size(saved)).isPositive();
      assertThat(odd.client.delete(id).getDeleted()).isTrue();
      assertThat(odd.fake.ledger().requests(SoraOperation.UNKNOWN)).isEmpty();
    }
  }
}
