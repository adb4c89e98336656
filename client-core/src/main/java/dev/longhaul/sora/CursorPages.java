package dev.longhaul.sora;

import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoList;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.paging.PagesInTurn;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The videos of the account, newest first, page by page behind the last id of the page before. */
final class CursorPages extends PagesInTurn<Video> {
  private final Function<@Nullable String, CompletableFuture<VideoList>> fetch;
  private @Nullable String cursor;
  private boolean ended;

  /**
   * Makes the pages; sends nothing.
   *
   * @param fetch gives the page behind a cursor, null for the first
   * @param completing runs what ends a future of the caller's
   */
  CursorPages(
      Function<@Nullable String, CompletableFuture<VideoList>> fetch,
      Consumer<Runnable> completing) {
    super(completing);
    this.fetch = fetch;
  }

  @Override
  protected @Nullable Object id(Video video) {
    return video.getId();
  }

  @Override
  protected CompletableFuture<Step<Video>> step() {
    return ended
        ? CompletableFuture.completedFuture(new Step<>(List.of(), () -> {}))
        : LinkedFuture.map(fetch.apply(cursor), this::take);
  }

  private Step<Video> take(VideoList page) {
    List<Video> fresh = fresh(page.getData());
    // A page without anything new would come again and again.
    String next = fresh.isEmpty() ? null : VideoAnswers.next(page, cursor);
    return new Step<>(
        fresh,
        () -> {
          cursor = next;
          ended = next == null;
        });
  }
}
