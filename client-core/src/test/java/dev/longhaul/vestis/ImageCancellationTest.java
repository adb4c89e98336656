package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.generated.vestis.model.JobType;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.FakeVestisOptions;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only a job that waits can be stopped; for another nothing is sent. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImageCancellationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static Stream<UnaryOperator<FakeVestisOptions.Builder>> servers() {
    return Stream.of(fake -> fake, FakeVestisOptions.Builder::keepsCancelledJobs);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aWaitingJobIsCancelledWhetherItIsGoneThenOrNot(
      UnaryOperator<FakeVestisOptions.Builder> server) throws Exception {
    try (VestisBench bench = VestisBench.open(server, VestisOptions.defaults())) {
      JobHandle<JobResult> job = bench.submitted();
      String id = job.id().orElseThrow();

      assertThat(job.cancel()).isEqualTo(new CancelResult.Accepted<>(id));

      assertThat(job.await(PATIENCE)).isEqualTo(new JobOutcome.Cancelled<>(id));
      assertThat(bench.fake.ledger().requests(VestisOperation.CANCEL_JOB)).hasSize(1);
    }
  }

  @Test
  void aRunningJobGoesOnAndNothingIsSent() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      JobHandle<JobResult> job = bench.submitted();
      bench.fake.job(job.id().orElseThrow()).processing(1);

      assertThat(job.cancel()).isInstanceOf(CancelResult.StillRunning.class);
      assertThat(bench.client.cancelAsync(job.id().orElseThrow()).get(10, TimeUnit.SECONDS))
          .isInstanceOf(CancelResult.StillRunning.class);

      assertThat(bench.fake.job(job.id().orElseThrow()).cancelRequested()).isFalse();
    }
  }

  @Test
  void aFinishedJobTellsHowItEnded() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      String id = bench.submitted().id().orElseThrow();
      bench.fake.job(id).completed();

      CancelResult<JobResult> result = bench.client.cancel(id);

      assertThat(result).isInstanceOf(CancelResult.AlreadyFinished.class);
      assertThat(((CancelResult.AlreadyFinished<JobResult>) result).outcome())
          .isInstanceOf(JobOutcome.Succeeded.class);
      assertThat(bench.fake.job(id).cancelRequested()).isFalse();
    }
  }

  @Test
  void anUnknownJobIsNone() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      assertThat(bench.client.cancel("999")).isEqualTo(new CancelResult.NoSuchJob<>("999"));
    }
  }

  @Test
  void aJobThatStartsInBetweenIsFoundRunning() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      String id = bench.submitted().id().orElseThrow();
      bench.fake.fault(
          VestisOperation.CANCEL_JOB,
          WireFault.status(409, Map.of(), "{\"error\":\"only pending jobs can be cancelled\"}"));

      assertThat(bench.client.cancel(id)).isInstanceOf(CancelResult.StillRunning.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void theJobIsReadAgainBeforeItIsAskedAgainToStop(int retries) throws Exception {
    try (VestisBench bench = VestisBench.open();
        VestisClient client =
            VestisClient.open(
                VestisBench.options(bench.fake.baseUrl())
                    .resilience(ResilienceOptions.defaults())
                    .build())) {
      String id = bench.fake.madeElsewhere(JobType.CHAT, ImageScript.byHand()).id();
      bench.fake.fault(VestisOperation.CANCEL_JOB, WireFault.status(503));

      client.with(CallOptions.builder().maxRetries(retries).build()).cancel(id);

      assertThat(bench.fake.ledger().requests())
          .extracting(sent -> String.valueOf(sent.operation()))
          .containsExactly("READ_JOB", "CANCEL_JOB", "READ_JOB", "CANCEL_JOB");
    }
  }

  @Test
  void aCancellationIsSentOnceWhereNothingIsToBeRepeated() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      String id = bench.fake.madeElsewhere(JobType.CHAT, ImageScript.byHand()).id();
      bench.fake.fault(VestisOperation.CANCEL_JOB, WireFault.status(503));

      bench.client.with(CallOptions.builder().maxRetries(0).build()).cancel(id);

      assertThat(bench.fake.ledger().requests(VestisOperation.CANCEL_JOB)).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void whatAnAnswerThatWasLostSaidIsReadFromTheJob(UnaryOperator<FakeVestisOptions.Builder> server)
      throws Exception {
    try (VestisBench bench = VestisBench.open(server, VestisOptions.defaults())) {
      JobHandle<JobResult> job =
          bench
              .client
              .with(CallOptions.builder().maxRetries(1).build())
              .attach(bench.submitted().id().orElseThrow());
      bench.fake.fault(VestisOperation.CANCEL_JOB, WireFault.answerLost());

      CancelResult<JobResult> result = job.cancel();

      assertThat(result)
          .isInstanceOfAny(CancelResult.Accepted.class, CancelResult.AlreadyFinished.class);
      assertThat(job.await(PATIENCE)).isInstanceOf(JobOutcome.Cancelled.class);
      assertThat(bench.fake.ledger().requests(VestisOperation.CANCEL_JOB)).hasSize(1);
    }
  }

  @Test
  void anAnswerThatIsLostIsNeitherYesNorNoWhileTheJobCannotBeRead() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      String id = bench.fake.madeElsewhere(JobType.CHAT, ImageScript.byHand()).id();
      bench.fake.fault(VestisOperation.READ_JOB, WireFault.delay(Duration.ofMillis(1)));
      bench.fake.fault(VestisOperation.CANCEL_JOB, WireFault.answerLost());
      bench.fake.always(VestisOperation.READ_JOB, WireFault.status(500));

      assertThat(bench.client.cancel(id)).isInstanceOf(CancelResult.AnswerLost.class);

      assertThat(bench.fake.job(id).cancelRequested()).isTrue();
      assertThat(bench.fake.ledger().requests(VestisOperation.CANCEL_JOB)).hasSize(1);
    }
  }
}
