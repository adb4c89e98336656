package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens to a client that asks too much, too often, too long or too seldom. */
@ExtendWith(LeakCheck.class)
class StreamerLimitsTest {

  private final VirtualTime time = VirtualTime.create();

  @Test
  void nothingIsLimitedUntilToldSo() throws Exception {
    try (FakeStreamer fake = FakeStreamer.start();
        StreamerLine line = StreamerLine.open(fake)) {
      fake.everyRequest(StreamerScript.silent());
      for (int number = 0; number < 150; number++) {
        line.askReport("r-" + number);
      }
      for (int number = 0; number < 150; number++) {
        assertThat(line.nextBody().get("status").getAsString()).isEqualTo("queued");
      }
      line.ask("long", "echo", text(1024 * 1024));
      assertThat(line.nextBody().get("status").getAsString()).isEqualTo("queued");
    }
  }

  @Test
  void tenRequestsAreAtWorkAtOnce() throws Exception {
    try (FakeStreamer fake = FakeStreamer.start(options().documentedLimits().build());
        StreamerLine line = StreamerLine.open(fake);
        StreamerLine other = StreamerLine.open(fake)) {
      fake.action("generate_report", StreamerScript.silent());
      for (int number = 0; number < 10; number++) {
        line.askReport("r-" + number);
        line.next();
      }
      line.askReport("r-10");
      JsonObject error = line.nextBody();
      assertThat(error.get("code").getAsString()).isEqualTo("RATE_LIMITED");
      assertThat(error.get("request_id").getAsString()).isEqualTo("r-10");
      other.askReport("r-11");
      assertThat(other.nextBody().get("status").getAsString()).isEqualTo("queued");
    }
  }

  @Test
  void aRequestThatHasEndedMakesRoomForAnother() throws Exception {
    try (FakeStreamer fake = FakeStreamer.start(options().requestsAtOnce(1).build());
        StreamerLine line = StreamerLine.open(fake)) {
      fake.everyRequest(StreamerScript.builder().queued().result().build());
      for (int number = 0; number < 20; number++) {
        line.askReport("r-" + number);
        assertThat(line.next().get("type").getAsString()).isEqualTo("response");
        assertThat(line.next().get("type").getAsString()).isEqualTo("result");
      }
    }
  }

  @Test
  void messagesAreCountedOverASecond() throws Exception {
    try (FakeStreamer fake = FakeStreamer.start(options().messagesPerSecond(3).build());
        StreamerLine line = StreamerLine.open(fake)) {
      assertThat(health(line, 1)).isEqualTo("success");
      time.advance(Duration.ofMillis(500));
      assertThat(health(line, 2)).isEqualTo("success");
      assertThat(health(line, 3)).isEqualTo("success");
      assertThat(health(line, 4)).isEqualTo("RATE_LIMITED");
      time.advance(Duration.ofMillis(500));
      assertThat(health(line, 5)).isEqualTo("RATE_LIMITED");
      time.advance(Duration.ofSeconds(1));
      assertThat(health(line, 6)).isEqualTo("success");
    }
  }

  @Test
  void aPayloadTooLongIsAnInternalError() throws Exception {
    try (FakeStreamer fake = FakeStreamer.start(options().documentedLimits().build());
        StreamerLine line = StreamerLine.open(fake)) {
      line.ask("fits", "echo", text(1024 * 1024));
      assertThat(line.nextBody().get("status").getAsString()).isEqualTo("success");
      line.ask("long", "echo", text(1024 * 1024 + 1));
      assertThat(line.nextBody().get("code").getAsString()).isEqualTo("INTERNAL_ERROR");
    }
  }

  @Test
  void theGatewayClosesOnAMessageTooLong() throws Exception {
    String head = "{\"id\": \"a\", \"action\": \"echo\", \"payload\": ";
    int room = 128 * 1024 - head.length() - 1;
    try (FakeStreamer fake = FakeStreamer.start(options().gatewayLimits().build());
        StreamerLine line = StreamerLine.open(fake)) {
      line.send(head + text(room) + "}");
      assertThat(line.nextBody().get("status").getAsString()).isEqualTo("success");
      line.send(head + text(room + 1) + "}");
      assertThat(line.ending()).isEqualTo("1009");
      assertThat(fake.requests()).hasSize(1);
    }
  }

  @Test
  void anIdleConnectionIsClosed() throws Exception {
    try (FakeStreamer fake = FakeStreamer.start(idle(Duration.ofMillis(40)));
        StreamerLine line = StreamerLine.open(fake)) {
      assertThat(line.ending()).isEqualTo("1001");
    }
  }

  @Test
  void whoeverIsSentSomethingIsNotIdle() throws Exception {
    Duration limit = Duration.ofMillis(400);
    StreamerScript.Builder script = StreamerScript.builder().queued();
    for (int percent = 10; percent <= 60; percent += 10) {
      script.after(limit.dividedBy(4)).progress(percent, "Working");
    }
    try (FakeStreamer fake = FakeStreamer.start(idle(limit));
        StreamerLine line = StreamerLine.open(fake)) {
      fake.nextRequest(script.build());
      line.askReport("r");
      for (int frame = 0; frame < 7; frame++) {
        line.next();
      }
      assertThat(line.ending()).isEqualTo("1001");
    }
  }

  @Test
  void pingsOfTheProtocolKeepAConnection() throws Exception {
    Duration limit = Duration.ofMillis(400);
    OkHttpClient pinging = new OkHttpClient.Builder().pingInterval(limit.dividedBy(8)).build();
    try (FakeStreamer fake = FakeStreamer.start(idle(limit))) {
      String url = fake.url() + "?Authorization=" + StreamerTokens.valid();
      WebSocket socket =
          pinging.newWebSocket(new Request.Builder().url(url).build(), new WebSocketListener() {});
      FakeSocket seen = fake.sockets().await(1);
      long end = System.nanoTime() + limit.multipliedBy(2).toNanos();
      while (System.nanoTime() < end) {
        assertThat(seen.isOpen()).isTrue();
        Thread.sleep(10);
      }
      assertThat(seen.pings()).isGreaterThan(2);
      socket.cancel();
    } finally {
      pinging.dispatcher().executorService().shutdown();
      pinging.connectionPool().evictAll();
    }
  }

  @Test
  void aConnectionIsClosedWhenItIsOldHoweverBusy() throws Exception {
    FakeStreamerOptions options = options().lifeLimit(Duration.ofMillis(300)).build();
    try (FakeStreamer fake = FakeStreamer.start(options);
        StreamerLine line = StreamerLine.open(fake)) {
      fake.nextRequest(StreamerScript.silent());
      line.askReport("r");
      line.next();

      assertThat(line.ending()).isEqualTo("1001");
    }
  }

  @Test
  void aLimitOfNothingIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> options().requestsAtOnce(0));
    assertThatIllegalArgumentException().isThrownBy(() -> options().lifeLimit(Duration.ZERO));
  }

  /** The status or the code of the answer. */
  private static String health(StreamerLine line, int number) throws Exception {
    line.ask("h-" + number, "health", "null");
    JsonObject body = line.nextBody();
    return body.get(body.has("status") ? "status" : "code").getAsString();
  }

  private FakeStreamerOptions.Builder options() {
    return FakeStreamerOptions.builder().clock(time);
  }

  private FakeStreamerOptions idle(Duration limit) {
    return options().idleLimit(limit).build();
  }

  /** A JSON text of so many bytes. */
  private static String text(int bytes) {
    return "\"" + "x".repeat(bytes - 2) + "\"";
  }
}
