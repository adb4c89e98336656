package dev.longhaul.policy;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.internal.future.LinkedFuture;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A token that is fetched when there is none and kept until its time is up or the service refuses
 * it.
 *
 * <p><i>Concurrency:</i> thread-safe without locks. The current fetch, under way or over, is
 * replaced by compare-and-set, so that one caller starts a fetch and all others join it; the source
 * is called by that one, outside of any lock.
 */
final class RefreshedToken {
  private final Supplier<? extends CompletionStage<String>> source;
  private final Function<? super String, Instant> freshUntil;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Fetch> current = new AtomicReference<>();

  RefreshedToken(
      Supplier<? extends CompletionStage<String>> source,
      Function<? super String, Instant> freshUntil,
      InstantSource clock) {
    this.source = source;
    this.freshUntil = freshUntil;
    this.clock = clock;
  }

  CompletionStage<Optional<String>> authorization() {
    while (true) {
      Fetch known = current.get();
      if (known != null && clock.instant().isBefore(known.freshUntil)) {
        return known.join();
      }
      Fetch fresh = new Fetch();
      if (current.compareAndSet(known, fresh)) {
        start(fresh);
        return fresh.join();
      }
    }
  }

  /** Drops the token if it is the current one; a later one is left for others to use. */
  boolean refused(String authorization) {
    Fetch known = current.get();
    if (known != null && known.gave(authorization)) {
      current.compareAndSet(known, null);
    }
    return true;
  }

  private void start(Fetch fetch) {
    try {
      CompletionStage<String> token = source.get();
      if (token == null) {
        fail(fetch, "The source of tokens gave nothing", null);
      } else {
        token.whenComplete((value, error) -> end(fetch, value, error));
      }
    } catch (RuntimeException | Error broken) {
      fail(fetch, "The source of tokens failed", broken);
    }
  }

  private void end(Fetch fetch, @Nullable String token, @Nullable Throwable error) {
    if (error != null) {
      fail(fetch, "The source of tokens failed", LinkedFuture.reason(error));
      return;
    }
    String problem = Credentials.problem(token);
    if (token == null || problem != null) {
      fail(fetch, "The token " + problem, null);
    } else {
      settle(fetch, token);
    }
  }

  private void settle(Fetch fetch, String token) {
    try {
      fetch.freshUntil = Objects.requireNonNull(freshUntil.apply(token));
    } catch (RuntimeException | Error broken) {
      fail(fetch, "The end of the token could not be told", broken);
      return;
    }
    fetch.succeed("Bearer " + token);
  }

  private void fail(Fetch fetch, String what, @Nullable Throwable cause) {
    // First of all, so that whoever hears of the failure can ask anew at once.
    current.compareAndSet(fetch, null);
    fetch.fail(
        new CredentialsException(
            what + "; nothing was sent. Let the source give a current token.",
            CallFacts.builder("credentials", "token").reach(CallFacts.Reach.NOT_SENT).build(),
            cause));
  }

  /**
   * One fetch and those who wait for it. Each waits on a future of their own, which they may cancel
   * without a trace: nothing of it stays behind while the fetch goes on.
   */
  private static final class Fetch {
    private final CompletableFuture<Optional<String>> ending = new CompletableFuture<>();
    private final Set<CompletableFuture<Optional<String>>> waiting = ConcurrentHashMap.newKeySet();

    /** While the token is on its way, everybody waits for it. */
    volatile Instant freshUntil = Instant.MAX;

    @SuppressWarnings("CollectionUndefinedEquality") // each waiter is itself and no other
    CompletableFuture<Optional<String>> join() {
      if (ending.isDone()) {
        return ending;
      }
      CompletableFuture<Optional<String>> waiter = new CompletableFuture<>();
      waiting.add(waiter);
      waiter.whenComplete((token, error) -> waiting.remove(waiter));
      // Guards against a fetch that ended in between and did not see this one.
      if (ending.isDone()) {
        tell(waiter);
      }
      return waiter;
    }

    boolean gave(String authorization) {
      return ending.isDone()
          && !ending.isCompletedExceptionally()
          && ending.join().equals(Optional.of(authorization));
    }

    void succeed(String authorization) {
      ending.complete(Optional.of(authorization));
      waiting.forEach(this::tell);
    }

    void fail(CredentialsException error) {
      ending.completeExceptionally(error);
      waiting.forEach(this::tell);
    }

    private void tell(CompletableFuture<Optional<String>> waiter) {
      ending.whenComplete(
          (token, error) -> {
            if (error == null) {
              waiter.complete(token);
            } else {
              waiter.completeExceptionally(error);
            }
          });
    }
  }
}
