package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.EventRecorder;
import dev.longhaul.testkit.LeakCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Closing is complete. */
@ExtendWith(LeakCheck.class)
class ClosingTest {
  @Test
  void everyPendingThingEndsWithAClearError() {
    Watching watching = new Watching();
    JobHandle<String> job = watching.submitted();
    CompletableFuture<JobOutcome<String>> outcome = job.outcome();
    CompletableFuture<JobHandle<String>> submission = watching.client.submitAsync("prompt");
    CompletableFuture<CancelResult<String>> cancel = job.cancelAsync();
    EventRecorder<JobEvent> events = EventRecorder.create();
    job.listen(events::accept);
    watching.time.runNext();
    watching.close();

    assertThat(error(outcome)).isInstanceOf(ClientClosedException.class);
    assertThat(((ClientClosedException) error(outcome)).facts().jobId()).hasValue(ByHandService.ID);
    assertThat(error(submission))
        .isInstanceOf(SubmissionUncertainException.class)
        .hasCauseInstanceOf(ClientClosedException.class);
    assertThat(error(cancel)).isInstanceOf(ClientClosedException.class);
    assertThat(watching.service.read()).isCancelled();
    assertThat(watching.service.submissions.get(1)).isCancelled();
    assertThat(watching.time.pending()).isZero();
    assertThat(watching.time.isShutdown()).isFalse();
    events.next(JobEvent.Joined.class);
    events.next(JobEvent.WatchStopped.class);
    events.close();
  }

  @Test
  void anAcceptanceThatComesAfterTheCloseStillTellsTheId() {
    Watching watching = new Watching();
    CompletableFuture<JobReading<String>> late = new CompletableFuture<>();
    JobService<String, String> stubborn =
        JobService.<String, String>builder("stubborn", (request, key) -> late.copy()).build();
    JobClient<String, String> client = JobClient.open(stubborn, watching.options().build());
    CompletableFuture<JobHandle<String>> submission = client.submitAsync("prompt");
    client.close();
    late.complete(ByHandService.waiting());

    assertThat(error(submission)).isInstanceOf(SubmissionUncertainException.class);
    watching.close();
  }

  @Test
  void aClosedClientRefusesNewWork() {
    Watching watching = new Watching();
    watching.close();
    watching.close();

    assertThat(error(watching.client.submitAsync("prompt")))
        .isInstanceOf(ClientClosedException.class);
    assertThatThrownBy(() -> watching.client.attach("x")).isInstanceOf(ClientClosedException.class);
    assertThatThrownBy(() -> watching.client.cancel("x")).isInstanceOf(ClientClosedException.class);
    assertThat(watching.service.submissions).isEmpty();
  }

  @Test
  void ownThreadsAreGoneEvenWhenAListenerBlocks() throws Exception {
    ByHandService service = new ByHandService();
    JobClient<String, String> client = JobClient.open(service.whole(), WatchOptions.defaults());
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CompletableFuture<Boolean> began = new CompletableFuture<>();
    client
        .attach("x")
        .listen(
            event -> {
              began.complete(true);
              try {
                Thread.sleep(Duration.ofHours(1).toMillis());
              } catch (InterruptedException expected) {
                interrupted.complete(true);
              }
            });
    began.get();
    client.close();

    assertThat(interrupted.get()).isTrue();
  }

  @Test
  void everyOutcomeFutureEndsEvenWhenListenersTakeAllThreads() throws Exception {
    ByHandService service = new ByHandService();
    JobClient<String, String> client = JobClient.open(service.whole(), WatchOptions.defaults());
    CountDownLatch blocking = new CountDownLatch(64);
    List<CompletableFuture<JobOutcome<String>>> outcomes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      JobHandle<String> job = client.attach("job-" + i);
      outcomes.add(job.outcome());
      job.listen(
          event -> {
            blocking.countDown();
            try {
              Thread.sleep(Duration.ofHours(1).toMillis());
            } catch (InterruptedException expected) {
              Thread.currentThread().interrupt();
            }
          });
    }
    assertThat(blocking.await(5, TimeUnit.SECONDS)).isTrue();
    client.close();

    assertThat(outcomes)
        .allSatisfy(o -> assertThat(error(o)).isInstanceOf(ClientClosedException.class));
  }

  @Test
  void aCallbackThatClosesIsNotInterruptedAndNothingIsLost() throws Exception {
    ByHandService service = new ByHandService();
    JobClient<String, String> client = JobClient.open(service.whole(), WatchOptions.defaults());
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CompletableFuture<JobOutcome<String>> other = client.attach("other").outcome();
    client
        .attach("x")
        .listen(
            event -> {
              client.close();
              interrupted.complete(Thread.currentThread().isInterrupted());
            });

    assertThat(interrupted.get()).isFalse();
    assertThat(error(other)).isInstanceOf(ClientClosedException.class);
  }

  private static Throwable error(CompletableFuture<?> future) {
    return future.handle((value, e) -> e).join();
  }
}
