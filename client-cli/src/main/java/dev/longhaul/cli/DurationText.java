package dev.longhaul.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 90s}, {@code 1h30m}, or ISO such as {@code PT5M}. */
final class DurationText implements ITypeConverter<Duration> {
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final Pattern PARTS =
      Pattern.compile(
          "(?=\\d)(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m(?!s))?"
              + "(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  @Override
  public Duration convert(String text) {
    Duration duration = parse(text.strip());
    if (duration.isNegative()) {
      throw new TypeConversionException("a duration below zero; pass one such as 90s");
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new TypeConversionException("a duration above the limit of 365d; pass a shorter one");
    }
    return duration;
  }

  private static Duration parse(String text) {
    boolean negative = text.startsWith("-");
    String amount = negative ? text.substring(1) : text;
    Matcher parts = PARTS.matcher(amount);
    Duration duration = parts.matches() ? sum(parts) : iso(amount);
    return negative ? duration.negated() : duration;
  }

  private static Duration iso(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException malformed) {
      throw new TypeConversionException("not a duration; pass one such as 90s, 5m, 1h30m or PT5M");
    }
  }

  private static Duration sum(Matcher parts) {
    return Duration.ofDays(part(parts, 1))
        .plusHours(part(parts, 2))
        .plusMinutes(part(parts, 3))
        .plusSeconds(part(parts, 4))
        .plusMillis(part(parts, 5));
  }

  private static long part(Matcher parts, int group) {
    String digits = parts.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /**
   * Returns the duration in its two largest units, rounded up, such as {@code 1h05m} or {@code
   * 12s}.
   */
  static String words(Duration duration) {
    long seconds = Math.max(0, duration.plusMillis(999).toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    return seconds < 3600
        ? "%dm%02ds".formatted(seconds / 60, seconds % 60)
        : "%dh%02dm".formatted(seconds / 3600, seconds / 60 % 60);
  }

  /** Returns the duration as it may be passed again, such as {@code 1h30m} or {@code 100ms}. */
  static String exact(Duration duration) {
    if (duration.toMillis() == 0) {
      return "0s";
    }
    return part(duration.toDays(), "d")
        + part(duration.toHoursPart(), "h")
        + part(duration.toMinutesPart(), "m")
        + part(duration.toSecondsPart(), "s")
        + part(duration.toMillisPart(), "ms");
  }

  private static String part(long amount, String unit) {
    return amount == 0 ? "" : amount + unit;
  }
}
