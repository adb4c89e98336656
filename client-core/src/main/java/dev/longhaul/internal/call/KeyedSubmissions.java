package dev.longhaul.internal.call;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.SharedFuture;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The submissions whose keys callers made: two with one key are one.
 *
 * <p><i>Concurrency:</i> the monitor guards both maps; no request is made and no future completed
 * under it. Whoever puts a key on the map makes the request, and everyone else shares its future.
 *
 * @param <H> the handle of what was submitted
 */
public final class KeyedSubmissions<H> {
  private static final int MOST_ENDED = 1_000;

  private final Function<H, CompletableFuture<?>> ending;
  private final Map<UUID, Submission<H>> going = new HashMap<>();
  private final Map<UUID, Submission<H>> ended =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Submission<H>> eldest) {
          return size() > MOST_ENDED;
        }
      };

  /**
   * One request and its handle to come.
   *
   * @param content tells requests apart, without holding on to them
   */
  private record Submission<H>(int content, SharedFuture<H> handle) {}

  /**
   * Makes an empty list.
   *
   * @param ending gives a future that is done when the work behind a handle has ended, or is
   *     watched no more
   */
  public KeyedSubmissions(Function<H, CompletableFuture<?>> ending) {
    this.ending = ending;
  }

  /**
   * Returns a future of the handle for a key, from the one request that is made for it while the
   * work goes on, and for the last 1,000 keys whose work has ended. A request that came to nothing
   * is forgotten.
   *
   * <p><i>Cancellation:</i> the request is cancelled once nobody waits for it any more.
   *
   * <p><i>Errors:</i> {@link InvalidInputException} when the key belongs to other content.
   *
   * @param content tells requests apart
   * @param send makes the request
   */
  public CompletableFuture<H> submit(UUID key, int content, Supplier<CompletableFuture<H>> send) {
    Submission<H> mine = new Submission<>(content, new SharedFuture<>());
    // Joined before anyone can see it, lest the first to leave be taken for the last.
    CompletableFuture<H> view = Objects.requireNonNull(mine.handle().join());
    Submission<H> known;
    @Nullable CompletableFuture<H> theirs = null;
    synchronized (this) {
      known = going.getOrDefault(key, ended.get(key));
      if (known != null && known.content() == content) {
        theirs = known.handle().join();
        known = theirs == null ? null : known;
      }
      if (known == null) {
        going.put(key, mine);
      }
    }
    if (known == null) {
      mine.handle().follow(Guarded.call(send), (handle, error) -> settled(key, mine, handle));
      return view;
    }
    if (theirs == null) {
      throw InvalidInputException.of(
          "key", "belongs to another request", "Make a new key for a new job.");
    }
    return theirs;
  }

  /** Forgets what came to nothing; what is at work is kept, and for a while after its end. */
  private void settled(UUID key, Submission<H> submission, @Nullable H handle) {
    if (handle == null) {
      synchronized (this) {
        going.remove(key, submission);
      }
      return;
    }
    ending.apply(handle).whenComplete((outcome, error) -> retire(key, submission));
  }

  private synchronized void retire(UUID key, Submission<H> submission) {
    if (going.remove(key, submission)) {
      ended.put(key, submission);
    }
  }
}
