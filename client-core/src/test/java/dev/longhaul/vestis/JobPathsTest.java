package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.VestisOperation;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An id is one segment of the path, whatever it holds and wherever that path leads. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JobPathsTest {
  private static final VestisOptions FEATURES =
      VestisOptions.builder().statusPath("{feature}/status/{id}").build();

  @ParameterizedTest
  @CsvSource({
    "123, 123",
    "a b, a%20b",
    "100%, 100%25",
    "%2e%2e, %252e%252e",
    "../../secrets, ..%2F..%2Fsecrets",
    "/, %2F",
    "a?b=c, a%3Fb=c",
    "a#b, a%23b",
    "{feature}, %7Bfeature%7D",
    "..., ...",
    "é日🐈, %C3%A9%E6%97%A5%F0%9F%90%88"
  })
  void everyCallKeepsTheIdInOneSegment(String id, String segment) throws Exception {
    for (VestisOptions options : List.of(VestisOptions.defaults(), FEATURES)) {
      try (VestisBench bench = VestisBench.open(fake -> fake.jobIds(number -> id), options)) {
        bench.fake.nextJob(ImageScript.byHand());
        JobHandle<JobResult> job = bench.client.submit(ImageRequest.flatlay(Images.flatlay()));

        assertThat(job.id()).contains(id);
        assertThat(bench.client.status(id, ImageKind.FLATLAY).getJobId().getAsString())
            .isEqualTo(id);
        assertThat(job.cancel()).isEqualTo(new CancelResult.Accepted<>(id));
        assertThat(bench.fake.ledger().requests(VestisOperation.CANCEL_JOB))
            .extracting(ReceivedRequest::path)
            .containsOnly("/api/v1/jobs/" + segment);
        assertThat(bench.fake.ledger().requests(VestisOperation.READ_JOB))
            .extracting(ReceivedRequest::path)
            .allMatch(("/api/v1/jobs/" + segment)::equals);
        assertThat(bench.fake.ledger().requests(VestisOperation.READ_FEATURE_STATUS))
            .extracting(ReceivedRequest::path)
            .allMatch(("/api/v1/flatlay/status/" + segment)::equals);
        assertThat(bench.fake.ledger().requests(VestisOperation.UNKNOWN)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", "..", "a\nb", "\ud800"})
  void anIdThatCannotBeOneSegmentIsRefused(String id) throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      List<ThrowingCallable> calls =
          List.of(
              () -> bench.client.status(id),
              () -> bench.client.statusAsync(id),
              () -> bench.client.attach(id),
              () -> bench.client.attach(id, ImageKind.CHAT),
              () -> bench.client.cancel(id),
              () -> bench.client.cancelAsync(id),
              () -> bench.client.generation(id),
              () -> bench.client.deleteGenerationAsync(id));
      for (ThrowingCallable call : calls) {
        assertThat(refused(call).field()).isEqualTo("id");
      }
      assertThat(bench.fake.ledger().requests()).isEmpty();
    }
  }

  @Test
  void aTooLongIdIsRefused() {
    try (VestisBench bench = VestisBench.open()) {
      assertThat(refused(() -> bench.client.status("x".repeat(513))))
          .hasMessageStartingWith("id has 513 characters, above the limit of 512.");
    }
  }

  @Test
  void aPathWithTheFeatureNeedsTheKind() {
    try (VestisBench bench = VestisBench.open(fake -> fake, FEATURES)) {
      String problem = "kind is missing, and the status path holds {feature}. Call ";
      assertThat(refused(() -> bench.client.status("1"))).hasMessage(problem + "status(id, kind).");
      assertThat(refused(() -> bench.client.statusAsync("1")))
          .hasMessage(problem + "status(id, kind).");
      assertThat(refused(() -> bench.client.attach("1"))).hasMessage(problem + "attach(id, kind).");
      assertThat(refused(() -> bench.client.cancel("1")))
          .hasMessage(problem + "attach(id, kind) and cancel the handle.");
      assertThat(bench.fake.ledger().requests()).isEmpty();
    }
  }

  @Test
  void kindsThatTheRouteOfTheFeaturesDoesNotKnowAreReadAsJobs() throws Exception {
    try (VestisBench bench = VestisBench.open(fake -> fake, FEATURES)) {
      String id = bench.submitted().id().orElseThrow();

      assertThat(bench.client.status(id, ImageKind.CHAT).getJobId().getAsString()).isEqualTo(id);
      assertThat(bench.fake.ledger().requests(VestisOperation.READ_FEATURE_STATUS)).isEmpty();
    }
  }

  private static InvalidInputException refused(ThrowingCallable call) {
    return catchThrowableOfType(InvalidInputException.class, call);
  }
}
