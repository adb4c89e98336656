package dev.longhaul.vestis;

import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How long a token is good. */
final class TokenLife {
  private static final Duration USUAL = Duration.ofHours(24);
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private TokenLife() {}

  /**
   * Returns from when on a token should be exchanged: 30 s before its end, or in the middle of what
   * is left of a short life. One that has ended by our clock is taken for a fresh one of the usual
   * life, since it just came: then our clock is wrong.
   */
  static Instant freshUntil(String token, Instant now) {
    Instant end = end(token);
    Duration left = end == null || !end.isAfter(now) ? USUAL : Duration.between(now, end);
    Duration early = left.minus(MARGIN);
    Duration half = left.dividedBy(2);
    return now.plus(early.compareTo(half) > 0 ? early : half);
  }

  /** Returns when the token says that it ends, or null when it does not say so. */
  static @Nullable Instant end(String token) {
    String[] parts = token.split("\\.", -1);
    try {
      byte[] claims = Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : "");
      String text = new String(claims, StandardCharsets.UTF_8);
      Long seconds = VestisAnswers.number(Json.read(text, TypeToken.get(JsonObject.class)), "exp");
      return seconds == null ? null : Instant.ofEpochSecond(Math.min(seconds, 1L << 36));
    } catch (IllegalArgumentException | Json.MalformedJsonException unreadable) {
      return null;
    }
  }
}
