package dev.longhaul.sora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.CircuitOpenException;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.DeadlineExceededException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.QueueFullException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.sora.SoraHealth.State;
import dev.longhaul.sora.SoraOptions.Probe;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.WireFault;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server that refuses the credentials is told from one that is down, and neither is thrown; what
 * ends a probe on this side is.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SoraHealthTest {
  private static VideoBench open(Probe probe) {
    return VideoBench.open(SoraOptions.builder().probe(probe).build());
  }

  @ParameterizedTest
  @EnumSource(Probe.class)
  void aServerThatAnswersIsUp(Probe probe) throws Exception {
    try (VideoBench bench = open(probe)) {
      SoraHealth up = new SoraHealth(State.UP, Optional.empty());
      assertThat(bench.client.health()).isEqualTo(up);
      assertThat(bench.client.healthAsync().get()).isEqualTo(up);
      assertThat(bench.fake.ledger().requests())
          .extracting(ReceivedRequest::path)
          .containsOnly(
              switch (probe) {
                case LIST -> "/v1/videos?limit=1&order=desc";
                case MODELS -> "/v1/models";
                case HEALTH -> "/v1/health";
              });
    }
  }

  @Test
  void theDialectWithoutAListHasAPathOfItsOwn() throws Exception {
    try (VideoBench bench = VideoBench.open(VideoBench.SEED)) {
      assertThat(bench.client.health().state()).isEqualTo(State.UP);
      assertThat(bench.fake.ledger().requests(SoraOperation.READ_HEALTH)).hasSize(1);
    }
  }

  static Stream<Arguments> troubles() {
    return Stream.of(
        Arguments.of(WireFault.status(401), State.CREDENTIALS_REFUSED, CredentialsException.class),
        Arguments.of(WireFault.status(403), State.CREDENTIALS_REFUSED, CredentialsException.class),
        Arguments.of(WireFault.status(500), State.DOWN, ServiceFailedException.class),
        Arguments.of(WireFault.status(503), State.DOWN, ServiceFailedException.class),
        Arguments.of(WireFault.status(429), State.UP, RateLimitedException.class),
        Arguments.of(WireFault.status(402), State.UP, QuotaExhaustedException.class),
        Arguments.of(
            WireFault.status(
                429,
                Map.of("Content-Type", "application/json"),
                "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"no\"}}"),
            State.UP,
            QuotaExhaustedException.class),
        Arguments.of(WireFault.resetBeforeRead(), State.DOWN, UnreachableException.class),
        Arguments.of(WireFault.htmlPage(), State.DOWN, UnexpectedAnswerException.class),
        Arguments.of(WireFault.status(404), State.DOWN, NotFoundException.class));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void whatIsWrongIsAValueWithItsReason(WireFault fault, State state, Class<?> reason)
      throws Exception {
    for (Probe probe : Probe.values()) {
      try (VideoBench bench = open(probe)) {
        bench.fake.always(SoraOperation.ANY, fault);

        SoraHealth health = bench.client.health();
        assertThat(health.state()).isEqualTo(state);
        assertThat(health.reason()).get().isInstanceOf(reason);
      }
    }
  }

  @Test
  void aServerThatIsNotThereIsDown() throws Exception {
    try (VideoBench bench = VideoBench.open()) {
      bench.fake.close();

      assertThat(bench.client.health().reason()).get().isInstanceOf(UnreachableException.class);
    }
  }

  @Test
  void aProbeThatTheServerDoesNotKnowHasAReasonOfItsOwn() throws Exception {
    FakeSoraOptions.Builder fake = FakeSoraOptions.builder().withoutHealth();
    SoraOptions sora = SoraOptions.builder().probe(Probe.HEALTH).build();
    try (VideoBench bench = VideoBench.open(fake, sora, options -> options)) {
      SoraHealth health = bench.client.health();

      assertThat(health.state()).isEqualTo(State.DOWN);
      assertThat(health.reason().orElseThrow())
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("does not know the path of the probe")
          .hasMessageContaining("base URL")
          .hasMessageContaining("another probe");
    }
  }

  private static VideoBench open(UnaryOperator<ClientOptions.Builder> change) {
    return VideoBench.open(FakeSoraOptions.builder(), SoraOptions.defaults(), change);
  }

  private static ResilienceOptions.Builder once() {
    return ResilienceOptions.builder().maxRetries(0);
  }

  private static Credentials refreshing(CompletableFuture<String> token) {
    return Credentials.refreshing(() -> token);
  }

  @Test
  void aServerThatNeverAnswersIsDown() throws Exception {
    ResilienceOptions brief = once().deadline(Duration.ofMillis(300)).build();
    try (VideoBench bench = open(options -> options.resilience(brief))) {
      bench.fake.always(SoraOperation.ANY, WireFault.stall());

      SoraHealth health = bench.client.health();
      assertThat(health.state()).isEqualTo(State.DOWN);
      assertThat(health.reason()).get().isInstanceOf(DeadlineExceededException.class);
    }
  }

  @Test
  void aTokenThatCannotBeHadTellsNothingOfTheServer() throws Exception {
    Credentials broken = refreshing(CompletableFuture.failedFuture(new IOException("no source")));
    try (VideoBench bench = open(options -> options.credentials(broken))) {
      assertUnasked(bench, CredentialsException.class);
    }
    ResilienceOptions brief = once().deadline(Duration.ofMillis(50)).build();
    Credentials late = refreshing(new CompletableFuture<>());
    try (VideoBench bench = open(options -> options.credentials(late).resilience(brief))) {
      assertUnasked(bench, DeadlineExceededException.class);
    }
  }

  private static void assertUnasked(VideoBench bench, Class<?> error) throws Exception {
    assertThatThrownBy(() -> bench.client.health()).isInstanceOf(error);
    assertThat(VideoBench.failure(bench.client.healthAsync())).isInstanceOf(error);
    assertThat(bench.fake.ledger().requests()).isEmpty();
  }

  @Test
  void aFullLineTellsNothingOfTheServer() throws Exception {
    ResilienceOptions narrow = once().concurrency(1, 0).build();
    try (VideoBench bench = open(options -> options.resilience(narrow))) {
      bench.fake.fault(SoraOperation.READ_VIDEO, WireFault.stall());
      CompletableFuture<?> slow = bench.client.statusAsync("video_9");

      assertThatThrownBy(() -> bench.client.health()).isInstanceOf(QueueFullException.class);
      assertThat(VideoBench.failure(bench.client.healthAsync()))
          .isInstanceOf(QueueFullException.class);
      slow.cancel(true);
    }
  }

  @Test
  void anOpenCircuitTellsNothingOfTheServer() throws Exception {
    ResilienceOptions wary = once().circuitBreaker(1, 1, Duration.ofMinutes(1)).build();
    try (VideoBench bench = open(options -> options.resilience(wary))) {
      bench.fake.fault(SoraOperation.LIST_VIDEOS, WireFault.status(500));
      assertThat(bench.client.health().state()).isEqualTo(State.DOWN);

      assertThatThrownBy(() -> bench.client.health()).isInstanceOf(CircuitOpenException.class);
      assertThat(VideoBench.failure(bench.client.healthAsync()))
          .isInstanceOf(CircuitOpenException.class);
    }
  }

  @Test
  void aClosedClientKnowsNothing() {
    try (VideoBench bench = VideoBench.open()) {
      bench.client.close();

      assertThatThrownBy(() -> bench.client.health()).isInstanceOf(ClientClosedException.class);
    }
  }
}
