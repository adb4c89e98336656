package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.QueueFullException;
import dev.longhaul.job.Pages;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One page is fetched at a time, and none is lost to a failure or a cancellation. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PagesInTurnTest {
  private final List<Integer> asked = new ArrayList<>();
  private final List<CompletableFuture<NumberedPage<String>>> answers = new ArrayList<>();
  private final Pages<String> pages =
      new NumberedPages<>(
          number -> {
            asked.add(number);
            answers.add(new CompletableFuture<>());
            return answers.get(answers.size() - 1);
          },
          row -> row,
          Runnable::run);

  private void answer(int request, String row) {
    answers.get(request).complete(NumberedPage.of(List.of(row), asked.get(request), 1, 3L, null));
  }

  @Test
  void callsMadeAtOnceGetThePagesOneAfterTheOther() {
    CompletableFuture<Optional<List<String>>> first = pages.nextAsync();
    CompletableFuture<Optional<List<String>>> second = pages.nextAsync();
    CompletableFuture<Optional<List<String>>> third = pages.nextAsync();
    CompletableFuture<Optional<List<String>>> fourth = pages.nextAsync();
    assertThat(asked).containsExactly(1);
    answer(0, "a");
    assertThat(first.join()).contains(List.of("a"));
    assertThat(second).isNotDone();
    answer(1, "b");
    answer(2, "c");

    assertThat(second.join()).contains(List.of("b"));
    assertThat(third.join()).contains(List.of("c"));
    assertThat(fourth.join()).isEmpty();
    assertThat(asked).containsExactly(1, 2, 3);
  }

  @Test
  void aFailedPageIsAskedForAgain() {
    CompletableFuture<Optional<List<String>>> failed = pages.nextAsync();
    answers.get(0).completeExceptionally(new CompletionException(new IllegalStateException("x")));
    CompletableFuture<Optional<List<String>>> again = pages.nextAsync();
    answer(1, "a");

    assertThatThrownBy(failed::join).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(again.join()).contains(List.of("a"));
    assertThat(asked).containsExactly(1, 1);
  }

  @Test
  void cancellingEndsTheRequestAndTheNextCallAsksForTheSamePage() {
    CompletableFuture<Optional<List<String>>> cancelled = pages.nextAsync();
    CompletableFuture<Optional<List<String>>> waiting = pages.nextAsync();

    assertThat(cancelled.cancel(true)).isTrue();

    assertThat(answers.get(0)).isCancelled();
    answer(1, "a");
    assertThat(waiting.join()).contains(List.of("a"));
    assertThat(asked).containsExactly(1, 1);
  }

  @Test
  void cancellingACallInLineTakesNoPage() {
    CompletableFuture<Optional<List<String>>> first = pages.nextAsync();
    CompletableFuture<Optional<List<String>>> cancelled = pages.nextAsync();
    CompletableFuture<Optional<List<String>>> third = pages.nextAsync();
    cancelled.cancel(false);
    answer(0, "a");
    answer(1, "b");

    assertThat(first.join()).contains(List.of("a"));
    assertThat(third.join()).contains(List.of("b"));
    assertThat(cancelled).isCancelled();
    assertThat(asked).containsExactly(1, 2);
  }

  @Test
  void aPageThatWasGivenCannotBeCancelled() {
    CompletableFuture<Optional<List<String>>> first = pages.nextAsync();
    answer(0, "a");

    assertThat(first.cancel(true)).isFalse();
    assertThat(first.join()).contains(List.of("a"));
  }

  @Test
  void codeThatHangsOnAPageMayWaitForTheNext() throws Exception {
    CompletableFuture<List<String>> both =
        pages
            .nextAsync()
            .thenApply(
                page -> {
                  CompletableFuture<Optional<List<String>>> next = pages.nextAsync();
                  answer(1, "b");
                  return List.of(page.orElseThrow().get(0), next.join().orElseThrow().get(0));
                });
    answer(0, "a");

    assertThat(both.get(10, TimeUnit.SECONDS)).containsExactly("a", "b");
  }

  @Test
  void cancellingAtAnyMomentLosesNoPage() throws Exception {
    for (int round = 0; round < 500; round++) {
      int answered = answers.size();
      CompletableFuture<Optional<List<String>>> cancelled = pages.nextAsync();
      Thread canceller = new Thread(() -> cancelled.cancel(true));
      canceller.start();
      answers
          .get(answered)
          .complete(NumberedPage.of(List.of("row " + round), asked.get(answered), 1, 1_000L, null));
      canceller.join();
      int numberOfNext = asked.get(answered) + (cancelled.isCancelled() ? 0 : 1);
      CompletableFuture<Optional<List<String>>> next = pages.nextAsync();
      assertThat(asked.get(asked.size() - 1)).isEqualTo(numberOfNext);
      next.cancel(true);
    }
  }

  @Test
  void theLineHoldsSixtyFourCallsAndAllOfThemAreAnswered() {
    List<CompletableFuture<Optional<List<String>>>> line = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      line.add(pages.nextAsync());
    }
    CompletableFuture<Optional<List<String>>> oneTooMany = pages.nextAsync();

    answer(0, "a");
    answer(1, "b");
    answer(2, "c");

    assertThat(oneTooMany)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(QueueFullException.class);
    assertThat(line).allMatch(CompletableFuture::isDone);
    assertThat(pages.nextAsync().getNow(null)).isEmpty();
  }

  @Test
  void aPageThatIsCancelledBeforeItsCallersExecutorRunsComesAgain() {
    Queue<Runnable> executor = new ArrayDeque<>();
    CompletableFuture<NumberedPage<String>> answer =
        CompletableFuture.completedFuture(NumberedPage.of(List.of("a"), 1, 1, 1L, null));
    Pages<String> later = new NumberedPages<>(number -> answer, row -> row, executor::add);
    CompletableFuture<Optional<List<String>>> given = later.nextAsync();

    assertThat(given.cancel(true)).isTrue();
    executor.remove().run();
    CompletableFuture<Optional<List<String>>> again = later.nextAsync();
    executor.remove().run();

    assertThat(again.getNow(null)).contains(List.of("a"));
  }
}
