package dev.longhaul.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.policy.Credentials;
import dev.longhaul.realtime.ConnectionState;
import dev.longhaul.realtime.RealtimeOptions;
import dev.longhaul.testkit.FakeSocket;
import dev.longhaul.testkit.FakeStreamer;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import dev.longhaul.testkit.StreamerTokens;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As whom the server is called, and what is known to be refused before it is called. */
@ExtendWith(LeakCheck.class)
class TokenTest {
  private static StreamerBench open(Credentials credentials) {
    return StreamerBench.open(fake -> fake, options -> options.credentials(credentials), s -> s);
  }

  static Stream<Map.Entry<String, String>> flawed() {
    return Stream.of(
        Map.entry("sub", StreamerTokens.without("sub")),
        Map.entry("tenant_id", StreamerTokens.without("tenant_id")),
        Map.entry("sub", StreamerTokens.of(" ", "t", Instant.parse("2100-01-01T00:00:00Z"))),
        Map.entry("exp", StreamerTokens.of("u", "t", Instant.now())),
        Map.entry("three parts", "not-a-token"),
        Map.entry("three parts", "a.b.c"),
        Map.entry("three parts", "a.!!!.c"),
        Map.entry("three parts", "a." + "b".repeat(50) + ".c"));
  }

  @ParameterizedTest
  @MethodSource("flawed")
  void aTokenThatWouldBeRefusedIsNotSent(Map.Entry<String, String> flaw) throws Exception {
    try (StreamerBench bench = open(Credentials.bearer(flaw.getValue()))) {
      assertThatThrownBy(bench.client::health)
          .isInstanceOfSatisfying(
              CredentialsException.class,
              refused -> assertThat(refused.facts().reach()).isEqualTo(Reach.NOT_SENT))
          .hasMessageContaining(flaw.getKey())
          .hasMessageNotContaining(flaw.getValue());
      assertThat(bench.fake.ledger().requests()).isEmpty();
      assertThat(bench.client.connection().status().state()).isEqualTo(ConnectionState.ERROR);
      assertThat(bench.client.toString()).doesNotContain(flaw.getValue());
    }
  }

  @Test
  void whatElseATokenLacksIsForTheServerToJudge() throws Exception {
    try (StreamerBench bench = open(Credentials.bearer(StreamerTokens.without("exp")))) {
      assertThat(bench.client.health().getStatus()).isEqualTo("healthy");
    }
    JsonObject early = new JsonObject();
    early.addProperty("sub", "u");
    early.addProperty("tenant_id", "t");
    early.addProperty("nbf", 4_000_000_000L);
    try (StreamerBench bench = open(Credentials.bearer(StreamerTokens.of(early)))) {
      assertThatThrownBy(bench.client::health).isInstanceOf(CredentialsException.class);
      assertThat(bench.fake.ledger().requests()).hasSize(1);
    }
  }

  @Test
  void theTokenTravelsInTheQueryBesideWhatTheUrlHolds() throws Exception {
    FakeStreamer fake = FakeStreamer.start();
    try (StreamerClient client =
        StreamerClient.open(StreamerBench.options(fake.url() + "?region=eu%20west").build())) {
      client.health();
      FakeSocket socket = fake.sockets().await(1);
      assertThat(socket.query())
          .isEqualTo(Map.of("region", "eu west", "Authorization", StreamerTokens.valid()));
      assertThat(socket.headers().keySet()).noneMatch("authorization"::equalsIgnoreCase);
      assertThat(client.toString()).doesNotContain("region", StreamerTokens.valid());
    } finally {
      fake.close();
    }
  }

  @Test
  void theTokenTravelsInAHeaderWhereTheOptionsSaySo() throws Exception {
    try (StreamerBench bench =
        StreamerBench.open(streamer -> streamer.realtime(RealtimeOptions.defaults()))) {
      bench.client.health();
      FakeSocket socket = bench.fake.sockets().await(1);
      assertThat(socket.query()).isEmpty();
      assertThat(socket.headers().keySet()).anyMatch("authorization"::equalsIgnoreCase);
    }
  }

  @Test
  void everySocketGetsAFreshToken() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Credentials fresh =
        Credentials.refreshing(
            () -> {
              int n = asked.incrementAndGet();
              return CompletableFuture.completedFuture(
                  n == 1 ? StreamerTokens.without("sub") : StreamerTokens.valid());
            });
    try (StreamerBench bench = open(fresh)) {
      assertThat(bench.client.health().getStatus()).isEqualTo("healthy");
      assertThat(asked).hasValue(2); // the first was known to be refused
      assertThat(bench.fake.ledger().requests()).hasSize(1);
    }
  }

  @Test
  void aConnectionThatGaveUpTriesAgainWithTheNextRequest() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      bench.fake.sockets().fault(SocketFault.refuse(403, Map.of(), "{\"error\":\"no\"}"));
      assertThatThrownBy(bench.client::health).isInstanceOf(CredentialsException.class);
      assertThat(bench.client.health().getStatus()).isEqualTo("healthy");
    }
  }

  @Test
  void aServerThatCannotBeReachedAndMayNotBeTriedAgainEndsTheRequest() throws Exception {
    try (StreamerBench bench =
        StreamerBench.open(
            s -> s.realtime(s.build().realtime().toBuilder().maxAttempts(2).build()))) {
      bench.fake.sockets().always(SocketFault.garbageHandshake());
      assertThatThrownBy(bench.client::health)
          .isInstanceOfSatisfying(
              UnreachableException.class,
              error -> assertThat(error.facts().reach()).isEqualTo(Reach.NOT_SENT));
    }
  }
}
