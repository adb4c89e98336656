package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.longhaul.generated.vestis.model.JobType;
import dev.longhaul.testkit.FakeOptions.Keys;
import dev.longhaul.testkit.FakeVestisOptions.RetryHint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ImageLimitsTest {

  private final VirtualTime time = VirtualTime.create();
  private FakeVestis fake;
  private ImageCalls calls;

  @AfterEach
  void close() {
    if (fake != null) {
      calls.close();
      fake.close();
    }
  }

  @Test
  void aJobIsChargedWhenItIsMade() throws IOException {
    start(FakeVestisOptions.builder());
    assertThat(fake.creditsLeft()).isEqualTo(Integer.MAX_VALUE);
    fake.credits(9, 4);

    calls.submit();
    calls.http().post(ImageCalls.CHAT, "{}");
    calls.submit();
    Http.Answer refused = calls.create();

    assertThat(refused.status()).isEqualTo(402);
    assertThat(refused.json())
        .isEqualTo(
            JsonParser.parseString(
                """
                {"error": "Not enough credits", "credits_available": 1, "credits_required": 4}
                """));
    assertThat(fake.creditsLeft()).isEqualTo(1);
    assertThat(fake.ledger().creates()).isEqualTo(2);
  }

  @Test
  void aRepeatThatIsReplayedCostsNothing() throws IOException {
    start(FakeVestisOptions.builder().keys(Keys.REPLAYED).runningJobs(1));
    fake.credits(1, 1);
    fake.everyJob(ImageScript.stuck());

    assertThat(calls.http().post(ImageCalls.CHAT, ImageCalls.SCARF, "k").status()).isEqualTo(202);
    assertThat(calls.http().post(ImageCalls.CHAT, ImageCalls.SCARF, "k").status()).isEqualTo(202);
    assertThat(fake.creditsLeft()).isZero();
    assertThat(fake.ledger().createsFor("k")).isEqualTo(1);
  }

  @Test
  void jobsThatRunAreLimited() throws IOException {
    start(FakeVestisOptions.builder().runningJobs(3));
    fake.everyJob(ImageScript.byHand());
    calls.submit();
    calls.submit();
    fake.madeElsewhere(JobType.CHAT, ImageScript.stuck());

    Http.Answer refused = calls.create();
    assertThat(refused.status()).isEqualTo(429);
    assertThat(ImageCalls.error(refused)).isEqualTo("too many jobs are running");

    fake.job("1").failed("no");
    calls.submit();
    calls.cancel("2");
    calls.submit();
    assertThat(calls.create().status()).isEqualTo(429);
  }

  @Test
  void ofManyAtOnceOnlyAsManyAsAllowedGetAPlace() throws Exception {
    start(FakeVestisOptions.builder().runningJobs(3));
    fake.everyJob(ImageScript.stuck());
    fake.credits(1000, 1);
    ExecutorService callers = Executors.newFixedThreadPool(20);
    try {
      List<Callable<Integer>> creates = new ArrayList<>();
      for (int call = 0; call < 40; call++) {
        creates.add(() -> calls.create().status());
      }
      int made = 0;
      for (Future<Integer> create : callers.invokeAll(creates)) {
        made += create.get() == 202 ? 1 : 0;
      }
      assertThat(made).isEqualTo(3);
      assertThat(fake.creditsLeft()).isEqualTo(997);
    } finally {
      callers.shutdown();
      assertThat(callers.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void createsInAMinuteAreLimited() throws IOException {
    start(FakeVestisOptions.builder().createsPerMinute(2, RetryHint.SECONDS));
    calls.submit();
    time.advance(Duration.ofMillis(20_500));
    calls.http().post(ImageCalls.CHAT, "{}");

    Http.Answer refused = calls.create();
    assertThat(refused.status()).isEqualTo(429);
    assertThat(ImageCalls.error(refused)).isEqualTo("rate limit exceeded");
    assertThat(refused.response().header("Retry-After")).isEqualTo("40");

    time.advance(Duration.ofSeconds(39));
    assertThat(calls.create().response().header("Retry-After")).isEqualTo("1");
    time.advance(Duration.ofSeconds(1));
    assertThat(calls.create().status()).isEqualTo(202);
    assertThat(calls.create().status()).isEqualTo(429);
  }

  @Test
  void aLimitNeedNotTellTheTimeToWait() throws IOException {
    start(FakeVestisOptions.builder().createsPerMinute(1, RetryHint.NONE));
    calls.submit();

    Http.Answer refused = calls.create();

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.response().header("Retry-After")).isNull();
    assertThat(calls.state("1")).isEqualTo("pending");
  }

  @Test
  void limitsAreSound() {
    FakeVestisOptions.Builder builder = FakeVestisOptions.builder();

    assertThatThrownBy(() -> builder.runningJobs(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.createsPerMinute(0, RetryHint.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    start(builder);
    assertThatThrownBy(() -> fake.credits(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fake.credits(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  private void start(FakeVestisOptions.Builder options) {
    fake = FakeVestis.start(options.clock(time).build());
    calls = new ImageCalls(fake);
  }
}
