package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonNull;
import com.google.gson.JsonParser;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the service keeps and loses: records, ids, and frames for connections that have ended. */
@ExtendWith(LeakCheck.class)
class StreamerMemoryTest {

  private final VirtualTime time = VirtualTime.create();
  private final FakeStreamer fake =
      FakeStreamer.start(FakeStreamerOptions.builder().clock(time).build());

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void aFakeTellsWhatItTook() throws Exception {
    try (FakeStreamer fake = FakeStreamer.start();
        StreamerLine line = StreamerLine.open(fake)) {
      fake.nextRequest(StreamerScript.failsThenRetries());
      line.askReport("r-1");
      line.next();
      assertEquals("r-1", fake.requests().get(0).id());
      assertEquals(1, fake.accepted("generate_report"));
    }
  }

  @Test
  void everyRequestIsOnRecord() throws Exception {
    try (StreamerLine first = StreamerLine.open(fake);
        StreamerLine second = StreamerLine.open(fake)) {
      first.send(
          """
          {"id": "a", "action": "health", "metadata": {"trace_id": "t-1", "number": 7}}
          """);
      first.next();
      second.ask("b", "no_such_action", "[1]");
      second.next();
    }

    assertThat(fake.requests()).extracting(StreamerRequest::id).containsExactly("a", "b");
    StreamerRequest health = fake.requests().get(0);
    assertThat(health.payload()).isEqualTo(JsonNull.INSTANCE);
    assertThat(health.metadata()).containsOnlyKeys("trace_id").containsEntry("trace_id", "t-1");
    assertThat(health.at()).isEqualTo(time.instant());
    StreamerRequest refused = fake.requests().get(1);
    assertThat(refused.payload()).isEqualTo(JsonParser.parseString("[1]"));
    assertThat(refused.connection()).isNotEqualTo(health.connection());
    assertThat(refused).hasToString("no_such_action b on connection 2 at 2026-01-01T00:00:00Z");
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void theResultIsLostWithItsConnectionAndTheWorkIsDone() throws Exception {
    fake.nextRequest(StreamerScript.quick().toBuilder().dropsAt(2).build());
    try (StreamerLine line = StreamerLine.open(fake)) {
      line.askReport("r");
      line.next();
      assertThat(line.ending()).isEqualTo(StreamerLine.dropped());
    }
    try (StreamerLine again = StreamerLine.open(fake)) {
      again.assertQuiet();
      again.askReport("r");
      assertThat(again.nextBody().get("code").getAsString()).isEqualTo("INTERNAL_ERROR");
    }
    assertThat(fake.accepted("generate_report")).isEqualTo(1);
  }

  @Test
  void aRestartDropsEverySocketAndForgetsEveryId() throws Exception {
    fake.everyRequest(StreamerScript.silent());
    try (StreamerLine first = StreamerLine.open(fake);
        StreamerLine second = StreamerLine.open(fake)) {
      first.askReport("r");
      first.next();
      fake.sockets().await(2);
      fake.restart();
      assertThat(first.ending()).isEqualTo(StreamerLine.dropped());
      assertThat(second.ending()).isEqualTo(StreamerLine.dropped());
    }
    try (StreamerLine again = StreamerLine.open(fake)) {
      again.askReport("r");
      assertThat(again.nextBody().get("status").getAsString()).isEqualTo("queued");
    }
    assertThat(fake.requests()).hasSize(2);
    assertThat(fake.accepted("generate_report")).isEqualTo(2);
  }

  @Test
  void whatIsForgottenSendsNoMoreFrames() throws Exception {
    Duration wait = Duration.ofMillis(300);
    try (StreamerLine line = StreamerLine.open(fake)) {
      fake.nextRequest(StreamerScript.builder().queued().after(wait).result().build());
      line.askReport("forgotten");
      line.next();
      fake.forgetJobs();
      fake.nextRequest(StreamerScript.builder().after(wait).immediate().build());
      line.askReport("later");

      assertThat(line.nextBody().get("request_id").getAsString()).isEqualTo("later");
    }
  }

  @Test
  void aThousandRequestsEndEachOnItsOwnConnection() throws Exception {
    fake.everyRequest(StreamerScript.builder().queued().progress(50, "Half").result().build());
    try (StreamerLine first = StreamerLine.open(fake);
        StreamerLine second = StreamerLine.open(fake)) {
      for (int number = 0; number < 500; number++) {
        first.askReport("first-" + number);
        second.askReport("second-" + number);
      }
      for (int frame = 0; frame < 1_500; frame++) {
        assertThat(first.nextBody().get("request_id").getAsString()).startsWith("first-");
        assertThat(second.nextBody().get("request_id").getAsString()).startsWith("second-");
      }
    }
    assertThat(fake.accepted("generate_report")).isEqualTo(1_000);
  }

  @Test
  void aFakeThatIsClosedDropsItsSockets() throws Exception {
    try (StreamerLine line = StreamerLine.open(fake)) {
      fake.nextRequest(StreamerScript.silent());
      line.askReport("r");
      line.next();
      fake.close();

      assertThat(line.ending()).isEqualTo(StreamerLine.dropped());
    }
  }
}
