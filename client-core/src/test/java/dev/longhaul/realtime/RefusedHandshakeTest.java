package dev.longhaul.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server says to a handshake decides whether there is another, and as whom. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusedHandshakeTest {
  private static final RealtimeOptions QUICK = SocketBench.QUICK;

  private static SocketFault refuse(int status) {
    return SocketFault.refuse(status, Map.of(), "no");
  }

  private static SocketBench as(Credentials credentials, RealtimeOptions realtime) {
    return new SocketBench(realtime, options -> options.credentials(credentials));
  }

  @Test
  void aRefusedTokenIsReplacedOnceByAFreshOne() throws InterruptedException {
    AtomicInteger fetched = new AtomicInteger();
    Credentials fresh =
        Credentials.refreshing(
            () -> CompletableFuture.completedFuture("t0ken-" + fetched.incrementAndGet()));
    try (SocketBench bench = as(fresh, QUICK)) {
      bench.server.sockets().fault(refuse(401));
      bench.connection.connect();
      assertThat(bench.until(ConnectionState.RECONNECTING).reason())
          .isEqualTo(ConnectionReason.CREDENTIALS);
      bench.until(ConnectionState.CONNECTED);
      assertThat(bench.socket(1).headers().get("Authorization")).containsExactly("Bearer t0ken-2");

      bench.server.sockets().always(refuse(401));
      bench.connection.reconnect();
      ConnectionStatus end = bench.until(ConnectionState.ERROR);
      assertThat(end.error()).containsInstanceOf(CredentialsException.class);
      assertThat(fetched).hasValue(3);
    }
  }

  @Test
  void aTokenThatCannotBeReplacedIsTriedOnce() throws InterruptedException {
    try (SocketBench bench = as(Credentials.bearer("stale-token"), QUICK)) {
      bench.server.sockets().always(refuse(401));
      bench.connection.connect();

      ConnectionStatus end = bench.until(ConnectionState.ERROR);
      assertThat(end.attempts()).isZero();
      assertThat(end + end.error().orElseThrow().toString() + bench.connection)
          .doesNotContain("stale-token");
      bench.server.sockets().clearFaults();
      bench.connection.connect();
      bench.until(ConnectionState.CONNECTED);
    }
  }

  @Test
  void aTokenThatIsKnownToBeFlawedIsNotSent() throws InterruptedException {
    AtomicInteger fetched = new AtomicInteger();
    Credentials fresh =
        Credentials.refreshing(
            () -> CompletableFuture.completedFuture("t0ken-" + fetched.incrementAndGet()));
    try (SocketBench bench = as(fresh, QUICK)) {
      LonghaulException flaw = InvalidInputException.of("token", "has run out", "Pass another.");
      bench.protocol.flaw = Optional.of(flaw);
      bench.connection.connect();

      assertThat(bench.until(ConnectionState.ERROR).error()).contains(flaw);
      assertThat(fetched).hasValue(2);
      assertThat(bench.server.socketsOpened()).isZero();
      assertThat(bench.server.ledger().toString()).doesNotContain("t0ken");
    }
  }

  @Test
  void credentialsThatCannotBeHadAreAskedForAgain() throws InterruptedException {
    AtomicInteger fetched = new AtomicInteger();
    Credentials late =
        Credentials.refreshing(
            () ->
                fetched.incrementAndGet() < 3
                    ? CompletableFuture.failedFuture(new IllegalStateException("down"))
                    : CompletableFuture.completedFuture("t0ken"));
    try (SocketBench bench = as(late, QUICK)) {
      bench.connection.connect();

      assertThat(bench.until(ConnectionState.RECONNECTING).error())
          .containsInstanceOf(CredentialsException.class);
      assertThat(bench.until(ConnectionState.CONNECTED).attempts()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 400, 403, 404, 426})
  void aStatusThatWillNotPassEndsIt(int status) throws InterruptedException {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      bench.server.sockets().always(refuse(status));
      bench.connection.connect();

      ConnectionStatus end = bench.until(ConnectionState.ERROR);
      assertThat(end.error())
          .containsInstanceOf(
              switch (status) {
                case 403 -> CredentialsException.class;
                case 404 -> NotFoundException.class;
                case 200, 302 -> UnexpectedAnswerException.class;
                default -> RefusedException.class;
              });
      assertThat(end.reason())
          .isEqualTo(
              status == 403 ? ConnectionReason.CREDENTIALS : ConnectionReason.HANDSHAKE_REFUSED);
      assertThatThrownBy(() -> bench.connection.awaitConnected(Duration.ofSeconds(5)))
          .isInstanceOf(LonghaulException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503})
  void aStatusThatWillPassIsTriedAgain(int status) throws InterruptedException {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      bench.server.sockets().fault(refuse(status));
      bench.connection.connect();

      ConnectionStatus later = bench.until(ConnectionState.RECONNECTING);
      assertThat(later.reason()).isEqualTo(ConnectionReason.NOT_NOW);
      assertThat(later.error().orElseThrow())
          .isInstanceOf(status == 429 ? RateLimitedException.class : ServiceFailedException.class);
      bench.until(ConnectionState.CONNECTED);
    }
  }

  @Test
  void retryAfterIsWaitedFor() throws InterruptedException {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      bench.server.sockets().always(SocketFault.refuse(503, Map.of("Retry-After", "40"), "later"));
      bench.connection.connect();

      ConnectionStatus later = bench.until(ConnectionState.RECONNECTING);
      assertThat(Duration.between(later.since(), later.nextAttempt().orElseThrow()))
          .isBetween(Duration.ofSeconds(39), Duration.ofSeconds(41));
      bench.server.sockets().clearFaults();
      bench.connection.reconnect();
      bench.until(ConnectionState.CONNECTED);
    }
  }

  @Test
  void aHandshakeThatStallsIsGivenUpInTime() throws InterruptedException {
    RealtimeOptions impatient = QUICK.toBuilder().handshakeTimeout(Duration.ofMillis(100)).build();
    try (SocketBench bench = SocketBench.of(impatient)) {
      bench.server.sockets().fault(SocketFault.stallHandshake());
      bench.connection.connect();

      ConnectionStatus late = bench.until(ConnectionState.RECONNECTING);
      assertThat(late.reason()).isEqualTo(ConnectionReason.UNREACHABLE);
      assertThat(late.error()).containsInstanceOf(UnreachableException.class);
      bench.until(ConnectionState.CONNECTED);
    }
  }

  @Test
  void anAnswerThatIsNoHttpIsNoReasonToGiveUp() throws InterruptedException {
    try (SocketBench bench = SocketBench.of(QUICK)) {
      bench.server.sockets().fault(SocketFault.garbageHandshake());
      bench.connection.connect();

      ConnectionStatus odd = bench.until(ConnectionState.RECONNECTING);
      assertThat(odd.reason()).isEqualTo(ConnectionReason.UNREACHABLE);
      assertThat(odd.error().orElseThrow().toString()).doesNotContain("nothing that HTTP knows");
      bench.until(ConnectionState.CONNECTED);
    }
  }

  @Test
  void nobodyThereIsTriedAgain() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ClientOptions options = ClientOptions.builder("ws://127.0.0.1:" + port + "/ws").build();
    try (RealtimeConnection connection =
        RealtimeConnection.open("test", new RecordedProtocol(), options, QUICK)) {
      connection.connect();
      SocketBench.await(() -> connection.status().attempts() > 2);

      assertThat(connection.awaitConnected(Duration.ofMillis(10))).isFalse();
      assertThat(connection.status().error().orElseThrow())
          .hasMessageContaining("Nothing accepts connections");
    }
  }

  @Test
  void everyAddressOfAHostIsTried() throws Exception {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .dns(
                name ->
                    List.of(
                        InetAddress.getByAddress(name, new byte[] {127, 0, 0, 9}),
                        InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1})))
            .build();
    try (SocketBench bench =
        new SocketBench(
            QUICK,
            options ->
                options
                    .baseUrl(options.build().baseUrl().toString().replace("127.0.0.1", "localhost"))
                    .httpClient(client))) {
      bench.connection.connect();

      assertThat(bench.until(ConnectionState.CONNECTED).attempts()).isZero();
    }
  }

  @Test
  void theTokenTravelsInTheHeaderBesideTheCallersHeaders() throws InterruptedException {
    try (SocketBench bench =
        new SocketBench(
            QUICK,
            options -> options.credentials(Credentials.bearer("t0ken")).header("X-Tenant", "us"))) {
      bench.connection.connect();

      assertThat(bench.socket(1).headers().get("Authorization")).containsExactly("Bearer t0ken");
      assertThat(bench.socket(1).headers().get("X-Tenant")).containsExactly("us");
      assertThat(bench.socket(1).query()).isEmpty();
    }
  }

  @Test
  void theTokenTravelsEscapedBesideTheUrlsOwnQuery() throws InterruptedException {
    RealtimeOptions inQuery = QUICK.toBuilder().tokenParameter("Authorization").build();
    String token = "t0ken+/=&a%b";
    try (SocketBench bench =
        new SocketBench(
            inQuery,
            options ->
                options
                    .baseUrl(options.build().baseUrl() + "?stage=a%26b&v=2")
                    .credentials(Credentials.bearer(token)))) {
      bench.connection.connect();
      bench.until(ConnectionState.CONNECTED);

      assertThat(bench.socket(1).query())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("stage", "a&b", "v", "2", "Authorization", token));
      assertThat(bench.socket(1).headers()).doesNotContainKey("Authorization");
      assertThat(bench.connection.toString() + bench.connection.status()).doesNotContain("t0ken");
    }
  }

  @Test
  void aBaseUrlThatIsNoWebSocketsIsRefused() {
    ClientOptions options = ClientOptions.builder("http://127.0.0.1:1").build();

    assertThatThrownBy(
            () -> RealtimeConnection.open("test", new RecordedProtocol(), options, QUICK))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("baseUrl");
  }
}
