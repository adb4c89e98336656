package dev.longhaul.policy;

import dev.longhaul.error.InvalidInputException;
import java.time.Duration;

/** The bounds of options. Each check gives its value back, or refuses it by name. */
final class Limits {
  static final Duration MILLISECOND = Duration.ofMillis(1);
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration DAY = Duration.ofDays(1);

  /** What a timer of OkHttp can hold. */
  static final Duration LONGEST_TIMER = Duration.ofDays(24);

  static final int MOST_RETRIES = 20;

  private Limits() {}

  static Duration timer(String field, Duration time) {
    return time(field, time, LONGEST_TIMER);
  }

  /** Checks that a time is between 1 ms and the longest. */
  static Duration time(String field, Duration time, Duration longest) {
    if (time.compareTo(MILLISECOND) < 0 || time.compareTo(longest) > 0) {
      throw InvalidInputException.of(
          field,
          "is " + time + ", outside 1 ms to " + inWords(longest),
          "Pass a time between them.");
    }
    return time;
  }

  static int number(String field, int number, int least, int most) {
    if (number < least || number > most) {
      throw InvalidInputException.of(
          field,
          "is " + number + ", outside " + least + " to " + most,
          "Pass a number between them.");
    }
    return number;
  }

  static int retries(String field, int retries) {
    return number(field, retries, 0, MOST_RETRIES);
  }

  static double factor(String field, double factor) {
    if (!(factor >= 1 && factor <= 10)) {
      throw InvalidInputException.of(
          field, "is " + factor + ", outside 1 to 10", "Use 1 for an even pace.");
    }
    return factor;
  }

  /** Checks the last of growing delays against the first. */
  static Duration notBelow(String field, Duration last, Duration first) {
    if (last.compareTo(first) < 0) {
      throw InvalidInputException.of(
          field,
          "is " + last + ", below the first delay of " + first,
          "Raise it, or lower the first delay.");
    }
    return last;
  }

  private static String inWords(Duration longest) {
    long days = longest.toDays();
    if (days == 0) {
      return longest.toHours() + " h";
    }
    return days == 1 ? "1 day" : days + " days";
  }
}
