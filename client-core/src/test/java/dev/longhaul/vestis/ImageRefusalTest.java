package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.FakeVestisOptions;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the service declines is the error that has its remedy. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImageRefusalTest {
  private VestisBench bench;

  @BeforeEach
  void open() {
    bench =
        VestisBench.open(
            fake -> fake.createsPerMinute(3, FakeVestisOptions.RetryHint.SECONDS),
            VestisOptions.defaults());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void creditsThatDoNotSufficeAreToldInNumbers() {
    bench.fake.credits(1, 4);

    QuotaExhaustedException refused =
        catchThrowableOfType(
            QuotaExhaustedException.class, () -> bench.client.submit(Images.scarf()));

    assertThat(refused.creditsAvailable()).hasValue(1);
    assertThat(refused.creditsRequired()).hasValue(4);
    assertThat(refused.facts().reach()).isEqualTo(CallFacts.Reach.DECLINED);
    assertThat(bench.fake.ledger().creates()).isZero();
  }

  @Test
  void tooManyCreatesAreToldWithTheTimeToWait() throws Exception {
    for (int i = 0; i < 3; i++) {
      bench.submitted().detach();
    }
    RateLimitedException refused =
        catchThrowableOfType(RateLimitedException.class, () -> bench.submitted());

    assertThat(refused.facts().retryAfter()).isPresent();
  }

  @Test
  void fieldsThatTheServiceRefusesAreNamed() {
    bench.fake.fault(
        VestisOperation.CREATE_JOB,
        WireFault.status(
            422,
            Map.of(),
            "{\"error\":{\"prompt\":\"must be provided\",\"modelId\":\"unknown\"}}"));

    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> bench.client.submit(Images.scarf()));

    assertThat(refused.facts().fieldErrors())
        .containsEntry("prompt", "must be provided")
        .containsEntry("modelId", "unknown");
  }

  @Test
  void anUnknownJobIsNotFound() {
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> bench.client.status("999"));
  }

  @Test
  void aMissingJobWhoseTextTellsOfAServerFaultIsAFailureOfTheService() throws Exception {
    JobHandle<JobResult> job = bench.submitted();
    bench.fake.fault(VestisOperation.READ_JOB, FakeVestis.hiddenServerFault());
    bench.fake.fault(VestisOperation.READ_JOB, FakeVestis.hiddenServerFault());
    bench.fake.ledger().await(VestisOperation.READ_JOB, 3);
    bench.fake.job(job.id().orElseThrow()).completed();

    assertThat(job.await(Duration.ofSeconds(20))).isInstanceOf(JobOutcome.Succeeded.class);
    job.detach();
    bench.fake.always(VestisOperation.READ_JOB, FakeVestis.hiddenServerFault());
    assertThatExceptionOfType(ServiceFailedException.class)
        .isThrownBy(() -> bench.client.status(job.id().orElseThrow()));
  }

  @Test
  void aCompletedJobWhoseImageIsLateIsWatchedOn() throws Exception {
    bench.fake.fault(
        VestisOperation.READ_JOB,
        WireFault.status(200, Map.of(), "{\"job_id\":1,\"status\":\"completed\"}"));
    bench.fake.nextJob(ImageScript.builder().build());

    JobHandle<JobResult> job = bench.client.submit(Images.scarf());

    assertThat(job.await(Duration.ofSeconds(20))).isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(bench.fake.ledger().requests(VestisOperation.READ_JOB)).hasSizeGreaterThan(1);
  }

  @Test
  void aDownloadNeedsAnImageAndAFolder(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(refused(() -> bench.client.download(new JobResult(), folder)))
        .hasMessageStartingWith("result names no image_url.");
    assertThat(refused(() -> bench.client.downloadAsync(new JobResult().imageUrl("/x"), file)))
        .hasMessageStartingWith("folder is a file.");
    assertThat(bench.fake.ledger().requests()).isEmpty();
  }

  @Test
  void pagesHaveFrom1To100Rows() {
    assertThat(refused(() -> bench.client.jobs(0)))
        .hasMessage("pageSize is 0, outside 1 to 100. Pass one between them.");
    assertThat(refused(() -> bench.client.generations(101)))
        .hasMessageStartingWith("pageSize is 101, outside 1 to 100.");
  }

  private static InvalidInputException refused(ThrowingCallable call) {
    return catchThrowableOfType(InvalidInputException.class, call);
  }
}
