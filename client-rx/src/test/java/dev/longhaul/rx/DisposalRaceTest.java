package dev.longhaul.rx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.RefusedException;
import dev.longhaul.job.DetachedException;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.Pages;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Disposing and an answer at the same moment: nothing is lost, and nothing is told twice. */
class DisposalRaceTest {
  private static final int ROUNDS = 1_000;

  private final LateErrors late = new LateErrors();
  private final ByHand hand = new ByHand();
  private final ExecutorService answers = Executors.newSingleThreadExecutor();

  @AfterEach
  void nothingIsLeft() {
    answers.shutdown();
    hand.close();
    late.close();
  }

  @ParameterizedTest
  @EnumSource
  void aJobIsLetGoHoweverCloseTheyAre(OnDispose onDispose) {
    for (int round = 0; round < ROUNDS; round++) {
      CompletableFuture<JobHandle<String>> submission = new CompletableFuture<>();
      JobHandle<String> job = hand.job("job-" + round);
      TestSubscriber<JobEvent> heard =
          RxJobs.submitAndWatch(submission::minimalCompletionStage, onDispose).test();
      atOnce(heard::cancel, () -> submission.complete(job));

      assertThat(job.outcome()).failsWithin(Duration.ZERO);
      assertThat(hand.cancelled).hasSize(onDispose == OnDispose.CANCEL_JOB ? round + 1 : 0);
      heard.assertNoErrors().assertNotComplete();
    }
  }

  @Test
  void anErrorIsToldOnce() {
    for (int round = 0; round < ROUNDS; round++) {
      CompletableFuture<JobHandle<String>> submission = new CompletableFuture<>();
      List<Throwable> errors = new CopyOnWriteArrayList<>();
      Disposable stream =
          RxJobs.submitAndWatch(submission::minimalCompletionStage)
              .subscribe(event -> {}, errors::add);
      atOnce(stream::dispose, () -> submission.completeExceptionally(ByHand.refused()));
      errors.addAll(late.take());

      assertThat(errors).singleElement().isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void theErrorOfAPageIsToldOnceOrItsRequestIsGone() {
    for (int round = 0; round < ROUNDS; round++) {
      CompletableFuture<Optional<List<String>>> page = new CompletableFuture<>();
      Pages<String> pages = () -> page;
      List<Throwable> errors = new CopyOnWriteArrayList<>();
      Disposable stream = RxJobs.items(() -> pages).subscribe(item -> {}, errors::add);
      atOnce(stream::dispose, () -> page.completeExceptionally(ByHand.refused()));
      errors.addAll(late.take());

      assertThat(errors).hasSize(page.isCancelled() ? 0 : 1);
    }
  }

  @Test
  void anEndingAndADetachmentEndTheStreamOnce() {
    for (int round = 0; round < ROUNDS; round++) {
      JobHandle<String> job = hand.job("job-" + round);
      TestSubscriber<String> heard =
          RxJobs.submitForResult(() -> CompletableFuture.completedFuture(job)).toFlowable().test();
      hand.says("job-" + round, ByHand.succeeded("job-" + round));
      atOnce(job::detach, hand::passes);

      if (heard.values().isEmpty()) {
        heard.assertFailure(DetachedException.class);
      } else {
        heard.assertResult("picture of job-" + round);
      }
    }
  }

  private void atOnce(Runnable here, Runnable there) {
    CyclicBarrier both = new CyclicBarrier(2);
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> meetAndRun(both, there), answers);
    meetAndRun(both, here);
    other.join();
  }

  private static void meetAndRun(CyclicBarrier both, Runnable action) {
    try {
      both.await();
    } catch (Exception broken) {
      throw new CompletionException(broken);
    }
    action.run();
  }
}
