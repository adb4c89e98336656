package dev.longhaul.sora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoDeleted;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.sora.SoraOptions.Deletion;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.FakeVideo;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cancellation never destroys a finished video, and a deletion says that it does. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VideoCancellationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final SoraOptions STOPS = SoraOptions.builder().deletion(Deletion.STOPS).build();

  @Test
  void withoutAWayToStopAVideoNothingIsSent() throws Exception {
    try (VideoBench bench = VideoBench.open()) {
      JobHandle<Video> job = bench.submitted(VideoBench.create());
      String id = job.id().orElseThrow();
      job.detach();
      int before = bench.fake.ledger().requests().size();

      assertThat(job.cancel()).isEqualTo(new CancelResult.NotSupported<>(id));
      assertThat(bench.client.cancel(id)).isEqualTo(new CancelResult.NotSupported<>(id));
      assertThat(bench.client.cancelAsync("video_9").get())
          .isEqualTo(new CancelResult.NotSupported<>("video_9"));
      assertThat(bench.fake.ledger().requests(SoraOperation.DELETE_VIDEO)).isEmpty();
      assertThat(bench.fake.ledger().requests().size() - before).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(SoraOptions.Dialect.class)
  void whereDeleteStopsAVideoItIsCancelled(SoraOptions.Dialect dialect) throws Exception {
    SoraOptions sora = STOPS.toBuilder().dialect(dialect).build();
    try (VideoBench bench = VideoBench.open(sora)) {
      JobHandle<Video> job =
          bench.submitted(
              dialect == SoraOptions.Dialect.SEED ? VideoBench.seed() : VideoBench.create());
      FakeVideo video = bench.fake.job(job.id().orElseThrow());
      video.inProgress(40);

      assertThat(job.cancel()).isEqualTo(new CancelResult.Accepted<>(video.id()));
      assertThat(job.await(PATIENCE)).isInstanceOf(JobOutcome.Cancelled.class);
      assertThat(video.state()).isEqualTo("cancelled");
    }
  }

  @Test
  void aFinishedVideoIsLeftAloneAndItsResultTold() throws Exception {
    try (VideoBench bench = VideoBench.open(STOPS)) {
      FakeVideo video = bench.completed(VideoBench.create());

      assertThat(bench.client.cancel(video.id()))
          .isInstanceOfSatisfying(
              CancelResult.AlreadyFinished.class,
              done -> assertThat(done.outcome()).isInstanceOf(JobOutcome.Succeeded.class));
      assertThat(bench.fake.ledger().requests(SoraOperation.DELETE_VIDEO)).isEmpty();
      assertThat(video.deleted()).isFalse();
    }
  }

  @Test
  void aRefusalOfTheServerIsToldAsARunningVideo() throws Exception {
    try (VideoBench bench = VideoBench.open(STOPS)) {
      JobHandle<Video> job = bench.submitted(VideoBench.create());
      bench.fake.fault(SoraOperation.DELETE_VIDEO, WireFault.status(409));

      assertThat(job.cancel()).isInstanceOf(CancelResult.StillRunning.class);
      bench.fake.job(job.id().orElseThrow()).completed();
      assertThat(job.await(PATIENCE)).isInstanceOf(JobOutcome.Succeeded.class);
    }
  }

  @Test
  void beforeEachRequestToStopAVideoItIsRead() throws Exception {
    ResilienceOptions quick =
        ResilienceOptions.builder()
            .maxRetries(3)
            .backOff(Duration.ofMillis(10), 1, Duration.ofMillis(10))
            .build();
    FakeSoraOptions.Builder fake =
        FakeSoraOptions.builder().deletion(FakeSoraOptions.Deletion.STOPS);
    try (VideoBench bench = VideoBench.open(fake, STOPS, options -> options.resilience(quick))) {
      JobHandle<Video> job = bench.submitted(VideoBench.create());
      job.detach();
      bench.fake.always(SoraOperation.DELETE_VIDEO, WireFault.status(503));
      catchThrowable(() -> bench.client.cancel(job.id().orElseThrow()));

      List<String> methods =
          bench.fake.ledger().requests().stream().map(ReceivedRequest::method).toList();
      assertThat(methods).contains("DELETE");
      for (int at = methods.indexOf("DELETE"); at < methods.size(); at++) {
        assertThat(methods.subList(at - 1, at + 1)).contains("GET");
      }
    }
  }

  @Test
  void aDeletionIsRepeatedLikeAnyChange() throws Exception {
    ResilienceOptions quick =
        ResilienceOptions.builder()
            .backOff(Duration.ofMillis(10), 1, Duration.ofMillis(10))
            .build();
    try (VideoBench bench =
        VideoBench.open(
            FakeSoraOptions.builder(),
            SoraOptions.defaults(),
            options -> options.resilience(quick))) {
      FakeVideo video = bench.completed(VideoBench.create());
      bench.fake.fault(SoraOperation.DELETE_VIDEO, WireFault.status(503));

      assertThat(bench.client.delete(video.id()).getDeleted()).isTrue();
      assertThat(bench.fake.ledger().requests(SoraOperation.DELETE_VIDEO)).hasSize(2);
    }
  }

  @Test
  void anUnknownVideoIsNone() throws Exception {
    try (VideoBench bench = VideoBench.open(STOPS)) {
      assertThat(bench.client.cancel("video_9")).isEqualTo(new CancelResult.NoSuchJob<>("video_9"));
      assertThat(bench.fake.ledger().requests(SoraOperation.DELETE_VIDEO)).isEmpty();
    }
  }

  @Test
  void aDeletionDestroysAFinishedVideo() throws Exception {
    try (VideoBench bench = VideoBench.open()) {
      FakeVideo first = bench.completed(VideoBench.create());
      FakeVideo second = bench.completed(VideoBench.create());

      VideoDeleted gone = bench.client.delete(first.id());
      assertThat(gone.getId()).isEqualTo(first.id());
      assertThat(gone.getDeleted()).isTrue();
      assertThat(bench.client.deleteAsync(second.id()).get().getDeleted()).isTrue();
      assertThat(first.deleted()).isTrue();
      assertThat(second.deleted()).isTrue();
      assertThat(
              catchThrowableOfType(NotFoundException.class, () -> bench.client.delete("video_9")))
          .isNotNull();
    }
  }

  @Test
  void aDeletionOfARunningVideoIsForTheServerToRefuse() throws Exception {
    try (VideoBench bench = VideoBench.open()) {
      JobHandle<Video> job = bench.submitted(VideoBench.create());
      job.detach();

      assertThat(
              catchThrowableOfType(
                  RefusedException.class, () -> bench.client.delete(job.id().orElseThrow())))
          .isNotNull();
    }
  }

  @Test
  void anEmptyAnswerToADeletionTellsNothingAndIsNoError() throws Exception {
    try (VideoBench bench = VideoBench.open()) {
      bench.fake.fault(SoraOperation.DELETE_VIDEO, WireFault.status(204, Map.of(), ""));

      assertThat(bench.client.delete("video_1")).isEqualTo(new VideoDeleted().id("video_1"));
    }
  }
}
