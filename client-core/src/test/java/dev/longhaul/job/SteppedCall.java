package dev.longhaul.job;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.job.EveryOrder.Step;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way, and then its answer.
 *
 * @param <T> what is answered
 */
final class SteppedCall<T> {
  final String name;
  final CompletableFuture<T> answer = new CompletableFuture<>();
  private final Supplier<T> service;
  private final Consumer<T> telling;
  private @Nullable Runnable said;

  /**
   * Makes a call that was just sent.
   *
   * @param service gives the answer when the request arrives, or throws the refusal
   * @param telling notes an answer that arrives
   */
  SteppedCall(String name, Supplier<T> service, Consumer<T> telling) {
    this.name = name;
    this.service = service;
    this.telling = telling;
  }

  boolean isFreshRead() {
    return name.startsWith("read") && said == null;
  }

  Step next() {
    Runnable tell = said;
    return tell == null
        ? new Step(name + " reaches the service", this::arrive)
        : new Step("the answer to " + name + " arrives", tell);
  }

  private void arrive() {
    try {
      T answered = service.get();
      said =
          () -> {
            telling.accept(answered);
            answer.complete(answered);
          };
    } catch (RuntimeException refusal) {
      said = () -> answer.completeExceptionally(refusal);
    }
  }

  /** Lets the service say that it knows no such job. */
  void deny() {
    said = () -> answer.completeExceptionally(ByHandService.notFound());
  }

  /** Loses the request or its answer, whichever is on its way. */
  void lose() {
    answer.completeExceptionally(ByHandService.unreachable(Reach.MAY_HAVE_TAKEN_EFFECT));
  }
}
