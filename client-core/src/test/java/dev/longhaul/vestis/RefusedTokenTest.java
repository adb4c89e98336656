package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.CredentialsException;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.FakeVestisOptions;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A token that the service refused is not sent again, although by its own words it is good. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusedTokenTest {
  private static final String EMAIL = "ada@example.com";
  private static final String PASSWORD = "hunter2";
  private static final Duration LIFE = Duration.ofHours(24);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private volatile Instant now = Instant.parse("2026-03-02T09:15:00Z");
  private final FakeVestis fake =
      FakeVestis.start(
          FakeVestisOptions.builder()
              .clock(() -> now)
              .account(EMAIL, PASSWORD)
              .tokenLife(LIFE)
              .build());

  @AfterEach
  void close() {
    fake.close();
  }

  private VestisClient client() {
    Duration step = Duration.ofMillis(10);
    ClientOptions server =
        ClientOptions.builder(fake.baseUrl())
            .resilience(ResilienceOptions.builder().maxRetries(0).build())
            .watch(WatchOptions.builder().clock(() -> now).pollPace(step, 1, step).build())
            .build();
    VestisLogin login = VestisLogin.of(server, EMAIL, () -> PASSWORD);
    return VestisClient.open(server.toBuilder().credentials(login.credentials()).build());
  }

  private int sent(VestisOperation operation) {
    return fake.ledger().requests(operation).size();
  }

  private static void assertUnsent(VestisClient client) {
    CredentialsException unsent =
        catchThrowableOfType(CredentialsException.class, () -> client.jobs(10).next());
    assertThat(unsent).hasMessageContaining("nothing was sent");
    assertThat(unsent.facts().status()).isEmpty();
  }

  @Test
  void callsEndUnsentUntilTheExchangeSucceeds() throws Exception {
    try (VestisClient client = client()) {
      client.jobs(10).next();
      fake.expireTokens();
      fake.always(VestisOperation.REFRESH_TOKEN, WireFault.status(503));

      assertUnsent(client);
      assertUnsent(client);
      assertThat(sent(VestisOperation.LIST_JOBS)).isEqualTo(2);
      fake.clearFaults();
      client.jobs(10).next();

      assertThat(sent(VestisOperation.LIST_JOBS)).isEqualTo(3);
      assertThat(sent(VestisOperation.LOGIN)).isEqualTo(1);
    }
  }

  @Test
  void itStaysRefusedWhenItsTimeIsUp() throws Exception {
    try (VestisClient client = client()) {
      client.jobs(10).next();
      fake.expireTokens();
      fake.always(VestisOperation.REFRESH_TOKEN, WireFault.status(503));
      assertUnsent(client);

      now = now.plus(LIFE).minusSeconds(20);
      assertUnsent(client);

      assertThat(sent(VestisOperation.LIST_JOBS)).isEqualTo(2);
    }
  }

  @Test
  void oneThatServesInPlaceOfAnotherMayBeRefusedToo() throws Exception {
    try (VestisClient client = client()) {
      client.jobs(10).next();
      fake.always(VestisOperation.REFRESH_TOKEN, WireFault.status(503));
      now = now.plus(LIFE).minusSeconds(20);
      client.jobs(10).next();
      fake.expireTokens();

      assertUnsent(client);

      assertThat(sent(VestisOperation.LIST_JOBS)).isEqualTo(3);
    }
  }

  @Test
  void watchesGoOn() throws Exception {
    fake.everyJob(ImageScript.byHand());
    try (VestisClient client = client()) {
      JobHandle<JobResult> job = client.submit(Images.scarf());
      fake.always(VestisOperation.REFRESH_TOKEN, WireFault.status(503));
      fake.expireTokens();
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (sent(VestisOperation.REFRESH_TOKEN) < 3
          && !job.outcome().isDone()
          && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
      fake.job(job.id().orElseThrow()).completed();
      fake.clearFaults();

      assertThat(job.await(PATIENCE)).isInstanceOf(JobOutcome.Succeeded.class);
      assertThat(sent(VestisOperation.REFRESH_TOKEN)).isGreaterThanOrEqualTo(3);
    }
  }
}
