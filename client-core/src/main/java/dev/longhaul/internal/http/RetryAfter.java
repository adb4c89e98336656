package dev.longhaul.internal.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads how long a server asks us to wait: {@code retry-after-ms}, then {@code Retry-After} in
 * seconds or as a date. A wait of more than a year is read as a year.
 */
final class RetryAfter {
  private static final Duration MOST = Duration.ofDays(365);

  private RetryAfter() {}

  /** Returns what the headers say, or null when they say nothing that can be read. */
  static @Nullable Duration of(Response response, Instant now) {
    Duration millis = number(response.header("retry-after-ms"), 1);
    if (millis != null) {
      return millis;
    }
    String value = response.header("Retry-After");
    Duration seconds = seconds(value);
    return seconds != null || value == null ? seconds : untilDate(value, now);
  }

  /**
   * Returns when a server that has answered wishes to be asked again, or null when it does not
   * tell: {@code openai-poll-after-ms}, then what {@link #of} reads.
   *
   * <p>The first is in no contract. OpenAI's own clients read it off the answer to a read of a
   * video (openai-python, {@code resources/videos.py}, {@code poll}), and compatible servers send
   * it until the video has ended.
   */
  static @Nullable Duration nextLook(Response response, Instant now) {
    Duration told = number(response.header("openai-poll-after-ms"), 1);
    return told == null ? of(response, now) : told;
  }

  /** Returns how long so many seconds are, or null for what is no number of seconds. */
  static @Nullable Duration seconds(@Nullable String text) {
    return number(text, 1000);
  }

  private static @Nullable Duration number(@Nullable String text, long millis) {
    try {
      double amount = text == null ? -1 : Double.parseDouble(text.strip());
      return amount >= 0 ? limited(Duration.ofMillis((long) Math.ceil(amount * millis))) : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  private static @Nullable Duration untilDate(String text, Instant now) {
    try {
      Instant then =
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return limited(then.isBefore(now) ? Duration.ZERO : Duration.between(now, then));
    } catch (DateTimeException notADate) {
      return null;
    }
  }

  private static Duration limited(Duration duration) {
    return duration.compareTo(MOST) > 0 ? MOST : duration;
  }
}
