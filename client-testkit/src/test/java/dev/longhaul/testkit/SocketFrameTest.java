package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(LeakCheck.class)
class SocketFrameTest {

  private final FakeProjectEvents fake =
      FakeProjectEvents.start(
          FakeProjectEventsOptions.builder().withoutGreeting().heartbeat(Duration.ZERO).build());

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void textsOfEveryLengthGoBothWays() throws Exception {
    List<String> texts =
        IntStream.of(1, 114, 115, 65_524, 65_525, 1_000_000)
            .mapToObj(length -> "{\"type\":\"" + "x".repeat(length - 1) + "ü\"}")
            .toList();
    try (SocketClient client = SocketClient.open(fake.socketUrl())) {
      FakeSocket socket = fake.sockets().await(1);
      for (String text : texts) {
        client.send(text);
        socket.send(text);

        assertThat(socket.next().equals(text)).as("%d letters in", text.length()).isTrue();
        assertThat(client.next().equals(text)).as("%d letters out", text.length()).isTrue();
      }
      assertThat(socket.received().equals(texts)).isTrue();
    }
  }

  @Test
  void textsLeaveInFragmentsAndArriveWhole() throws Exception {
    try (SocketClient client = SocketClient.open(fake.socketUrl())) {
      FakeSocket socket = fake.sockets().await(1);

      socket.sendInFragments("häppchenweise", 2);
      socket.sendInFragments("", 5);
      socket.sendInFragments("1234", 4);

      assertThat(client.next(3)).containsExactly("häppchenweise", "", "1234");
    }
  }

  @Test
  void fragmentsAreReallyOnTheWire() throws Exception {
    try (RawSocket client = new RawSocket(fake.socketUrl())) {
      fake.sockets().await(1).sendInFragments("abc", 2);

      RawSocket.Frame first = client.read();
      RawSocket.Frame second = client.read();

      assertThat(client.head()).contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      assertThat(first.first()).isEqualTo(0x01);
      assertThat(first.text()).isEqualTo("ab");
      assertThat(second.first()).isEqualTo(0x80);
      assertThat(second.text()).isEqualTo("c");
    }
  }

  @Test
  void fragmentsOfAClientAreOneTextAlsoWithAPingBetweenThem() throws Exception {
    try (RawSocket client = new RawSocket(fake.socketUrl())) {
      client.frame(0x01, "{\"type\":");
      client.frame(0x89, "p");
      client.frame(0x80, "\"x\"}");

      RawSocket.Frame pong = client.read();
      assertThat(pong.first()).isEqualTo(0x8a);
      assertThat(pong.text()).isEqualTo("p");
      assertThat(fake.sockets().await(1).next()).isEqualTo("{\"type\":\"x\"}");
      assertThat(fake.sockets().await(1).pings()).isEqualTo(1);
    }
  }

  @Test
  void aFrameWithoutAMaskIsAProtocolError() throws IOException {
    assertThat(closeAfter(new byte[] {(byte) 0x81, 1, 'x'})).isEqualTo(1002);
  }

  @Test
  void whatTheProtocolForbidsClosesWithItsCode() throws IOException {
    assertThat(closeAfter(masked(0xc1, "x"))).as("a reserved bit").isEqualTo(1002);
    assertThat(closeAfter(masked(0x83, "x"))).as("an unknown kind").isEqualTo(1002);
    assertThat(closeAfter(masked(0x80, "x"))).as("a continuation of nothing").isEqualTo(1002);
    assertThat(closeAfter(masked(0x09, "x"))).as("a ping in fragments").isEqualTo(1002);
    assertThat(closeAfter(masked(0x8b, "x"))).as("an unknown control frame").isEqualTo(1002);
    assertThat(closeAfter(masked(0x82, "x"))).as("a binary message").isEqualTo(1003);
    assertThat(closeAfter(masked(0x81, new byte[] {(byte) 0xc3, 0x28}))).isEqualTo(1007);
    byte[] huge = ByteBuffer.allocate(10).put(1, (byte) 0xff).putLong(2, 1L << 40).array();
    huge[0] = (byte) 0x81;
    assertThat(closeAfter(huge)).as("a frame of a terabyte").isEqualTo(1009);
  }

  @Test
  void pingsAreAnsweredByTheClientAndCounted() throws Exception {
    try (SocketClient client = SocketClient.open(fake.socketUrl())) {
      FakeSocket socket = fake.sockets().await(1);

      socket.ping();
      socket.send("a client that has this has seen the ping");
      client.next();
      client.send("{\"type\":\"after\"}");
      socket.next();

      assertThat(socket.pongs()).isEqualTo(1);
    }
  }

  @Test
  void aCloseOfTheServiceReachesTheClientAndIsAnswered() throws Exception {
    SocketClient client = SocketClient.open(fake.socketUrl());
    FakeSocket socket = fake.sockets().await(1);

    socket.close(4401, "who are you");

    assertThat(socket.isOpen()).isFalse();
    assertThat(client.end()).isEqualTo("closed 4401 who are you");
    fake.sockets().awaitNoneOpen();
    assertThat(socket.closeCode()).hasValue(4401);
    assertThat(fake.openSockets()).isZero();
  }

  @Test
  void aCloseOfTheClientIsAnsweredAndKept() throws Exception {
    try (RawSocket client = new RawSocket(fake.socketUrl())) {
      client.frame(0x88, new byte[] {3, (byte) 0xe9});

      assertThat(client.closeCode()).isEqualTo(1001);
      assertThat(client.atEnd()).isTrue();
    }
    fake.sockets().awaitNoneOpen();
    assertThat(fake.sockets().all().get(0).closeCode()).hasValue(1001);
  }

  @Test
  void aCloseWithoutAnAnswerEndsTheConnectionAfterASecond() throws Exception {
    try (RawSocket client = new RawSocket(fake.socketUrl())) {
      fake.sockets().await(1).close(1001, "");

      assertThat(client.closeCode()).isEqualTo(1001);
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void aDropEndsTheStreamAndAResetBreaksIt() throws Exception {
    try (RawSocket dropped = new RawSocket(fake.socketUrl());
        RawSocket broken = new RawSocket(fake.socketUrl())) {
      fake.sockets().await(1).drop();
      fake.sockets().await(2).reset();

      assertThat(dropped.atEnd()).isTrue();
      assertThatThrownBy(broken::atEnd).hasMessageContaining("reset");
    }
    assertThat(fake.openSockets()).isZero();
  }

  @Test
  void aSilentSocketSaysAndHearsNothingAndStaysConnected() throws Exception {
    SocketClient client = SocketClient.open(fake.socketUrl());
    FakeSocket socket = fake.sockets().await(1);

    socket.fallSilent();
    client.send("{}");
    socket.send("nobody gets this");
    socket.ping();

    assertThat(socket.isOpen()).isTrue();
    assertThat(fake.openConnections()).isEqualTo(1);
    assertThat(client.hasEnded()).isFalse();
    client.close();
    fake.sockets().awaitNoneOpen();
    assertThat(client.rest()).isEmpty();
    assertThat(socket.received()).isEmpty();
    assertThat(socket.closeCode()).isEmpty();
  }

  @Test
  void rawBytesAreSentAsTheyAre() throws Exception {
    try (RawSocket client = new RawSocket(fake.socketUrl())) {
      fake.sockets().await(1).sendRaw(new byte[] {(byte) 0x81, 2, 'o', 'k'});

      assertThat(client.read().text()).isEqualTo("ok");
    }
  }

  @Test
  void aSocketsTextTellsNothingOfWhatWasSent() throws Exception {
    try (SocketClient client = SocketClient.open(fake.socketUrl())) {
      FakeSocket socket = fake.sockets().await(1);
      client.send("{\"type\":\"secret\"}");
      socket.next();

      assertThat(socket.toString()).isEqualTo("FakeSocket[1 at /ws, open]");
    }
  }

  private int closeAfter(byte[] bytes) throws IOException {
    try (RawSocket client = new RawSocket(fake.socketUrl())) {
      client.send(bytes);
      return client.closeCode();
    }
  }

  private static byte[] masked(int first, String payload) {
    return masked(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] masked(int first, byte[] payload) {
    return ByteBuffer.allocate(6 + payload.length)
        .put((byte) first)
        .put((byte) (0x80 | payload.length))
        .putInt(0)
        .put(payload)
        .array();
  }
}
