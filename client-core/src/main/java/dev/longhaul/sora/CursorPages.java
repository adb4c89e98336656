package dev.longhaul.sora;

import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoList;
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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The videos of the account, newest first, page by page behind the last id of the page before.
 *
 * <p><i>Concurrency:</i> the monitor guards the line of calls; where the list stands is touched by
 * one call at a time, when the call before it is over.
 */
final class CursorPages implements Pages<Video> {
  /** Videos that come twice do so on pages that are close together. */
  private static final int MOST_REMEMBERED = 1_000;

  private final Function<@Nullable String, CompletableFuture<VideoList>> fetch;
  private final UnaryOperator<CompletableFuture<Optional<List<Video>>>> given;
  private final Set<String> seen = new HashSet<>();
  private final Queue<String> seenInOrder = new ArrayDeque<>();
  private CompletableFuture<?> line = CompletableFuture.completedFuture(null);
  private @Nullable String cursor;
  private boolean ended;

  /** One page, and where the list stands once the caller has it. */
  private record Step(List<Video> fresh, @Nullable String next) {
    Optional<List<Video>> page() {
      return fresh.isEmpty() ? Optional.empty() : Optional.of(fresh);
    }
  }

  /**
   * Makes the pages; sends nothing.
   *
   * @param fetch gives the page behind a cursor, null for the first
   * @param given hands a future over to the caller
   */
  CursorPages(
      Function<@Nullable String, CompletableFuture<VideoList>> fetch,
      UnaryOperator<CompletableFuture<Optional<List<Video>>>> given) {
    this.fetch = fetch;
    this.given = given;
  }

  @Override
  public Optional<List<Video>> next() throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    return LinkedFuture.await(take()); // a caller that blocks must not need a callback's thread
  }

  @Override
  public CompletableFuture<Optional<List<Video>>> nextAsync() {
    return given.apply(take());
  }

  /** A page that the caller gave up waiting for is not taken, and comes again. */
  private synchronized CompletableFuture<Optional<List<Video>>> take() {
    CompletableFuture<Step> step = LinkedFuture.chain(line.copy(), turn -> step());
    CompletableFuture<Optional<List<Video>>> page = LinkedFuture.map(step, Step::page);
    CompletableFuture<?> taken =
        page.handle(
            (value, error) -> {
              if (error == null) {
                commit(LinkedFuture.now(step));
              }
              return true;
            });
    line = line.thenCombine(taken, (before, now) -> true);
    return page;
  }

  private CompletableFuture<Step> step() {
    return ended
        ? CompletableFuture.completedFuture(new Step(List.of(), null))
        : LinkedFuture.map(fetch.apply(cursor), this::step);
  }

  private Step step(VideoList page) {
    Set<String> here = new HashSet<>(seen);
    List<Video> fresh = new ArrayList<>();
    for (Video video : page.getData()) {
      if (video.getId() == null || here.add(video.getId())) {
        fresh.add(video);
      }
    }
    // A page without anything new would come again and again.
    String next = fresh.isEmpty() ? null : VideoAnswers.next(page, cursor);
    return new Step(List.copyOf(fresh), next);
  }

  private void commit(Step step) {
    cursor = step.next();
    ended = step.next() == null;
    for (Video video : step.fresh()) {
      if (video.getId() != null && seen.add(video.getId())) {
        seenInOrder.add(video.getId());
      }
    }
    while (seenInOrder.size() > MOST_REMEMBERED) {
      seen.remove(seenInOrder.remove());
    }
  }
}
