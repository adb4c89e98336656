package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.generated.sora.model.VideoCharacter;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.generated.sora.model.VideoCreateSeed;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.generated.sora.model.VideoVariant;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.sora.SoraOptions.Probe;
import dev.longhaul.sora.VideoRequest;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.FakeSoraOptions.Deletion;
import dev.longhaul.testkit.FakeSoraOptions.Dialect;
import dev.longhaul.testkit.FakeSoraOptions.RetryHint;
import dev.longhaul.testkit.FakeVideo;
import dev.longhaul.testkit.VideoScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fake of Sora speaks as the document says, so what was tried with it holds by contract. */
class FakeSoraContractTest {
  private static final Spec SPEC = Spec.named("sora");

  @TempDir private Path folder;

  @Test
  void answersEveryOperationAsTheDocumentSays() throws Exception {
    try (FakeSora fake = FakeSora.start(options().build());
        Onlooker onlooker = new Onlooker(fake.baseUrl(), SPEC, folder)) {
      fake.everyJob(VideoScript.byHand());
      use(onlooker, client -> makeAll(client, fake));
      use(onlooker, client -> readAll(client, fake.jobs()));
      SoraCalls.probe(Probe.MODELS).make(onlooker.scene());
      SoraCalls.probe(Probe.HEALTH).make(onlooker.scene());

      assertThat(onlooker.problems()).isEmpty();
      assertThat(onlooker.unseen()).isEmpty();
    }
  }

  /** Makes a video in every way, as JSON and as a form. */
  private JsonElement makeAll(SoraClient client, FakeSora fake) throws Exception {
    Path picture = Pictures.write(folder, FormBody.shown("boat.png"), "720x1280");
    Path film = Files.writeString(folder.resolve("boat.mp4"), FormBody.shown("boat.mp4"));
    VideoCharacter captain = client.createCharacter("Captain", film);
    client.character(String.valueOf(captain.getId()));
    submit(client, VideoRequest.create(boat()));
    FakeVideo first = fake.jobs().get(0);
    first.completed();
    submit(client, VideoRequest.create(boat(), picture));
    submit(client, VideoRequest.edit(first.id(), "Make it dusk"));
    submit(client, VideoRequest.edit(film, "Make it dusk"));
    submit(client, VideoRequest.extend(first.id(), VideoSeconds._8, "The boat arrives"));
    submit(client, VideoRequest.extend(film, VideoSeconds._8, "The boat arrives"));
    submit(client, VideoRequest.remix(first.id(), "Let it snow"));
    return JsonNull.INSTANCE;
  }

  private JsonElement readAll(SoraClient client, List<FakeVideo> videos) throws Exception {
    videos.get(1).inProgress(42);
    videos.get(2).failed("moderation_blocked", "The request was blocked by moderation");
    for (FakeVideo video : videos) {
      client.status(video.id());
    }
    client.videos(3).next();
    for (VideoVariant variant : VideoVariant.known()) {
      client.download(videos.get(0).id(), variant, folder.resolve(variant.value()));
    }
    client.delete(videos.get(0).id());
    return JsonNull.INSTANCE;
  }

  @Test
  void speaksTheOtherDialectAsTheDocumentSays() throws Exception {
    FakeSoraOptions.Builder options = options().dialect(Dialect.SEED).deletion(Deletion.STOPS);
    Spec seed = SPEC.with(Map.of("VideoCreate", "VideoCreateSeed", "Video", "VideoSeed"));
    try (FakeSora fake = FakeSora.start(options.build());
        Onlooker onlooker = new Onlooker(fake.baseUrl(), seed, folder)) {
      fake.everyJob(VideoScript.byHand());
      VideoRequest request = VideoRequest.seed(new VideoCreateSeed().prompt("A paper boat"));
      SoraCalls.sora(SoraCalls.seed(), (c, f) -> submit(c, request)).make(onlooker.scene());
      SoraCalls.sora(SoraCalls.seed(), (c, f) -> submit(c, request)).make(onlooker.scene());
      fake.jobs().get(0).completed();
      for (FakeVideo video : fake.jobs()) {
        SoraCalls.sora(SoraCalls.seed(), (c, f) -> Handles.cancelled(c.cancel(video.id())))
            .make(onlooker.scene());
      }

      assertThat(onlooker.problems()).isEmpty();
      assertThat(onlooker.seen())
          .containsExactly("createVideo 200", "deleteVideo 200", "readVideo 200");
    }
  }

  @Test
  void refusesAsTheDocumentSays() throws Exception {
    try (FakeSora fake = FakeSora.start(options().build());
        Onlooker onlooker = new Onlooker(fake.baseUrl(), SPEC, folder)) {
      fake.everyJob(VideoScript.byHand());
      onlooker.send("POST", "/videos", "{");
      onlooker.send("POST", "/videos", "{'prompt':'A boat','duration':4}");
      onlooker.send("POST", "/videos", "{'prompt':'A boat'}");
      onlooker.send("POST", "/videos/unknown/remix", "{'prompt':'Let it snow'}");
      onlooker.send("GET", "/videos/unknown", "");
      onlooker.send("GET", "/videos?limit=101", "");
      onlooker.sendAs("wrong", "GET", "/models", "");
      onlooker.send("DELETE", "/videos/" + fake.jobs().get(0).id(), "");
      onlooker.send("GET", "/videos/" + fake.jobs().get(0).id() + "/content", "");

      assertThat(onlooker.answerProblems()).isEmpty();
      assertThat(onlooker.seen())
          .containsExactly(
              "createVideo 200",
              "createVideo 400",
              "deleteVideo 409",
              "downloadVideo 404",
              "listModels 401",
              "listVideos 400",
              "readVideo 404",
              "remixVideo 404");
    }
  }

  @Test
  void asksForCreditAndForRestAsTheDocumentSays() throws Exception {
    for (RetryHint hint : RetryHint.values()) {
      FakeSoraOptions.Builder options = options().createsPerMinute(2, hint);
      try (FakeSora fake = FakeSora.start(options.build());
          Onlooker onlooker = new Onlooker(fake.baseUrl(), SPEC, folder)) {
        fake.quota(1);
        use(onlooker, client -> submit(client, VideoRequest.create(boat())));
        ClientCall again = SoraCalls.sora((c, f) -> submit(c, VideoRequest.create(boat())));

        assertThatThrownBy(() -> again.make(onlooker.scene()))
            .isInstanceOf(QuotaExhaustedException.class);
        assertThatThrownBy(() -> again.make(onlooker.scene()))
            .isInstanceOf(RateLimitedException.class);

        assertThat(onlooker.problems()).isEmpty();
        assertThat(onlooker.seen()).isEqualTo(Set.of("createVideo 200", "createVideo 429"));
      }
    }
  }

  private static FakeSoraOptions.Builder options() {
    return FakeSoraOptions.builder().token(Onlooker.TOKEN);
  }

  private static VideoCreate boat() {
    return new VideoCreate().prompt("A paper boat drifts down a rainy street");
  }

  private static JsonElement submit(SoraClient client, VideoRequest request) throws Exception {
    return Handles.submitted(client.submit(request));
  }

  /** What is done with a client. */
  private interface Use {
    JsonElement of(SoraClient client) throws Exception;
  }

  private static void use(Onlooker onlooker, Use use) throws Exception {
    SoraCalls.sora((client, folder) -> use.of(client)).make(onlooker.scene());
  }
}
