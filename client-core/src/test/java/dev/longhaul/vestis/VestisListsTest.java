package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.generated.vestis.model.Generation;
import dev.longhaul.generated.vestis.model.Job;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.generated.vestis.model.JobType;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.Pages;
import dev.longhaul.testkit.FakeVestisOptions;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service lists is read whole, and what was lost is looked for in it. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VestisListsTest {
  private static final VestisOptions ONLY_WRITER = VestisOptions.builder().onlyWriter().build();

  /** The clock of the service. */
  private volatile Instant now = Instant.parse("2026-03-02T09:15:00Z");

  private void fill(VestisBench bench, int jobs) {
    for (int i = 0; i < jobs; i++) {
      now = now.plusSeconds(1);
      bench.fake.madeElsewhere(JobType.CHAT, ImageScript.builder().build());
    }
  }

  private static <T> List<T> all(Pages<T> pages) throws InterruptedException {
    List<T> all = new ArrayList<>();
    for (Optional<List<T>> page = pages.next(); page.isPresent(); page = pages.next()) {
      all.addAll(page.get());
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 11, 30})
  void everyJobIsListedOnce(int count) throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      fill(bench, count);

      assertThat(all(bench.client.jobs(10)))
          .extracting(job -> job.getJobId().getAsString())
          .containsExactlyElementsOf(
              IntStream.iterate(count, id -> id - 1)
                  .limit(count)
                  .mapToObj(String::valueOf)
                  .toList());
      assertThat(bench.fake.ledger().requests(VestisOperation.LIST_JOBS))
          .hasSize(Math.max(1, (count + 9) / 10));
    }
  }

  @Test
  void jobsThatAreMadeMeanwhileComeOnceAndPushNoneOut() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      fill(bench, 25);
      Pages<Job> pages = bench.client.jobs(10);
      List<Job> seen = new ArrayList<>(pages.next().orElseThrow());
      fill(bench, 3);
      seen.addAll(all(pages));

      assertThat(seen).extracting(job -> job.getJobId().getAsInt()).doesNotHaveDuplicates();
      assertThat(seen).hasSize(25);
    }
  }

  @Test
  void jobsThatGoMeanwhileHideNone() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      fill(bench, 25);
      String waiting = bench.submitted().id().orElseThrow();
      Pages<Job> pages = bench.client.jobs(10);
      List<Job> seen = new ArrayList<>(pages.next().orElseThrow());
      bench.client.cancel(waiting);
      seen.addAll(all(pages));

      assertThat(seen).extracting(job -> job.getJobId().getAsInt()).doesNotHaveDuplicates();
      assertThat(seen).hasSize(26);
    }
  }

  @Test
  void aPageThatFailsIsAskedForAgain() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      fill(bench, 15);
      Pages<Job> pages = bench.client.jobs(10);
      pages.next();
      bench.fake.fault(VestisOperation.LIST_JOBS, WireFault.status(500));
      CompletableFuture<Optional<List<Job>>> failed = pages.nextAsync();
      CompletableFuture<Optional<List<Job>>> next = pages.nextAsync();

      assertThat(next.get(10, TimeUnit.SECONDS).orElseThrow()).hasSize(5);
      assertThat(failed).isCompletedExceptionally();
    }
  }

  @Test
  void theHistoryIsListedReadAndCleared() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      fill(bench, 12);
      List<Generation> images = all(bench.client.generations(5));
      assertThat(images).hasSize(12);
      String first = String.valueOf(images.get(0).getId());

      assertThat(bench.client.generation(first)).isEqualTo(images.get(0));
      assertThat(bench.client.generationAsync(first).get(10, TimeUnit.SECONDS).getImageUrl())
          .isNotBlank();
      bench.client.deleteGeneration(first);
      String second = String.valueOf(images.get(1).getId());
      bench.client.deleteGenerationAsync(second).get(10, TimeUnit.SECONDS);

      assertThat(all(bench.client.generations(5))).hasSize(10);
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> bench.client.generation(first));
    }
  }

  @Test
  void aListMayBeBareAndItsMetadataMissingOrInCamelCase() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      String jobs = "[{\"jobId\":2,\"status\":\"pending\"},{\"jobId\":1,\"status\":\"odd\"}]";
      for (String answer :
          List.of(
              jobs,
              "{\"jobs\":" + jobs + "}",
              "{\"jobs\":" + jobs + ",\"metadata\":{}}",
              "{\"jobs\":" + jobs + ",\"metadata\":{\"totalRecords\":2,\"pageSize\":9}}")) {
        bench.fake.fault(VestisOperation.LIST_JOBS, WireFault.status(200, Map.of(), answer));
        assertThat(bench.client.jobs(9).next().orElseThrow())
            .extracting(job -> job.getJobId().getAsString())
            .containsExactly("2", "1");
      }
    }
  }

  private static Stream<UnaryOperator<FakeVestisOptions.Builder>> orders() {
    return Stream.of(fake -> fake, FakeVestisOptions.Builder::oldestFirst);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void aLostSubmissionIsFoundAmongManyJobsInWhateverOrder(
      UnaryOperator<FakeVestisOptions.Builder> order) throws Exception {
    try (VestisBench bench =
        VestisBench.open(it -> order.apply(it).clock(() -> now), ONLY_WRITER)) {
      fill(bench, 250);
      now = now.plusSeconds(60);
      bench.fake.everyJob(ImageScript.byHand());
      bench.fake.fault(VestisOperation.CREATE_JOB, WireFault.answerLost());

      JobHandle<JobResult> job = bench.client.submit(ImageRequest.mannequin(Images.mannequin()));

      assertThat(job.id()).hasValue("251");
      assertThat(bench.fake.ledger().creates()).isEqualTo(1);
    }
  }

  @Test
  void aListWithTheOldestFirstIsReadFromItsEnd() throws Exception {
    try (VestisBench bench =
        VestisBench.open(it -> it.oldestFirst().clock(() -> now), ONLY_WRITER)) {
      fill(bench, 150);
      now = now.plusSeconds(60);
      fill(bench, 60);
      bench.fake.fault(VestisOperation.CREATE_JOB, WireFault.answerLost());
      bench.client.submit(ImageRequest.mannequin(Images.mannequin())).detach();

      assertThat(bench.fake.ledger().requests(VestisOperation.LIST_JOBS))
          .extracting(ReceivedRequest::path)
          .startsWith("/api/v1/jobs?page=1&page_size=100", "/api/v1/jobs?page=3&page_size=100");
    }
  }

  @Test
  void withOtherWritersALostSubmissionIsUncertainAndTheCandidatesAreNamed() throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      bench.fake.everyJob(ImageScript.byHand());
      bench.fake.fault(VestisOperation.CREATE_JOB, WireFault.answerLost());

      SubmissionUncertainException uncertain =
          VestisBench.failure(
              SubmissionUncertainException.class, bench.client.submitAsync(Images.scarf()));

      assertThat(uncertain.candidates())
          .extracting(SubmissionUncertainException.Candidate::id)
          .containsExactly("1");
    }
  }

  private static ImageRequest legacy() {
    JsonObject body = new JsonObject();
    body.addProperty("style", "studio");
    return ImageRequest.legacy(body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "studio", "chat"})
  void aLegacySubmissionMayHaveMadeAJobOfAnyKind(String kind) throws Exception {
    try (VestisBench anybody = VestisBench.open();
        VestisBench alone = VestisBench.open(fake -> fake, ONLY_WRITER)) {
      for (VestisBench bench : List.of(anybody, alone)) {
        bench.fake.fault(VestisOperation.CREATE_JOB, WireFault.status(500));
        bench.fake.madeElsewhere(JobType.of(kind), ImageScript.byHand()); // stands for ours
      }

      SubmissionUncertainException uncertain =
          VestisBench.failure(
              SubmissionUncertainException.class, anybody.client.submitAsync(legacy()));

      assertThat(uncertain.candidates())
          .extracting(SubmissionUncertainException.Candidate::id)
          .containsExactly("1");
      assertThat(alone.client.submit(legacy()).id()).hasValue("1");
    }
  }

  @Test
  void whileALegacySubmissionIsInDoubtNoJobIsTakenForThatOfAnother() throws Exception {
    try (VestisBench bench = VestisBench.open(fake -> fake, ONLY_WRITER)) {
      bench.fake.everyJob(ImageScript.byHand());
      bench.fake.fault(VestisOperation.CREATE_JOB, WireFault.status(500));
      VestisBench.failure(SubmissionUncertainException.class, bench.client.submitAsync(legacy()));
      bench.fake.fault(VestisOperation.CREATE_JOB, WireFault.answerLost());

      SubmissionUncertainException uncertain =
          VestisBench.failure(
              SubmissionUncertainException.class, bench.client.submitAsync(Images.scarf()));

      assertThat(uncertain.candidates())
          .extracting(SubmissionUncertainException.Candidate::id)
          .containsExactly("1");
    }
  }
}
