package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class CancelRuleTest {

  private final VirtualTime time = VirtualTime.create();
  private final FakeFunctionRunner fake =
      FakeFunctionRunner.start(FakeOptions.builder().clock(time).build());
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    http.close();
    fake.close();
  }

  @Test
  void anActiveJobIsCancelledAtOnce() throws IOException {
    FakeJob job = submit(JobScript.slow());
    time.advance(Duration.ofSeconds(30));
    assertThat(job.cancelRequested()).isFalse();

    Http.Answer answer = http.cancel(job.id());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.object().get("task_id").getAsString()).isEqualTo(job.id());
    assertThat(job.state()).isEqualTo("cancelled");
    assertThat(job.cancelRequested()).isTrue();
    assertThat(http.result(job.id()).object().get("execution_time_seconds").getAsDouble())
        .isEqualTo(20);
  }

  @Test
  void aRepeatOfACancelThatWorkedIsNoError() throws IOException {
    FakeJob job = submit(JobScript.slow());
    http.cancel(job.id());

    assertThat(http.cancel(job.id()).status()).isEqualTo(200);
  }

  @Test
  void aCancelMayTakeItsTime() throws IOException {
    FakeJob job = submit(JobScript.slow().toBuilder().cancelTakes(Duration.ofSeconds(5)).build());
    http.cancel(job.id());

    assertThat(job.state()).isEqualTo("queued");
    time.advance(Duration.ofSeconds(4));
    http.cancel(job.id());
    assertThat(job.state()).isEqualTo("queued");
    time.advance(Duration.ofSeconds(1));
    assertThat(job.state()).isEqualTo("cancelled");
  }

  @Test
  void aJobThatEndsBeforeItsCancelKeepsItsEnding() throws IOException {
    FakeJob job = submit(JobScript.quick().toBuilder().cancelTakes(Duration.ofSeconds(5)).build());
    http.cancel(job.id());
    time.advance(Duration.ofSeconds(10));

    assertThat(job.state()).isEqualTo("completed");
    assertThat(http.cancel(job.id()).status()).isEqualTo(409);
  }

  @Test
  void aFinishedJobIsNotCancelled() throws IOException {
    FakeJob job = submit(JobScript.quick());
    time.advance(Duration.ofSeconds(1));

    Http.Answer answer = http.cancel(job.id());

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.errorCode()).isEqualTo("HTTP_409");
    assertThat(job.state()).isEqualTo("completed");
  }

  @Test
  void anUnknownJobIsNotFound() throws IOException {
    assertThat(http.cancel("task-99").status()).isEqualTo(404);
  }

  @Test
  void aServiceMayRefuse() throws IOException {
    FakeJob job = submit(JobScript.slow().toBuilder().refusesCancel().build());

    assertThat(http.cancel(job.id()).errorCode()).isEqualTo("HTTP_400");
    assertThat(job.state()).isEqualTo("queued");
    assertThat(job.cancelRequested()).isTrue();
  }

  @Test
  void aServiceMayAcceptAndGoOn() throws IOException {
    FakeJob job = submit(JobScript.quick().toBuilder().ignoresCancel().build());

    assertThat(http.cancel(job.id()).status()).isEqualTo(200);
    time.advance(Duration.ofSeconds(1));
    assertThat(job.state()).isEqualTo("completed");
  }

  @Test
  void aCancelActsOnAStateSetByHandBeforeIt() throws IOException {
    FakeJob job = submit(JobScript.byHand());
    job.running(50, "work", "half");
    http.cancel(job.id());

    assertThat(job.state()).isEqualTo("cancelled");
  }

  @Test
  void aStateSetByHandAfterACancelHasTheLastWord() throws IOException {
    FakeJob job = submit(JobScript.byHand());
    http.cancel(job.id());
    job.running(50, "work", "still at it");
    assertThat(job.state()).isEqualTo("running");

    http.cancel(job.id());
    assertThat(job.state()).isEqualTo("cancelled");
  }

  @Test
  void anEndingByHandComesBeforeASlowCancel() throws IOException {
    FakeJob job = submit(JobScript.byHand().toBuilder().cancelTakes(Duration.ofSeconds(5)).build());
    http.cancel(job.id());
    job.completed();
    time.advance(Duration.ofSeconds(10));

    assertThat(job.state()).isEqualTo("completed");
  }

  private FakeJob submit(JobScript script) throws IOException {
    fake.nextJob(script);
    return fake.job(http.submit());
  }
}
