package dev.longhaul.vestis;

import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.job.Pages;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a list whose rows move while it is read. A row that comes again, because others were
 * added before it, is dropped. When the list has become shorter since the page before, rows have
 * moved to pages that were read already, and those are read again. A row is missed only when as
 * many rows came as went between two pages.
 *
 * <p><i>Concurrency:</i> one page is fetched at a time; a call waits in line for its turn. All that
 * is not final is touched by the one whose turn it is, and handed on by the future that ends it;
 * {@link #turn} alone is guarded by this.
 */
final class NumberedPages<T> implements Pages<T> {
  /** Of the last rows alone, so that a long list does not fill the memory. */
  private static final int REMEMBERED = 1_000;

  /** A list that shrinks all the time is not followed for ever. */
  private static final int MOST_LOOKS_BACK = 3;

  private final IntFunction<CompletableFuture<NumberedPage<T>>> fetch;
  private final Function<? super T, @Nullable Object> id;
  private final Set<Object> seen = new LinkedHashSet<>();
  private CompletableFuture<?> turn = CompletableFuture.completedFuture(true);
  private int number = 1;
  private int furthest = 1;
  private int size;
  private @Nullable Long total;
  private int looksBack;
  private int repeated;
  private boolean ended;

  /**
   * Makes the pages; fetches nothing.
   *
   * @param fetch starts the request for a page
   * @param id tells rows apart; null for one that cannot be told from others
   */
  NumberedPages(
      IntFunction<CompletableFuture<NumberedPage<T>>> fetch,
      Function<? super T, @Nullable Object> id) {
    this.fetch = fetch;
    this.id = id;
  }

  @Override
  public CompletableFuture<Optional<List<T>>> nextAsync() {
    Asked<T> asked = new Asked<>();
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
      asked.over.complete(null);
    } else if (ended) {
      asked.end(() -> {}, Optional.empty());
    } else {
      CompletableFuture<NumberedPage<T>> step = Guarded.call(() -> fetch.apply(number));
      asked.waitFor(step);
      step.whenComplete((page, error) -> came(asked, page, error));
    }
  }

  private void came(Asked<T> asked, NumberedPage<T> page, @Nullable Throwable error) {
    if (error != null) {
      asked.fail(error);
      return;
    }
    try {
      take(asked, page);
    } catch (RuntimeException | Error broken) {
      asked.fail(broken);
    }
  }

  private void take(Asked<T> asked, NumberedPage<T> page) {
    size = number == 1 ? page.size() : size;
    if (hasShrunk(page)) {
      go(asked);
      return;
    }
    List<T> fresh = new ArrayList<>(page.rows());
    fresh.removeIf(row -> id.apply(row) != null && seen.contains(id.apply(row)));
    if (fresh.isEmpty() && goesOn(page)) {
      repeated += page.rows().size();
      advance();
      go(asked);
    } else {
      asked.end(
          () -> delivered(page, fresh),
          fresh.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(fresh)));
    }
  }

  /** Goes back as many pages as rows may have moved, and returns whether it did. */
  private boolean hasShrunk(NumberedPage<T> page) {
    Long before = total;
    Long now = page.total();
    if (now == null && before != null && page.rows().isEmpty()) {
      now = Math.min(before, (long) (number - 1) * size);
    }
    total = now == null ? before : now;
    long gone = before == null || now == null ? 0 : before - now;
    if (gone <= 0 || number == 1 || looksBack == MOST_LOOKS_BACK) {
      return false;
    }
    looksBack++;
    number = (int) Math.max(1, number - (gone + size - 1) / size);
    return true;
  }

  /** A service that gives the same rows for every number has no further page either. */
  private boolean goesOn(NumberedPage<T> page) {
    return page.hasNext(number, size) && repeated < REMEMBERED;
  }

  private void delivered(NumberedPage<T> page, List<T> fresh) {
    repeated = 0;
    for (T row : fresh) {
      Object key = id.apply(row);
      if (key != null) {
        seen.add(key);
      }
    }
    seen.stream().limit(Math.max(0, seen.size() - REMEMBERED)).toList().forEach(seen::remove);
    ended = fresh.isEmpty() || !page.hasNext(number, size);
    advance();
  }

  private void advance() {
    number++;
    if (number > furthest) {
      furthest = number;
      looksBack = 0;
    }
  }

  /** One call: its caller may cancel it until the page is theirs, and not between. */
  private static final class Asked<T> extends LinkedFuture<Optional<List<T>>> {
    /** Ends when the next call may begin, which is before code of the caller's runs. */
    final CompletableFuture<Boolean> over = new CompletableFuture<>();

    private final AtomicBoolean settled = new AtomicBoolean();

    Asked() {}

    void end(Runnable commit, Optional<List<T>> rows) {
      boolean ours = settled.compareAndSet(false, true);
      if (ours) {
        commit.run();
      }
      over.complete(true);
      if (ours) {
        complete(rows);
      }
    }

    void fail(Throwable error) {
      boolean ours = settled.compareAndSet(false, true);
      over.complete(true);
      if (ours) {
        completeExceptionally(LinkedFuture.reason(error));
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return settled.compareAndSet(false, true) && super.cancel(mayInterruptIfRunning);
    }
  }
}
