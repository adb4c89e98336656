package dev.longhaul.integration.docs;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.generated.vestis.model.JobType;
import dev.longhaul.integration.docs.ReadmeSnippets.Frames;
import dev.longhaul.integration.docs.ReadmeSnippets.RenderFarm;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.VideoScript;
import dev.longhaul.testkit.WireFault;
import dev.longhaul.transfer.DownloadedFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class ReadmeSnippetsTest {
  private static final Logger LOG = LoggerFactory.getLogger(ReadmeSnippetsTest.class);

  @TempDir Path folder;

  @Test
  void aNewUserFindsExactlyOneCommandToRunAndOneToTest() {
    Document readme = Document.read("README.md");

    for (String heading : List.of("Run it", "Test it")) {
      assertThat(new Document("README.md", readme.under(heading)).blocks("sh"))
          .singleElement()
          .satisfies(block -> assertThat(block.lines()).hasSize(1));
    }
  }

  @Test
  void theBlockingSnippetDownloadsThePicture(FakeFunctionRunner fake) throws Exception {
    assertSavedPicture(ReadmeSnippets.blocking(fake.baseUrl(), folder, LOG));
  }

  @Test
  void theAsyncSnippetDownloadsThePicture(FakeFunctionRunner fake) throws Exception {
    try (FunctionRunnerClient client =
        FunctionRunnerClient.open(ClientOptions.builder(fake.baseUrl()).build())) {
      assertSavedPicture(ReadmeSnippets.async(client, task(), folder).get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void theImageSnippetSavesTheImage(FakeVestis fake) throws Exception {
    fake.everyJob(ImageScript.atOnce());
    Path photo = Pictures.png(folder.resolve("coat.png"), 30, 40);
    ClientOptions options = ClientOptions.builder(fake.baseUrl()).build();

    assertThat(ReadmeSnippets.image(options, photo, folder).path()).isRegularFile();
    assertThat(fake.jobs().get(0).type()).isEqualTo(JobType.BACKGROUND_CHANGE);
  }

  @Test
  void theVideoSnippetSavesTheVideo(FakeSora fake) throws Exception {
    fake.everyJob(VideoScript.builder().build());
    ClientOptions options = ClientOptions.builder(fake.baseUrl()).build();

    assertThat(ReadmeSnippets.video(options, folder).path()).hasFileName("dawn.mp4");
  }

  @Test
  void theOwnServerSnippetPresentsTheToken() throws Exception {
    FakeOptions guarded = FakeOptions.builder().token("s3cret").build();
    try (FakeFunctionRunner fake = FakeFunctionRunner.start(guarded)) {
      assertThat(ownServer(fake, "s3cret")).startsWith("done by ");
    }
  }

  @Test
  void theOwnServerSnippetTellsTheKeyOfAnUncertainSubmission(FakeFunctionRunner fake)
      throws Exception {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.answerLost());

    String answer = ownServer(fake, "any");

    assertThat(answer).contains(fake.jobs().get(0).idempotencyKey());
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void theOwnServerSnippetTellsAFailureFromAnError(FakeFunctionRunner fake) throws Exception {
    fake.nextJob(JobScript.failing());

    assertThat(ownServer(fake, "any")).startsWith("failed: ");
  }

  @Test
  void theOwnApiSnippetWatchesAForeignService() throws Exception {
    URI film = URI.create("https://farm.example.com/film.mp4");
    AtomicInteger looks = new AtomicInteger();
    RenderFarm farm =
        new RenderFarm() {
          @Override
          public CompletableFuture<Frames> start(String scene, UUID key) {
            return completedFuture(new Frames("render-1", "accepted", 0, Optional.empty()));
          }

          @Override
          public CompletableFuture<Frames> look(String id) {
            boolean first = looks.incrementAndGet() == 1;
            return completedFuture(
                first
                    ? new Frames(id, "rendering", 40, Optional.empty())
                    : new Frames(id, "rendered", 100, Optional.of(film)));
          }

          @Override
          public CompletableFuture<Void> stop(String id) {
            throw new AssertionError("nobody asked to stop " + id);
          }
        };

    assertThat(ReadmeSnippets.render(farm, "lighthouse.blend")).isEqualTo(film);
    assertThat(looks).hasValue(2);
  }

  private static String ownServer(FakeFunctionRunner fake, String token) throws Exception {
    Map<String, String> environment = Map.of("RUNNER_URL", fake.baseUrl(), "RUNNER_TOKEN", token);
    return ReadmeSnippets.ownServer(environment, task(), LOG);
  }

  private static TaskSubmission task() {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "a lighthouse at dawn");
    return new TaskSubmission().templateId("text-to-image").inputs(inputs);
  }

  private void assertSavedPicture(List<DownloadedFile> files) {
    assertThat(files)
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.path()).isRegularFile().hasParent(folder).hasFileName("image.png");
              assertThat(file.path().toFile()).hasSize(file.bytes());
            });
  }
}
