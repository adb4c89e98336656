package dev.longhaul.internal.http;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The value of an answer, and what its headers tell of time.
 *
 * @param value what was made of the answer
 * @param serverTime what the server's clock said, to the second; null if it did not tell
 * @param pollAfter how long the server asks us to wait before we ask again; null if it did not tell
 */
public record Dated<T>(T value, @Nullable Instant serverTime, @Nullable Duration pollAfter) {
  /** Returns a part of the answer, or what follows from it, with the same times. */
  public <P> Dated<P> of(P part) {
    return new Dated<>(part, serverTime, pollAfter);
  }
}
