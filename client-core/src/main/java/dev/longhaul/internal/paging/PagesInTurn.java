package dev.longhaul.internal.paging;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.QueueFullException;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.job.Pages;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pages of which one is fetched at a time, and no row comes twice. A page that its caller gave up
 * waiting for is not taken, and comes again.
 *
 * <p><i>Concurrency:</i> a call waits in line for its turn, in which there is room for 64. What a
 * subclass keeps is touched by the one whose turn it is, and handed on by the future that ends it;
 * {@link #turn} alone is guarded by this.
 *
 * @param <T> what the list holds
 */
public abstract class PagesInTurn<T> implements Pages<T> {
  /** Of the last rows alone, so that a long list does not fill the memory. */
  protected static final int REMEMBERED = 1_000;

  private static final int MOST_IN_LINE = 64;

  private final Consumer<Runnable> completing;
  private final AtomicInteger inLine = new AtomicInteger();
  private final Set<Object> seen = new HashSet<>();
  private final Queue<Object> seenInOrder = new ArrayDeque<>();
  private CompletableFuture<?> turn = CompletableFuture.completedFuture(true);

  /**
   * The rows of a page that did not come before.
   *
   * @param rows empty when there are no more
   * @param taken runs when the caller has them, before anything else is fetched
   */
  public record Step<T>(List<T> rows, Runnable taken) {}

  /**
   * Makes the pages; fetches nothing.
   *
   * @param completing runs what ends a future of the caller's
   */
  protected PagesInTurn(Consumer<Runnable> completing) {
    this.completing = completing;
  }

  /** Returns a future of the page whose turn it is; cancelling it ends its request. */
  protected abstract CompletableFuture<Step<T>> step();

  /** Returns what tells a row from others; null for one that cannot be told. */
  protected abstract @Nullable Object id(T row);

  /** Returns the rows that came on no page before, nor earlier on this one. */
  protected final List<T> fresh(List<T> rows) {
    Set<Object> here = new HashSet<>();
    List<T> fresh = new ArrayList<>();
    for (T row : rows) {
      Object id = id(row);
      if (id == null || (!seen.contains(id) && here.add(id))) {
        fresh.add(row);
      }
    }
    return List.copyOf(fresh);
  }

  @Override
  public final Optional<List<T>> next() throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    // A caller that blocks must not need a callback's thread.
    return LinkedFuture.await(ask(Runnable::run));
  }

  @Override
  public final CompletableFuture<Optional<List<T>>> nextAsync() {
    return ask(completing);
  }

  private CompletableFuture<Optional<List<T>>> ask(Consumer<Runnable> completing) {
    if (inLine.incrementAndGet() > MOST_IN_LINE) {
      inLine.decrementAndGet();
      return CompletableFuture.failedFuture(
          new QueueFullException(
              "There are " + MOST_IN_LINE + " calls in line for a page. Wait for some of them.",
              CallFacts.builder("pages", "next").reach(CallFacts.Reach.NOT_SENT).build(),
              null));
    }
    Asked<T> asked = new Asked<>(completing);
    asked.over.whenComplete((none, error) -> inLine.decrementAndGet());
    CompletableFuture<?> before;
    synchronized (this) {
      before = turn;
      turn = asked.over;
    }
    before.whenComplete((none, error) -> go(asked));
    return asked;
  }

  private void go(Asked<T> asked) {
    if (asked.isDone()) {
      asked.over.complete(true);
      return;
    }
    CompletableFuture<Step<T>> step = Guarded.call(this::step);
    asked.waitFor(step);
    step.whenComplete(
        (page, error) -> {
          if (error != null) {
            asked.fail(error);
          } else {
            asked.end(() -> taken(page), page.rows());
          }
        });
  }

  private void taken(Step<T> step) {
    for (T row : step.rows()) {
      Object id = id(row);
      if (id != null && seen.add(id)) {
        seenInOrder.add(id);
      }
    }
    while (seenInOrder.size() > REMEMBERED) {
      seen.remove(seenInOrder.remove());
    }
    step.taken().run();
  }

  /** One call: its caller may cancel it until the page is theirs, and not between. */
  private static final class Asked<T> extends LinkedFuture<Optional<List<T>>> {
    /** Ends when the next call may begin, which is before code of the caller's runs. */
    final CompletableFuture<Boolean> over = new CompletableFuture<>();

    private final Consumer<Runnable> completing;
    private final AtomicBoolean settled = new AtomicBoolean();

    Asked(Consumer<Runnable> completing) {
      this.completing = completing;
    }

    void end(Runnable commit, List<T> rows) {
      settle(commit, () -> complete(rows.isEmpty() ? Optional.empty() : Optional.of(rows)));
    }

    void fail(Throwable error) {
      settle(() -> {}, () -> completeExceptionally(LinkedFuture.reason(error)));
    }

    /** What the caller can still cancel is not taken, so all of it runs where their code does. */
    private void settle(Runnable commit, Runnable completion) {
      completing.accept(
          () -> {
            boolean ours = settled.compareAndSet(false, true);
            if (ours) {
              commit.run();
            }
            over.complete(true);
            if (ours) {
              completion.run();
            }
          });
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return settled.compareAndSet(false, true) && super.cancel(mayInterruptIfRunning);
    }
  }
}
