package dev.longhaul.vestis;

import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.paging.PagesInTurn;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a list whose rows move while it is read. A row that comes again, because others were
 * added before it, is dropped. When the list has become shorter since the page before, rows have
 * moved to pages that were read already, and those are read again, at most three times in a row. A
 * row is missed when as many rows came as went between two pages.
 *
 * <p>That the list has become shorter shows in nothing but the number of its rows. Where the
 * service does not tell it, each row that goes between two pages may hide another: only a second
 * look at each page would find it, at twice the requests.
 */
final class NumberedPages<T> extends PagesInTurn<T> {
  /** A list that shrinks all the time is not followed for ever. */
  private static final int MOST_LOOKS_BACK = 3;

  private final IntFunction<CompletableFuture<NumberedPage<T>>> fetch;
  private final Function<? super T, @Nullable Object> id;
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
   * @param completing runs what ends a future of the caller's
   */
  NumberedPages(
      IntFunction<CompletableFuture<NumberedPage<T>>> fetch,
      Function<? super T, @Nullable Object> id,
      Consumer<Runnable> completing) {
    super(completing);
    this.fetch = fetch;
    this.id = id;
  }

  @Override
  protected @Nullable Object id(T row) {
    return id.apply(row);
  }

  @Override
  protected CompletableFuture<Step<T>> step() {
    return ended
        ? CompletableFuture.completedFuture(new Step<>(List.of(), () -> {}))
        : LinkedFuture.chain(fetch.apply(number), this::take);
  }

  private CompletableFuture<Step<T>> take(NumberedPage<T> page) {
    size = number == 1 ? page.size() : size;
    if (hasShrunk(page)) {
      return step();
    }
    List<T> fresh = fresh(page.rows());
    if (fresh.isEmpty() && goesOn(page)) {
      repeated += page.rows().size();
      advance();
      return step();
    }
    return CompletableFuture.completedFuture(new Step<>(fresh, () -> delivered(page, fresh)));
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
}
