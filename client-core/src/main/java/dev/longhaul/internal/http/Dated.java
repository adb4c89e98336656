package dev.longhaul.internal.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The value of an answer, and when it was given.
 *
 * @param value what was made of the answer
 * @param serverTime what the server's clock said, to the second; null if it did not tell
 */
public record Dated<T>(T value, @Nullable Instant serverTime) {}
