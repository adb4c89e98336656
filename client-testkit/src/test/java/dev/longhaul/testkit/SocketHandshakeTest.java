package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class SocketHandshakeTest {

  private final FakeProjectEvents fake =
      FakeProjectEvents.start(FakeProjectEventsOptions.builder().token("secret").build());
  private final OkHttpClient http = new OkHttpClient();

  @AfterEach
  void close() {
    fake.close();
    http.connectionPool().evictAll();
  }

  @Test
  void theSocketKnowsPathQueryAndHeadersOfItsHandshake() throws Exception {
    Request request =
        handshake(fake.socketUrl() + "/project%207?a=1&b=x%20y").header("X-Trace", "t-1").build();

    try (SocketClient client = SocketClient.with(request)) {
      client.next();

      FakeSocket socket = fake.sockets().open().get(0);
      assertThat(socket.id()).isEqualTo(1);
      assertThat(socket.path()).isEqualTo("/ws/project%207");
      assertThat(socket.query()).isEqualTo(Map.of("a", "1", "b", "x y"));
      assertThat(socket.headers().get("x-trace")).containsExactly("t-1");
      assertThat(fake.subscriptions("project 7")).isEqualTo(1);
      assertThat(fake.ledger().requests(ProjectEventsOperation.CONNECT)).hasSize(1);
    }
  }

  @Test
  void aHandshakeWithoutTheTokenIsRefused() throws Exception {
    SocketClient client = SocketClient.to(fake.socketUrl());

    assertThat(client.refusal()).isEqualTo(401);
    assertThat(fake.socketsOpened()).isZero();
  }

  @Test
  void whatIsNoHandshakeIsRefusedPolitely() throws IOException {
    Request.Builder plain = plain();
    assertThat(status(plain.build())).isEqualTo(426);
    assertThat(status(upgrade().header("Sec-WebSocket-Version", "8").build())).isEqualTo(426);
    assertThat(status(upgrade().header("Sec-WebSocket-Key", "short").build())).isEqualTo(400);
    assertThat(fake.socketsOpened()).isZero();
  }

  @Test
  void anotherPathOpensNoSocket() throws Exception {
    Request elsewhere = handshake(fake.socketUrl() + "/project-7/more").build();

    assertThat(SocketClient.with(elsewhere).refusal()).isEqualTo(404);
  }

  @Test
  void aRefusalCarriesStatusHeadersAndBody() throws Exception {
    fake.sockets().fault(SocketFault.refuse(503, Map.of("Retry-After", "7"), "full"));

    try (Response response = http.newCall(upgrade().build()).execute()) {
      assertThat(response.code()).isEqualTo(503);
      assertThat(response.header("Retry-After")).isEqualTo("7");
      assertThat(response.body().string()).isEqualTo("full");
    }
    try (SocketClient client = SocketClient.with(handshake(fake.socketUrl()).build())) {
      assertThat(client.next()).contains("connection.established");
    }
  }

  @Test
  void aStalledHandshakeIsNeverAnswered() {
    fake.sockets().fault(SocketFault.stallHandshake());
    OkHttpClient impatient = http.newBuilder().readTimeout(Duration.ofMillis(100)).build();

    assertThatThrownBy(() -> impatient.newCall(upgrade().build()).execute())
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void aGarbledHandshakeIsNoHttp() throws Exception {
    fake.sockets().fault(SocketFault.garbageHandshake());

    SocketClient client = SocketClient.with(handshake(fake.socketUrl()).build());

    assertThat(client.refusal()).isEqualTo(-1);
    assertThat(fake.socketsOpened()).isZero();
  }

  @Test
  void aFaultOfRequestsAlsoMeetsAHandshake() throws Exception {
    fake.fault(ProjectEventsOperation.CONNECT, WireFault.resetAfterRead());

    SocketClient client = SocketClient.with(handshake(fake.socketUrl()).build());

    assertThat(client.refusal()).isEqualTo(-1);
  }

  private int status(Request request) throws IOException {
    try (Response response = http.newCall(request).execute()) {
      return response.code();
    }
  }

  private Request.Builder plain() {
    return new Request.Builder()
        .url(fake.baseUrl() + "/ws")
        .header("Authorization", "Bearer secret");
  }

  private Request.Builder upgrade() {
    return plain()
        .header("Upgrade", "websocket")
        .header("Connection", "Upgrade")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  }

  private static Request.Builder handshake(String url) {
    return new Request.Builder().url(url).header("Authorization", "Bearer secret");
  }
}
