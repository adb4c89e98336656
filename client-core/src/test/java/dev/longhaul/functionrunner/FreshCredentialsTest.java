package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.CredentialsException;
import dev.longhaul.policy.Credentials;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.WireFault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A token that the service refuses is replaced once, by one fetch for everybody. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FreshCredentialsTest {
  private final AtomicInteger fetches = new AtomicInteger();

  private Credentials from(String... tokens) {
    return Credentials.refreshing(
        () -> {
          int turn = Math.min(fetches.getAndIncrement(), tokens.length - 1);
          return CompletableFuture.completedFuture(tokens[turn]);
        });
  }

  @Test
  void aRefusedTokenIsReplacedAndTheCallMadeAgain() throws Exception {
    try (Bench bench = Bench.open(o -> o.credentials(from("stale-token", Bench.TOKEN)))) {
      assertThat(bench.client.submit(Bench.task()).id()).contains("task-1");

      assertThat(fetches).hasValue(2);
      assertThat(bench.fake.ledger().createsReceived()).isEqualTo(2);
      assertThat(bench.fake.ledger().creates()).isEqualTo(1);
    }
  }

  @Test
  void aSecondRefusalIsSurfaced() throws Exception {
    try (Bench bench = Bench.open(o -> o.credentials(from("stale-token", "stale-too")))) {
      CredentialsException refused =
          catchThrowableOfType(CredentialsException.class, () -> bench.client.status("task-1"));

      assertThat(refused.facts().status()).hasValue(401);
      assertThat(refused.facts().attempts()).isEqualTo(2);
      assertThat(fetches).hasValue(2);
    }
  }

  @Test
  void manyRefusedAtOnceCauseOneFetch() throws Exception {
    CompletableFuture<String> fetch = new CompletableFuture<>();
    Credentials slow =
        Credentials.refreshing(
            () ->
                fetches.getAndIncrement() == 0
                    ? CompletableFuture.completedFuture("stale-token")
                    : fetch);
    try (Bench bench = Bench.open(o -> o.credentials(slow))) {
      String id = idOfAJob(bench, fetch);
      bench.fake.fault(FunctionRunnerOperation.ANY, WireFault.status(401));
      List<CompletableFuture<?>> calls = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        calls.add(bench.client.statusAsync(id));
      }
      CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);

      assertThat(fetches.get()).isLessThanOrEqualTo(3);
      assertThat(bench.fake.ledger().requests())
          .extracting(ReceivedRequest::operation)
          .contains(FunctionRunnerOperation.READ_STATUS);
    }
  }

  /** The first token is refused, the second is what the fake wants. */
  private String idOfAJob(Bench bench, CompletableFuture<String> fetch) throws Exception {
    var submission = bench.client.submitAsync(Bench.task());
    bench.fake.ledger().await(FunctionRunnerOperation.SUBMIT_TASK, 1);
    assertThat(submission).isNotDone();
    fetch.complete(Bench.TOKEN);
    var job = submission.get(10, TimeUnit.SECONDS);
    job.detach();
    return job.id().orElseThrow();
  }

  @Test
  void aTokenThatCannotBeFetchedSendsNothing() {
    Credentials broken =
        Credentials.refreshing(
            () -> CompletableFuture.failedFuture(new IllegalStateException("no login today")));
    try (Bench bench = Bench.open(o -> o.credentials(broken))) {
      CredentialsException unsent =
          catchThrowableOfType(CredentialsException.class, () -> bench.client.submit(Bench.task()));

      assertThat(unsent).isNotNull();
      assertThat(bench.fake.ledger().requests()).isEmpty();
    }
  }
}
