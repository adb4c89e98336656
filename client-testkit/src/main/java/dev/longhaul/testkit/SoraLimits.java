package dev.longhaul.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who may ask, how often, and for how much in all. Safe for use by several threads. */
final class SoraLimits {

  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final FakeSoraOptions options;
  private final SoraErrors errors;
  private final Deque<Instant> taken = new ArrayDeque<>();
  private @Nullable Integer quota;

  SoraLimits(FakeSoraOptions options, SoraErrors errors) {
    this.options = options;
    this.errors = errors;
  }

  synchronized void quota(int videos) {
    quota = videos;
  }

  /** Refuses a request that does not say whose it is. */
  void demandAccount(ReceivedRequest request) {
    String token = options.token;
    if (token != null && !("Bearer " + token).equals(request.header("Authorization"))) {
      throw refused("invalid_api_key", "The API key is not valid");
    }
    demand(request, "OpenAI-Organization", options.organization, "invalid_organization");
    demand(request, "OpenAI-Project", options.project, "invalid_project");
  }

  /** Takes a create, or refuses it when there were too many of late. */
  synchronized void admit() {
    Instant now = options.clock.instant();
    while (!taken.isEmpty() && !taken.element().plus(WINDOW).isAfter(now)) {
      taken.remove();
    }
    if (taken.size() >= options.createsPerMinute) {
      throw new RefusalException(tooSoon(Duration.between(now, taken.element().plus(WINDOW))));
    }
    taken.add(now);
  }

  /** Takes one video from the quota, or refuses it when nothing is left. */
  synchronized void spend() {
    if (quota == null) {
      return;
    }
    if (quota < 1) {
      throw errors.quota();
    }
    quota--;
  }

  private WireAnswer tooSoon(Duration left) {
    WireAnswer answer = errors.coded(429, "rate_limit_exceeded", "Rate limit reached");
    long millis = left.plusNanos(999_999).toMillis();
    return switch (options.retryHint) {
      case SECONDS -> answer.with("Retry-After", Long.toString((millis + 999) / 1000));
      case MILLISECONDS -> answer.with("retry-after-ms", Long.toString(millis));
      case NONE -> answer;
    };
  }

  private void demand(ReceivedRequest request, String header, @Nullable String value, String code) {
    if (value != null && !Objects.equals(value, request.header(header))) {
      throw refused(code, "No such " + header + " for this API key");
    }
  }

  private RefusalException refused(String code, String message) {
    return new RefusalException(errors.coded(401, code, message));
  }
}
