package dev.longhaul.internal.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several futures as one. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JoinedFuturesTest {
  private final CompletableFuture<String> first = new CompletableFuture<>();
  private final CompletableFuture<String> second = new CompletableFuture<>();
  private final CompletableFuture<List<String>> all = LinkedFuture.all(List.of(first, second));

  @Test
  void giveTheirValuesInOrderOnceAllAreDone() {
    second.complete("b");
    assertThat(all).isNotDone();
    first.complete("a");

    assertThat(all.join()).containsExactly("a", "b");
  }

  @Test
  void endWithTheFirstErrorInOrderOnceAllAreDone() {
    second.completeExceptionally(new IllegalStateException("b"));
    assertThat(all).isNotDone();
    first.completeExceptionally(new IllegalStateException("a"));

    assertThat(catchThrowable(() -> all.get(1, TimeUnit.SECONDS))).hasRootCauseMessage("a");
  }

  @Test
  void areAllCancelledWithTheWhole() {
    first.complete("a");
    all.cancel(true);

    assertThat(first).isCompletedWithValue("a");
    assertThat(second).isCancelled();
  }

  @Test
  void areDoneAtOnceWhenThereAreNone() {
    assertThat(LinkedFuture.all(List.<CompletableFuture<String>>of()).join()).isEmpty();
  }
}
