package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class ImageCancelTest {

  private FakeVestis fake;
  private ImageCalls calls;

  @BeforeEach
  void open(FakeVestis fake) {
    this.fake = fake;
    this.calls = new ImageCalls(fake);
    fake.everyJob(ImageScript.byHand());
  }

  @AfterEach
  void close() {
    calls.close();
  }

  @Test
  void aPendingJobIsCancelledAndGone() throws IOException {
    String id = calls.submit();

    Http.Answer cancelled = calls.cancel(id);

    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.object().toString()).isEqualTo("{\"message\":\"Job cancelled\"}");
    assertThat(calls.http().get("/jobs/" + id).status()).isEqualTo(404);
    assertThat(calls.cancel(id).status()).isEqualTo(404);
    assertThat(calls.ids("")).isEmpty();
    assertThat(fake.job(id).state()).isEqualTo("cancelled");
    assertThat(fake.job(id).cancelRequested()).isTrue();
  }

  @Test
  void aCancelledJobMayStayInSight() throws IOException {
    try (FakeVestis keeping =
            FakeVestis.start(FakeVestisOptions.builder().keepsCancelledJobs().build());
        ImageCalls others = new ImageCalls(keeping)) {
      keeping.everyJob(ImageScript.byHand());
      String id = others.submit();

      assertThat(others.cancel(id).status()).isEqualTo(200);
      assertThat(others.state(id)).isEqualTo("cancelled");
      assertThat(others.job(id).keySet()).contains("completed_at");
      assertThat(others.ids("")).isEqualTo(id);
      assertThat(others.cancel(id).status()).isEqualTo(409);
    }
  }

  @Test
  void aJobAtWorkGoesOn() throws IOException {
    String id = calls.submit();
    fake.job(id).processing(1);

    Http.Answer refused = calls.cancel(id);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(ImageCalls.error(refused)).isEqualTo("only pending jobs can be cancelled");
    assertThat(calls.state(id)).isEqualTo("processing");
    assertThat(fake.job(id).cancelRequested()).isTrue();
  }

  @Test
  void aJobThatEndedKeepsItsEnding() throws IOException {
    String good = calls.submit();
    String bad = calls.submit();
    fake.job(good).completed();
    fake.job(bad).failed("no");

    assertThat(calls.cancel(good).status()).isEqualTo(409);
    assertThat(calls.cancel(bad).status()).isEqualTo(409);
    assertThat(calls.state(good)).isEqualTo("completed");
    assertThat(calls.state(bad)).isEqualTo("failed");
  }

  @Test
  void aJobThatWaitsForItsNextTryCanBeCancelled() throws IOException {
    String id = calls.submit();
    fake.job(id).processing(1);
    fake.job(id).pending();

    assertThat(calls.cancel(id).status()).isEqualTo(200);
  }

  @Test
  void anUnknownJobIsNotFound() throws IOException {
    Http.Answer answer = calls.cancel("99");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(ImageCalls.error(answer)).isEqualTo("the requested resource could not be found");
  }
}
