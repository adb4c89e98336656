package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(LeakCheck.class)
class SocketFaultTest {

  private static final List<String> FIVE = List.of("0", "1", "2", "3", "4");

  private final FakeProjectEvents fake =
      FakeProjectEvents.start(
          FakeProjectEventsOptions.builder().withoutGreeting().heartbeat(Duration.ZERO).build());

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void aDropComesAfterSoManyMessages() throws Exception {
    SocketClient client = meeting(SocketFault.dropAfter(2));

    sendFive();

    assertThat(client.end()).isEqualTo("failed");
    assertThat(client.rest()).containsExactly("0", "1");
    assertThat(fake.openSockets()).isZero();
  }

  @Test
  void aDropAfterNoMessageComesAtOnce() throws Exception {
    SocketClient client = meeting(SocketFault.dropAfter(0));

    assertThat(client.end()).isEqualTo("failed");
    assertThat(fake.socketsOpened()).isEqualTo(1);
  }

  @Test
  void aResetComesAfterSoManyMessages() throws Exception {
    fake.sockets().fault(SocketFault.resetAfter(1));
    try (RawSocket client = new RawSocket(fake.socketUrl())) {
      fake.sockets().await(1).send("x");

      assertThatThrownBy(
              () -> {
                client.read();
                client.read();
              })
          .hasMessageContaining("reset");
    }
  }

  @Test
  void silenceComesAfterSoManyMessages() throws Exception {
    try (SocketClient client = meeting(SocketFault.silentAfter(3))) {
      sendFive();

      assertThat(client.next(3)).containsExactly("0", "1", "2");
      assertThat(fake.openSockets()).isEqualTo(1);
      client.send("{}");
      client.socket().cancel();
      fake.sockets().awaitNoneOpen();
      assertThat(client.rest()).isEmpty();
      assertThat(fake.received()).isEmpty();
    }
  }

  @Test
  void messagesComeTwice() throws Exception {
    try (SocketClient client = meeting(SocketFault.duplicateFrames())) {
      fake.sockets().await(1).send("a");
      fake.sockets().await(1).send("b");

      assertThat(client.next(4)).containsExactly("a", "a", "b", "b");
    }
  }

  @Test
  void messagesChangePlacesTheSameWayForTheSameSeed() throws Exception {
    List<List<String>> orders = new ArrayList<>();
    for (int run = 1; run <= 2; run++) {
      try (SocketClient client = meeting(SocketFault.reorderFrames(5, 3))) {
        FIVE.forEach(fake.sockets().await(run)::send);
        orders.add(client.next(5));
      }
    }

    assertThat(orders.get(0)).containsExactlyInAnyOrderElementsOf(FIVE).isNotEqualTo(FIVE);
    assertThat(orders.get(1)).isEqualTo(orders.get(0));
  }

  @Test
  void messagesThatFillNoGroupStillArrive() throws Exception {
    try (SocketClient client = meeting(SocketFault.reorderFrames(8, 3))) {
      sendFive();

      assertThat(client.next(5)).isEqualTo(FIVE);
    }
  }

  @Test
  void messagesComeLateAndInOrder() throws Exception {
    try (SocketClient client = meeting(SocketFault.delayFrames(Duration.ofMillis(60)))) {
      long begin = System.nanoTime();
      sendFive();

      assertThat(client.next(5)).isEqualTo(FIVE);
      assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofMillis(59).toNanos());
    }
  }

  @Test
  void pingsComeWithoutEndAndMessagesAmongThem() throws Exception {
    try (SocketClient client = meeting(SocketFault.floodOfPings())) {
      FakeSocket socket = fake.sockets().await(1);
      client.send("{\"type\":\"a\"}");
      socket.next();
      socket.send("still here");

      assertThat(client.next()).isEqualTo("still here");
      client.send("{\"type\":\"b\"}");
      socket.next();
      assertThat(socket.pongs()).isGreaterThan(1);
    }
    fake.sockets().awaitNoneOpen();
  }

  @Test
  void anOversizedFrameHasTheLengthItAnnounces() throws Exception {
    try (SocketClient client = meeting(SocketFault.oversizedFrame(3_000_000))) {
      String text = client.next();
      fake.sockets().await(1).send("and on");

      assertThat(text).hasSize(3_000_000);
      assertThat(JsonParser.parseString(text).isJsonObject()).isTrue();
      assertThat(client.next()).isEqualTo("and on");
    }
  }

  @Test
  void aClientMayLeaveInTheMiddleOfAnOversizedFrame() throws Exception {
    fake.sockets().fault(SocketFault.oversizedFrame(1L << 40));
    try (RawSocket client = new RawSocket(fake.socketUrl())) {
      assertThat(client.read().first()).isEqualTo(0x81);
    }

    fake.sockets().awaitNoneOpen();
  }

  @Test
  void aTruncatedFrameEndsTheConnection() throws Exception {
    SocketClient client = meeting(SocketFault.truncatedFrame());

    assertThat(client.end()).isEqualTo("failed");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void bytesThatAreNoUtf8ReachTheClient() throws Exception {
    fake.sockets().fault(SocketFault.invalidUtf8());
    try (RawSocket client = new RawSocket(fake.socketUrl())) {
      RawSocket.Frame frame = client.read();

      assertThat(frame.first()).isEqualTo(0x81);
      assertThat(ByteBuffer.wrap(frame.payload()))
          .isNotEqualTo(ByteBuffer.wrap(frame.text().getBytes("UTF-8")));
    }
  }

  @Test
  void oneBadMessageComesAndThenAllIsWell() throws Exception {
    fake.sockets().fault(SocketFault.binaryFrame());
    try (RawSocket client = new RawSocket(fake.socketUrl())) {
      RawSocket.Frame frame = client.read();

      assertThat(frame.first()).isEqualTo(0x82);
      assertThat(frame.payload()).hasSize(32);
      fake.sockets().await(1).sendBinary(new byte[] {1, 2});
      assertThat(client.read().payload()).containsExactly(1, 2);
    }
    try (SocketClient client = meeting(SocketFault.malformedJson())) {
      fake.sockets().await(2).send("fine");
      String text = client.next();

      assertThat(text).startsWith("{");
      assertThatThrownBy(() -> JsonParser.parseString(text)).isNotNull();
      assertThat(client.next()).isEqualTo("fine");
    }
  }

  @Test
  void deepJsonIsAsDeepAsAsked() throws Exception {
    try (SocketClient client = meeting(SocketFault.deepJson(5_000))) {
      String text = client.next();

      assertThat(text.chars().filter(letter -> letter == '{').count()).isEqualTo(5_000);
      assertThat(text.chars().filter(letter -> letter == '}').count()).isEqualTo(5_000);
    }
  }

  @Test
  void aCloseRightAfterTheOpeningHasItsCode() throws Exception {
    assertThat(meeting(SocketFault.closeWith(1013, "later")).end()).isEqualTo("closed 1013 later");
    fake.sockets().awaitNoneOpen();
  }

  @Test
  void aFaultMeetsOneConnectionOrAllUntilCleared() throws Exception {
    fake.sockets().always(SocketFault.closeWith(1001, "always"));
    fake.sockets().fault(SocketFault.closeWith(1012, "once"));

    assertThat(SocketClient.to(fake.socketUrl()).end()).isEqualTo("closed 1012 once");
    assertThat(SocketClient.to(fake.socketUrl()).end()).isEqualTo("closed 1001 always");
    assertThat(SocketClient.to(fake.socketUrl()).end()).isEqualTo("closed 1001 always");
    fake.sockets().clearFaults();
    try (SocketClient client = SocketClient.open(fake.socketUrl())) {
      client.send("{\"type\":\"ping\"}");
      assertThat(client.next()).contains("pong");
    }
  }

  @Test
  void chanceIsTheSameForTheSameSeed() {
    List<SocketFault> faults = List.of(SocketFault.dropAfter(1), SocketFault.binaryFrame());
    SocketFault chance = SocketFault.seeded(7, 0.5, faults);
    SocketFault again = SocketFault.seeded(7, 0.5, faults);
    SocketFault other = SocketFault.seeded(8, 0.5, faults);

    List<SocketFault> met = IntStream.range(1, 201).mapToObj(chance::at).toList();

    assertThat(IntStream.range(1, 201).mapToObj(again::at).toList()).isEqualTo(met);
    assertThat(IntStream.range(1, 201).mapToObj(other::at).toList()).isNotEqualTo(met);
    assertThat(met).filteredOn(SocketFault.NONE::equals).hasSizeBetween(70, 130);
    assertThat(met).filteredOn(faults.get(0)::equals).hasSizeBetween(25, 75);
    assertThat(SocketFault.seeded(7, 0, faults).at(1)).isEqualTo(SocketFault.NONE);
  }

  @Test
  void aShareOutsideItsBoundsIsRefused() {
    assertThatThrownBy(() -> SocketFault.seeded(1, 1.5, List.of(SocketFault.binaryFrame())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SocketFault.seeded(1, 0.5, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SocketFault.dropAfter(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private SocketClient meeting(SocketFault fault) throws Exception {
    fake.sockets().fault(fault);
    return SocketClient.open(fake.socketUrl());
  }

  private void sendFive() throws InterruptedException {
    FIVE.forEach(fake.sockets().await(1)::send);
  }
}
