package dev.longhaul.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.CredentialsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A token is replaced when its time is up, before the service has to refuse it. */
class ExpiringCredentialsTest {
  private final List<CompletableFuture<String>> fetches = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private final Credentials credentials =
      Credentials.refreshing(this::fetch, token -> now.plusSeconds(60), () -> now);

  private CompletionStage<String> fetch() {
    fetches.add(new CompletableFuture<>());
    return fetches.get(fetches.size() - 1);
  }

  private CompletableFuture<Optional<String>> authorization() {
    return credentials.authorization().toCompletableFuture();
  }

  @Test
  void aTokenServesUntilItsTimeIsUpAndNotLonger() {
    authorization();
    fetches.get(0).complete("one");
    now = now.plusSeconds(59);
    assertThat(authorization()).isCompletedWithValue(Optional.of("Bearer one"));

    now = now.plusSeconds(1);
    CompletableFuture<Optional<String>> next = authorization();

    assertThat(next).isNotDone();
    fetches.get(1).complete("two");
    assertThat(next).isCompletedWithValue(Optional.of("Bearer two"));
    assertThat(fetches).hasSize(2);
  }

  @Test
  void allWhoComeAfterItsTimeWaitForOneFetch() {
    authorization();
    fetches.get(0).complete("one");
    now = now.plusSeconds(61);
    CompletableFuture<Optional<String>> first = authorization();
    now = now.plusSeconds(1_000);
    CompletableFuture<Optional<String>> second = authorization();
    fetches.get(1).complete("two");

    assertThat(first).isCompletedWithValue(Optional.of("Bearer two"));
    assertThat(second).isCompletedWithValue(Optional.of("Bearer two"));
    assertThat(fetches).hasSize(2);
  }

  @Test
  void aRefusedTokenIsReplacedThoughItsTimeIsNotUp() {
    authorization();
    fetches.get(0).complete("one");

    assertThat(credentials.refused("Bearer one")).isTrue();

    assertThat(authorization()).isNotDone();
    assertThat(fetches).hasSize(2);
  }

  @Test
  void aTimeThatCannotBeToldFailsTheFetch() {
    Credentials broken =
        Credentials.refreshing(
            this::fetch,
            token -> {
              throw new IllegalStateException("no time");
            },
            () -> now);
    CompletableFuture<Optional<String>> waiting = broken.authorization().toCompletableFuture();
    fetches.get(0).complete("secret-token");

    assertThatThrownBy(waiting::join)
        .hasCauseInstanceOf(CredentialsException.class)
        .hasMessageContaining("The end of the token could not be told")
        .hasMessageNotContaining("secret-token");
  }
}
