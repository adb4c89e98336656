package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.DeadlineExceededException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** An API of the caller's own, whose functions are single attempts, gets the same care. */
class OwnServiceTest {
  private final Watching watching = new Watching();
  private final List<ClientEvent> events = new ArrayList<>();

  private JobClient<String, String> client(KeyMode keys) {
    ByHandService service = watching.service;
    JobService<String, String> declared =
        JobService.builder("by-hand", service.whole().submit())
            .read(service.whole().read().orElseThrow())
            .cancel(service.whole().cancel().orElseThrow())
            .keys(keys)
            .build();
    ResilienceOptions resilience = ResilienceOptions.builder().listener(events::add).build();
    return JobClient.open(declared, resilience, watching.options().build());
  }

  private ServiceFailedException failed(Reach reach) {
    CallFacts facts =
        CallFacts.builder("by-hand", "submit").status(500).reach(reach).attempts(1).build();
    return new ServiceFailedException("It failed.", facts, null);
  }

  private CompletableFuture<JobReading<String>> newestSubmission() {
    return watching.service.submissions.get(watching.service.submissions.size() - 1);
  }

  @Test
  void anAmbiguousSubmissionIsRepeatedWhereTheServiceHonoursKeys() {
    try (JobClient<String, String> client = client(KeyMode.REPLAYED)) {
      CompletableFuture<JobHandle<String>> handle = client.submitAsync("a");
      newestSubmission().completeExceptionally(failed(Reach.MAY_HAVE_TAKEN_EFFECT));
      watching.time.advance(Duration.ofSeconds(1));
      newestSubmission().complete(ByHandService.waiting());

      assertThat(handle.join().id()).isPresent();
      assertThat(watching.service.submissions).hasSize(2);
      assertThat(events).hasAtLeastOneElementOfType(ClientEvent.Retrying.class);
    }
  }

  @Test
  void anAmbiguousSubmissionIsUncertainWhereItDoesNot() {
    try (JobClient<String, String> client = client(KeyMode.IGNORED)) {
      CompletableFuture<JobHandle<String>> handle = client.submitAsync("a");
      newestSubmission().completeExceptionally(failed(Reach.MAY_HAVE_TAKEN_EFFECT));

      assertThatThrownBy(handle::join).hasCauseInstanceOf(SubmissionUncertainException.class);
      assertThat(watching.service.submissions).hasSize(1);
    }
  }

  @Test
  void aReadThatFailsIsRepeatedAndTheWatchHearsOfTheResultAlone() {
    try (JobClient<String, String> client = client(KeyMode.IGNORED)) {
      CompletableFuture<JobHandle<String>> submitted = client.submitAsync("a");
      newestSubmission().complete(ByHandService.waiting());
      JobHandle<String> job = submitted.join();
      watching.time.advance(Duration.ofSeconds(1));
      watching.service.read().completeExceptionally(failed(Reach.MAY_HAVE_TAKEN_EFFECT));
      watching.time.advance(Duration.ofSeconds(1));
      watching.service.read().complete(ByHandService.succeeded());

      assertThat(job.outcome()).isCompleted();
      assertThat(events).hasAtLeastOneElementOfType(ClientEvent.Polled.class);
    }
  }

  @Test
  void aFunctionThatNeverEndsIsEndedByTheDeadline() {
    try (JobClient<String, String> client = client(KeyMode.IGNORED)) {
      CompletableFuture<JobHandle<String>> handle = client.submitAsync("a");
      watching.time.advance(Duration.ofMinutes(2));

      assertThatThrownBy(handle::join)
          .cause()
          .isInstanceOf(SubmissionUncertainException.class)
          .hasCauseInstanceOf(DeadlineExceededException.class);
      assertThat(newestSubmission()).isCancelled();
    }
  }

  @Test
  void aWayOfCancellingThatNeedsAReadIsRefusedWithoutOne() {
    ByHandService service = new ByHandService();

    assertThatThrownBy(
            () ->
                service
                    .builder()
                    .cancel(service::cancel, JobService.Cancelling.WHILE_WAITING)
                    .build())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("WHILE_WAITING");
  }

  @Test
  void aMarkThatThrowsFailsTheSubmissionAndNotTheCall() {
    ByHandService service = new ByHandService();
    JobService<String, String> broken =
        service
            .builder()
            .list(cursor -> new CompletableFuture<>())
            .mark(
                request -> {
                  throw new IllegalStateException("broken mark");
                })
            .build();
    try (JobClient<String, String> client = JobClient.open(broken, WatchOptions.defaults())) {
      CompletableFuture<JobHandle<String>> handle = client.submitAsync("a prompt");

      assertThat(handle)
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(IllegalStateException.class);
      assertThat(service.submissions).isEmpty();
    }
  }
}
