package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.ClientClosedException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A job that the service accepted in another way than by a submission of its own. */
class AcceptedElsewhereTest {
  private static final UUID KEY = UUID.randomUUID();

  @Test
  void isWatchedFromWhatTheServiceSaidOfIt() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.client.watch(ByHandService.running(40), KEY);

      assertThat(job.key()).isEqualTo(KEY);
      assertThat(job.id()).contains(ByHandService.ID);
      assertThat(job.snapshot().percent()).hasValue(40);
      assertThat(watching.service.reads).isEmpty();
      watching.reads(ByHandService.succeeded());
      assertThat(job.outcome().join().resultOrThrow()).isEqualTo("picture");
    }
  }

  @Test
  void isNotReadOnceItIsKnownToHaveEnded() {
    try (Watching watching = new Watching()) {
      JobHandle<String> job = watching.client.watch(ByHandService.failed(), KEY);

      assertThat(job.outcome().join()).isInstanceOf(JobOutcome.Failed.class);
      assertThat(watching.time.pending()).isZero();
      assertThat(watching.service.reads).isEmpty();
    }
  }

  @Test
  void isNotWatchedByAClientThatIsClosed() {
    Watching watching = new Watching();
    watching.close();
    JobHandle<String> job = watching.client.watch(ByHandService.waiting(), KEY);

    assertThat(job.id()).contains(ByHandService.ID);
    assertThat(job.outcome())
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(ClientClosedException.class);
    assertThat(watching.service.reads).isEmpty();
  }
}
