package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.gson.JsonObject;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.generated.vestis.model.Job;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.generated.vestis.model.JobStatus;
import dev.longhaul.generated.vestis.model.JobType;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobPhase;
import dev.longhaul.job.JobSnapshot;
import dev.longhaul.testkit.FakeVestisOptions;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import dev.longhaul.transfer.DownloadFailedException;
import dev.longhaul.transfer.DownloadedFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole life of an image, from what is asked for to the file. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImageFromRequestToFileTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] PICTURE = {1, 2, 3, 4, 5};

  @TempDir Path folder;

  private static Stream<Arguments> kinds() {
    JsonObject legacy = new JsonObject();
    legacy.addProperty("style", "studio");
    return Stream.of(
        arguments(Images.scarf(), "?chat=true", JobType.CHAT),
        arguments(ImageRequest.flatlay(Images.flatlay()), "?flatlay=true", JobType.FLATLAY),
        arguments(ImageRequest.mannequin(Images.mannequin()), "?mdoli=true", JobType.MANNEQUIN),
        arguments(ImageRequest.onModel(Images.onModel()), "?onmodel=true", JobType.ONMODEL),
        arguments(
            ImageRequest.background(Images.background()),
            "?background=true",
            JobType.BACKGROUND_CHANGE),
        arguments(ImageRequest.legacy(legacy), "", JobType.LEGACY));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindIsAskedForUnderItsFlag(ImageRequest image, String flag, JobType type)
      throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      UUID key = UUID.randomUUID();
      bench.fake.everyJob(ImageScript.byHand());

      JobHandle<JobResult> job = bench.client.submit(image, key);

      ReceivedRequest sent = bench.fake.ledger().requests(VestisOperation.CREATE_JOB).get(0);
      assertThat(sent.path()).isEqualTo("/api/v1/generate" + flag);
      assertThat(sent.json()).isEqualTo(image.body());
      assertThat(sent.header("Idempotency-Key")).isEqualTo(key.toString());
      assertThat(bench.fake.job(job.id().orElseThrow()).type()).isEqualTo(type);
    }
  }

  private static Stream<UnaryOperator<FakeVestisOptions.Builder>> dialects() {
    return Stream.of(
        fake -> fake,
        FakeVestisOptions.Builder::wrappedJobs,
        fake -> fake.names(FakeVestisOptions.Names.CAMEL).jobIds(number -> "job_" + number),
        fake -> fake.names(FakeVestisOptions.Names.CAMEL).wrappedJobs());
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void aJobIsWatchedToItsEndAndItsImageSaved(UnaryOperator<FakeVestisOptions.Builder> dialect)
      throws Exception {
    try (VestisBench bench = VestisBench.open(dialect, VestisOptions.defaults())) {
      bench.fake.nextJob(
          ImageScript.builder()
              .pendingFor(Duration.ofMillis(30))
              .processingFor(Duration.ofMillis(60))
              .picture("image/webp", PICTURE)
              .build());

      JobHandle<JobResult> job = bench.client.submit(Images.scarf());
      JobOutcome<JobResult> outcome = job.await(PATIENCE);
      JobResult result = ((JobOutcome.Succeeded<JobResult>) outcome).result();
      DownloadedFile file = bench.client.download(result, folder.resolve("made"));

      assertThat(Files.readAllBytes(file.path())).isEqualTo(PICTURE);
      assertThat(file.path()).hasParent(folder.resolve("made")).hasExtension("webp");
      assertThat(file).isEqualTo(new DownloadedFile("image", file.path(), PICTURE.length));
      assertThat(job.snapshot().percent()).isEmpty();
      assertThat(
              bench.fake.ledger().requests(VestisOperation.DOWNLOAD).get(0).header("Authorization"))
          .isNull();
      assertThat(bench.fake.ledger().requests(VestisOperation.READ_JOB))
          .allMatch(it -> "XMLHttpRequest".equals(it.header("X-Requested-With")))
          .allMatch(it -> ("Bearer " + VestisBench.TOKEN).equals(it.header("Authorization")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/html; charset=utf-8", "application/json", "application/problem+json"})
  void textOfTheServerIsNotSavedAsAnImage(String type) throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      JobHandle<JobResult> job = bench.submitted();
      bench.fake.job(job.id().orElseThrow()).completed();
      JobResult result = job.await(PATIENCE).resultOrThrow();
      bench.fake.fault(
          VestisOperation.DOWNLOAD,
          WireFault.status(200, Map.of("Content-Type", type), "This link has expired"));

      assertThatExceptionOfType(UnexpectedAnswerException.class)
          .isThrownBy(() -> bench.client.download(result, folder));

      assertThat(folder).isEmptyDirectory();
      assertThat(bench.client.download(result, folder).path()).isNotEmptyFile();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://cdn.example.com/a.png", "data:image/png;base64,AAAA", "http://"})
  void anImageWithoutAnAddressThatCanBeFetchedIsToldAtOnce(String address) throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      assertThatExceptionOfType(DownloadFailedException.class)
          .isThrownBy(() -> bench.client.download(new JobResult().imageUrl(address), folder))
          .withMessageNotContaining(address);
      assertThat(bench.fake.ledger().requests()).isEmpty();
    }
  }

  @Test
  void anAddressMayBeRelativeToTheBase() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      JobHandle<JobResult> job = bench.submitted();
      bench.fake.job(job.id().orElseThrow()).completed();
      String path = URI.create(job.await(PATIENCE).resultOrThrow().getImageUrl()).getRawPath();

      DownloadedFile file = bench.client.download(new JobResult().imageUrl(path), folder);

      assertThat(file.path())
          .isNotEmptyFile()
          .hasFileName(path.substring(path.lastIndexOf('/') + 1));
    }
  }

  @Test
  void futuresGiveTheSame() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      UUID key = UUID.randomUUID();
      JobHandle<JobResult> job =
          bench.client.submitAsync(Images.scarf(), key).get(10, TimeUnit.SECONDS);
      JobHandle<JobResult> again =
          bench.client.submitAsync(Images.scarf(), key).get(10, TimeUnit.SECONDS);
      JobHandle<JobResult> another =
          bench.client.submitAsync(Images.scarf()).get(10, TimeUnit.SECONDS);
      assertThat(again).isSameAs(job);
      assertThat(bench.fake.ledger().creates()).isEqualTo(2);
      for (JobHandle<JobResult> each : List.of(job, another)) {
        bench.fake.job(each.id().orElseThrow()).completed();
        JobOutcome<JobResult> end = each.outcome().get(10, TimeUnit.SECONDS);
        DownloadedFile file =
            bench
                .client
                .downloadAsync(((JobOutcome.Succeeded<JobResult>) end).result(), folder)
                .get(10, TimeUnit.SECONDS);
        assertThat(file.path()).isNotEmptyFile();
      }
    }
  }

  @Test
  void anotherClientTakesAJobUpByItsId() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      String id = bench.submitted().id().orElseThrow();
      try (VestisClient other =
          VestisClient.open(VestisBench.options(bench.fake.baseUrl()).build())) {
        JobHandle<JobResult> job = other.attach(id);
        bench.fake.job(id).failed("The image model refused the input");

        JobOutcome.Failed<JobResult> end = (JobOutcome.Failed<JobResult>) job.await(PATIENCE);

        assertThat(end.id()).isEqualTo(id);
        assertThat(end.failure().message()).hasValue("The image model refused the input");
        assertThat(other.status(id).getStatus()).isEqualTo(JobStatus.FAILED);
        assertThat(other.statusAsync(id).get(10, TimeUnit.SECONDS).getError())
            .isEqualTo("The image model refused the input");
      }
    }
  }

  @Test
  void anImageThatComesAtOnceEndsItsJob() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      bench.fake.nextJob(ImageScript.atOnce());
      JobHandle<JobResult> named = bench.client.submit(Images.scarf());
      bench.fake.nextJob(ImageScript.atOnceWithoutId());
      JobHandle<JobResult> unnamed = bench.client.submit(Images.scarf());

      assertThat(named.await(PATIENCE)).isInstanceOf(JobOutcome.Succeeded.class);
      assertThat(named.id()).hasValue("1");
      assertThat(unnamed.id()).isEmpty();
      JobOutcome<JobResult> end = unnamed.await(PATIENCE);
      DownloadedFile file =
          bench.client.download(((JobOutcome.Succeeded<JobResult>) end).result(), folder);
      assertThat(file.path()).isNotEmptyFile();
      assertThat(bench.fake.ledger().requests(VestisOperation.READ_JOB)).isEmpty();
    }
  }

  @Test
  void aSecondTryOfTheServiceIsShown() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      JobHandle<JobResult> job = bench.submitted();
      String id = job.id().orElseThrow();
      bench.fake.job(id).processing(1);
      await(job, JobPhase.RUNNING);
      assertThat(job.snapshot().serverRetries()).isZero();
      bench.fake.job(id).pending();
      await(job, JobPhase.WAITING);
      bench.fake.job(id).processing(2);
      await(job, JobPhase.RUNNING);

      assertThat(job.snapshot().serverRetries()).isEqualTo(1);
    }
  }

  @Test
  void aStateThatNobodyKnowsIsPassedOnAndTheWatchGoesOn() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      JobHandle<JobResult> job = bench.submitted();
      bench.fake.job(job.id().orElseThrow()).rawState("defrosting");
      JobSnapshot seen = await(job, JobPhase.UNKNOWN);
      bench.fake.job(job.id().orElseThrow()).completed();

      assertThat(seen.rawState()).isEqualTo("defrosting");
      assertThat(job.await(PATIENCE)).isInstanceOf(JobOutcome.Succeeded.class);
    }
  }

  @Test
  void aFeatureTellsItsProgress() throws Exception {
    VestisOptions options = VestisOptions.builder().statusPath("{feature}/status/{id}").build();
    try (VestisBench bench = VestisBench.open(fake -> fake, options)) {
      bench.fake.nextJob(ImageScript.byHand());
      JobHandle<JobResult> job = bench.client.submit(ImageRequest.mannequin(Images.mannequin()));
      String id = job.id().orElseThrow();
      bench.fake.job(id).processing(1);
      await(job, JobPhase.RUNNING);
      assertThat(job.snapshot().percent()).isPresent();
      bench.fake.job(id).completed();

      JobOutcome<JobResult> end = job.await(PATIENCE);

      assertThat(((JobOutcome.Succeeded<JobResult>) end).result().getImageUrl()).isNotBlank();
      assertThat(bench.fake.ledger().requests(VestisOperation.READ_FEATURE_STATUS))
          .extracting(ReceivedRequest::path)
          .containsOnly("/api/v1/mannequin/status/" + id);
      assertThat(bench.fake.ledger().requests(VestisOperation.READ_JOB)).isEmpty();
      Job status = bench.client.status(id, ImageKind.MANNEQUIN);
      assertThat(status.getStatus()).isEqualTo(JobStatus.COMPLETED);
    }
  }

  private static JobSnapshot await(JobHandle<?> job, JobPhase phase) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (job.snapshot().phase() != phase && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    assertThat(job.snapshot().phase()).isEqualTo(phase);
    return job.snapshot();
  }
}
