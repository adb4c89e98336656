package dev.longhaul.sora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoVariant;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.EventRecorder;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.FakeSoraOptions.ListItems;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VideoScript;
import dev.longhaul.testkit.VirtualTime;
import dev.longhaul.testkit.WireFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole life of a video: submitted, watched, ended, found again when an answer was lost. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VideoFromPromptToFileTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void aVideoIsSubmittedWatchedAndSaved(@TempDir Path folder) throws Exception {
    try (VideoBench bench = VideoBench.open();
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      bench.fake.nextJob(
          VideoScript.builder()
              .queuedFor(Duration.ofMillis(40))
              .rendersFor(Duration.ofMillis(200))
              .build());
      JobHandle<Video> job = bench.client.submit(VideoBench.create());
      job.listen(events::accept);
      Video video = job.await(PATIENCE).resultOrThrow();

      events.nextUntil(JobEvent.Progressed.class);
      assertThat(events.nextUntil(JobEvent.Ended.class).outcome())
          .isInstanceOf(JobOutcome.Succeeded.class);
      assertThat(video.getExpiresAt()).isGreaterThan(video.getCreatedAt());
      assertThat(
              bench
                  .client
                  .download(video.getId(), VideoVariant.VIDEO, folder.resolve("kite.mp4"))
                  .bytes())
          .isPositive();
      assertThat(bench.client.statusAsync(video.getId()).get()).isEqualTo(video);
      assertThat(bench.fake.ledger().creates()).isEqualTo(1);
    }
  }

  @Test
  void aVideoSubmittedElsewhereIsWatchedByItsId() throws Exception {
    try (VideoBench bench = VideoBench.open()) {
      String id = bench.completed(VideoBench.create()).id();

      assertThat(bench.client.attach(id).await(PATIENCE).resultOrThrow().getId()).isEqualTo(id);
      assertThat(VideoBench.failure(bench.client.attach("video_9").outcome()))
          .isInstanceOf(NotFoundException.class);
      assertThat(catchThrowableOfType(InvalidInputException.class, () -> bench.client.attach("..")))
          .hasMessageStartingWith("id ");
    }
  }

  @Test
  void aVideoThatModerationBlocksFailsWithItsCode() throws Exception {
    try (VideoBench bench = VideoBench.open()) {
      JobHandle<Video> job = bench.submitted(VideoBench.create());
      bench
          .fake
          .job(job.id().orElseThrow())
          .failed("moderation_blocked", "The request was blocked by moderation");

      JobOutcome<Video> outcome = job.await(PATIENCE);
      assertThat(outcome)
          .isInstanceOfSatisfying(
              JobOutcome.Failed.class,
              failed -> {
                assertThat(failed.failure().code()).isEqualTo("moderation_blocked");
                assertThat(failed.failure().moderated()).isTrue();
                assertThat(failed.failure().message())
                    .contains("The request was blocked by moderation");
              });
    }
  }

  @Test
  void videosAreReadEveryTenSecondsUnlessTheCallerSaysOtherwise() throws Exception {
    VirtualTime time = VirtualTime.create();
    WatchOptions watch = WatchOptions.builder().clock(time).scheduler(time).jitter(0).build();
    try (VideoBench bench =
        VideoBench.open(
            FakeSoraOptions.builder().clock(time),
            SoraOptions.defaults(),
            options -> options.watch(watch))) {
      JobHandle<Video> job = bench.submitted(VideoBench.create());
      time.clearDelays();
      for (int read = 1; read <= 3; read++) {
        time.runNext();
        time.awaitScheduled(1);
      }

      assertThat(time.delays()).containsOnly(Duration.ofSeconds(10));
      assertThat(bench.fake.job(job.id().orElseThrow()).statusReads()).isEqualTo(3);
    }
  }

  @Test
  void aSubmissionWhoseAnswerWasLostIsFoundByItsPrompt() throws Exception {
    try (VideoBench bench = VideoBench.open()) {
      bench.fake.madeElsewhere(prompt("Something else"), VideoScript.byHand());
      bench.fake.fault(SoraOperation.CREATE_VIDEO, WireFault.answerLost());
      bench.fake.nextJob(VideoScript.byHand());
      JobHandle<Video> job = bench.client.submit(VideoBench.create());
      job.detach();

      assertThat(bench.fake.job(job.id().orElseThrow()).idempotencyKey())
          .isEqualTo(job.key().toString());
      assertThat(bench.fake.ledger().creates()).isEqualTo(1);
      assertThat(bench.last(SoraOperation.LIST_VIDEOS).path()).endsWith("?limit=100&order=desc");
    }
  }

  private static JsonObject prompt(String prompt) {
    JsonObject request = new JsonObject();
    request.addProperty("prompt", prompt);
    return request;
  }

  @Test
  void aRemixWithTheSamePromptIsNotTakenForTheVideo() throws Exception {
    try (VideoBench bench = VideoBench.open();
        SoraClient other = SoraClient.open(VideoBench.options(bench.fake.baseUrl()).build())) {
      bench.fake.everyJob(VideoScript.builder().build());
      other.submit(VideoRequest.create(VideoBench.prompt().prompt("x"))).detach();
      bench.fake.fault(SoraOperation.CREATE_VIDEO, WireFault.resetAfterRead());
      other.submit(VideoRequest.remix(bench.fake.jobs().get(0).id(), VideoBench.PROMPT)).detach();

      assertUncertain(bench, VideoBench.create(), 0);
    }
  }

  private static void assertUncertain(VideoBench bench, VideoRequest request, int candidates) {
    SubmissionUncertainException doubt =
        catchThrowableOfType(
            SubmissionUncertainException.class, () -> bench.client.submit(request));
    assertThat(doubt).isNotNull();
    assertThat(doubt.candidates()).hasSize(candidates);
  }

  @Test
  void anotherImageWithTheSamePromptIsNotTakenForIt(@TempDir Path folder) throws Exception {
    Path image = Pictures.file(folder, "boat.png", Pictures.png(720, 1280));
    VideoRequest request = VideoRequest.create(VideoBench.prompt(), image);
    try (VideoBench bench = VideoBench.open()) {
      bench.fake.madeElsewhere(prompt("Something else"), VideoScript.byHand());
      bench.fake.fault(SoraOperation.CREATE_VIDEO, WireFault.resetAfterRead());
      bench.fake.madeElsewhere(prompt(VideoBench.PROMPT), VideoScript.byHand());

      assertUncertain(bench, request, 1);
    }
    SoraOptions only = SoraOptions.builder().onlyWriter().build();
    try (VideoBench bench = VideoBench.open(FakeSoraOptions.builder(), only, options -> options)) {
      bench.fake.madeElsewhere(prompt("Something else"), VideoScript.byHand());
      bench.fake.fault(SoraOperation.CREATE_VIDEO, WireFault.answerLost());
      JobHandle<Video> job = bench.client.submit(request);
      job.detach();
      assertThat(job.id()).contains(bench.fake.jobs().get(1).id());
    }
  }

  @Test
  void aListWithoutPromptsProvesNothingUnlessThisIsTheOnlyWriter() throws Exception {
    FakeSoraOptions.Builder fake = FakeSoraOptions.builder().listItems(ListItems.NO_PROMPT);
    try (VideoBench bench = VideoBench.open(fake, SoraOptions.defaults(), options -> options)) {
      bench.fake.fault(SoraOperation.CREATE_VIDEO, WireFault.answerLost());
      assertUncertain(bench, VideoBench.create(), 1);
    }
    SoraOptions only = SoraOptions.builder().onlyWriter().build();
    try (VideoBench bench = VideoBench.open(fake, only, options -> options)) {
      bench.fake.fault(SoraOperation.CREATE_VIDEO, WireFault.answerLost());
      bench.fake.nextJob(VideoScript.byHand());
      JobHandle<Video> job = bench.client.submit(VideoBench.create());
      job.detach();
      assertThat(job.id()).contains(bench.fake.jobs().get(0).id());
    }
  }

  @Test
  void theOtherDialectHasNoListToLookIn() {
    try (VideoBench bench = VideoBench.open(VideoBench.SEED)) {
      bench.fake.fault(SoraOperation.CREATE_VIDEO, WireFault.answerLost());

      assertThat(
              catchThrowableOfType(
                  SubmissionUncertainException.class, () -> bench.client.submit(VideoBench.seed())))
          .isNotNull();
      assertThat(bench.fake.ledger().requests()).hasSize(1);
    }
  }

  @Test
  void oneKeyIsOneVideoAndViewsAreOneClient() throws Exception {
    try (VideoBench bench = VideoBench.open()) {
      bench.fake.everyJob(VideoScript.byHand());
      SoraClient view =
          bench.client.with(CallOptions.builder().header("X-Team", "red").maxRetries(1).build());
      UUID key = UUID.randomUUID();
      JobHandle<Video> job = view.submit(VideoBench.create(), key);
      job.detach();

      assertThat(bench.client.submit(VideoBench.create(), key)).isSameAs(job);
      assertThat(bench.client.submitAsync(VideoBench.create(), key).get(10, TimeUnit.SECONDS))
          .isSameAs(job);
      assertThat(bench.fake.ledger().createsReceived()).isEqualTo(1);
      assertThat(bench.last(SoraOperation.CREATE_VIDEO).header("X-Team")).isEqualTo("red");
      view.status(job.id().orElseThrow());
      assertThat(bench.last(SoraOperation.READ_VIDEO).header("X-Team")).isEqualTo("red");
    }
  }

  @Test
  void anAccountWithoutCreditsIsToldAndNotAskedAgain() {
    try (VideoBench bench = VideoBench.open()) {
      bench.fake.quota(0);

      assertThat(
              catchThrowableOfType(
                  QuotaExhaustedException.class, () -> bench.client.submit(VideoBench.create())))
          .isNotNull();
      assertThat(bench.fake.ledger().requests()).hasSize(1);
    }
  }

  @Test
  void thePollsAreToldToAListener() throws Exception {
    Queue<ClientEvent> events = new ConcurrentLinkedQueue<>();
    try (VideoBench bench =
        VideoBench.open(
            FakeSoraOptions.builder(),
            SoraOptions.defaults(),
            o -> o.resilience(ResilienceOptions.builder().listener(events::add).build()))) {
      String id = bench.completed(VideoBench.create()).id();
      bench.client.attach(id).await(PATIENCE);
      long end = System.nanoTime() + PATIENCE.toNanos();
      ClientEvent polled = new ClientEvent.Polled("sora", id, "completed");
      while (!events.contains(polled) && System.nanoTime() < end) {
        Thread.onSpinWait();
      }

      assertThat(events).contains(polled);
    }
  }
}
