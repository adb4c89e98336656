package dev.longhaul.integration.docs;

import static java.util.stream.Collectors.joining;

import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.realtime.RealtimeOptions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of options as the pages write them. */
final class Values {
  private static final Set<String> NO_OPTIONS = Set.of("toBuilder", "toString", "hashCode");
  private static final Pattern MEASURE = Pattern.compile("([\\d.,]+)(?: ([A-Za-z]+))?");
  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "day", Duration.ofDays(1),
          "days", Duration.ofDays(1));
  private static final Set<Object> DEFAULTS =
      Set.of(ResilienceOptions.defaults(), WatchOptions.defaults(), RealtimeOptions.defaults());
  private static final Map<String, Long> SIZES =
      Map.of("KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  private Values() {}

  /** Returns the public accessors of a type by name, which are what it can be asked for. */
  static List<Method> accessors(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(it -> Modifier.isPublic(it.getModifiers()) && !Modifier.isStatic(it.getModifiers()))
        .filter(it -> it.getParameterCount() == 0 && !NO_OPTIONS.contains(it.getName()))
        .filter(it -> !it.isSynthetic())
        .toList();
  }

  /** Returns the name of the option that an accessor tells: a declaration is asked with "is". */
  static String option(Method accessor) {
    String name = accessor.getName();
    return name.matches("is[A-Z].*")
        ? Character.toLowerCase(name.charAt(2)) + name.substring(3)
        : name;
  }

  /** Returns a time, a number of bytes or a bare number, as 30 s, 16 MiB and 1,000 tell them. */
  static Object parse(String text) {
    Matcher measure = MEASURE.matcher(text);
    if (!measure.matches()) {
      throw new AssertionError("not a value: " + text);
    }
    BigDecimal amount = new BigDecimal(measure.group(1).replace(",", ""));
    String unit = measure.group(2);
    if (unit == null) {
      return amount;
    }
    return SIZES.containsKey(unit)
        ? amount.multiply(BigDecimal.valueOf(SIZES.get(unit)))
        : TIMES.get(unit).multipliedBy(amount.longValueExact());
  }

  /** Returns whether a page's words tell the value. */
  static boolean tell(String words, Object value) {
    if (value instanceof Duration) {
      return parse(words).equals(value);
    }
    if (value instanceof Number number) {
      return ((BigDecimal) parse(words)).compareTo(new BigDecimal(number.toString())) == 0;
    }
    return words.equals(name(value));
  }

  private static String name(Object value) {
    boolean none =
        value.equals(Optional.empty())
            || (value instanceof Collection<?> many && many.isEmpty())
            || (value instanceof Map<?, ?> map && map.isEmpty())
            || value == Credentials.none();
    if (none) {
      return "none";
    }
    if (DEFAULTS.contains(value)) {
      return "its defaults";
    }
    if (value instanceof RealtimeOptions) {
      return "its own";
    }
    if (value instanceof Collection<?> many) {
      return many.stream().map(Values::name).collect(joining(", "));
    }
    return value instanceof InstantSource
        ? "the system's"
        : "`" + String.format(Locale.ROOT, "%s", value) + "`";
  }
}
