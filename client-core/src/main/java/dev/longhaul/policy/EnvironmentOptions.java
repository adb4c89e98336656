package dev.longhaul.policy;

import dev.longhaul.error.InvalidInputException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the options of one service from environment variables. Its errors name the variable and
 * repeat no text that was in it, since a token may have come into the wrong one.
 */
final class EnvironmentOptions {
  private static final List<String> SERVICES =
      List.of("FUNCTIONS", "VESTIS", "SORA", "STREAMER", "EVENTS");
  private static final Pattern SHORT_TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");
  private static final String TIME_FIX = "Write it as 30s, 500ms, 2m, 1h or PT30S.";

  private final String prefix;
  private final Map<String, String> environment;

  private EnvironmentOptions(String service, Map<String, String> environment) {
    this.prefix = "LONGHAUL_" + service + "_";
    this.environment = environment;
  }

  static ClientOptions.Builder read(String service, Map<String, String> environment) {
    if (!SERVICES.contains(service)) {
      throw InvalidInputException.of(
          "service", "is none of " + SERVICES, "Pass one of them, in capitals.");
    }
    return new EnvironmentOptions(service, environment).read();
  }

  private ClientOptions.Builder read() {
    String url = prefix + "BASE_URL";
    String address =
        text(url)
            .orElseThrow(
                () ->
                    InvalidInputException.of(url, "is not set", "Set it to where the service is."));
    ClientOptions.Builder options = ClientOptions.builder(url, address);
    text(prefix + "TOKEN")
        .ifPresent(token -> options.credentials(Credentials.bearer(prefix + "TOKEN", token)));
    return options.resilience(timeout(options, resilience()));
  }

  /** Sets the limit of one attempt, and gives calls the time to make at least one. */
  private ResilienceOptions timeout(ClientOptions.Builder options, ResilienceOptions resilience) {
    Duration timeout = time(prefix + "TIMEOUT", Limits.LONGEST_TIMER).orElse(null);
    if (timeout == null) {
      return resilience;
    }
    options.attemptTimeout(timeout).createTimeout(timeout);
    return timeout.compareTo(resilience.deadline()) <= 0
        ? resilience
        : resilience.toBuilder().deadline(timeout).build();
  }

  private ResilienceOptions resilience() {
    ResilienceOptions defaults = ResilienceOptions.defaults();
    ResilienceOptions.Builder builder = defaults.toBuilder();
    retries(prefix + "MAX_RETRIES").ifPresent(builder::maxRetries);
    time(prefix + "RETRY_DELAY", Limits.HOUR)
        .ifPresent(
            first ->
                builder.backOff(
                    first, defaults.backOffFactor(), longer(first, defaults.longestDelay())));
    return builder.build();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private Optional<String> text(String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
  }

  private Optional<Integer> retries(String variable) {
    return text(variable)
        .map(
            text -> {
              if (!text.strip().matches("-?\\d{1,9}")) {
                throw InvalidInputException.of(
                    variable, "is no whole number", "Write a number from 0 to 20.");
              }
              return Limits.retries(variable, Integer.parseInt(text.strip()));
            });
  }

  private Optional<Duration> time(String variable, Duration longest) {
    return text(variable).map(text -> Limits.time(variable, time(variable, text.strip()), longest));
  }

  private static Duration time(String variable, String text) {
    Matcher parts = SHORT_TIME.matcher(text.toLowerCase(Locale.ROOT));
    if (parts.matches()) {
      long amount = Long.parseLong(parts.group(1));
      return switch (parts.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        default -> Duration.ofHours(amount);
      };
    }
    if (text.matches("[+-]?\\d+(\\.\\d+)?")) {
      throw InvalidInputException.of(variable, "is a number without a unit", TIME_FIX);
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException malformed) {
      throw InvalidInputException.of(variable, "is no length of time", TIME_FIX);
    }
  }
}
