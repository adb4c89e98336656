package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.generated.projectevents.model.ConnectionEstablishedFrame;
import dev.longhaul.generated.projectevents.model.ContainerReconnectFrame;
import dev.longhaul.generated.projectevents.model.HeartbeatFrame;
import dev.longhaul.generated.projectevents.model.PongFrame;
import dev.longhaul.generated.projectevents.model.SubscriptionConfirmedFrame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(LeakCheck.class)
class ProjectEventsTest {

  private static final JsonObject EVENT =
      JsonParser.parseString("{\"type\":\"git.commit\",\"project_id\":\"p\"}").getAsJsonObject();

  private final VirtualTime time = VirtualTime.create();
  private FakeProjectEvents fake = FakeProjectEvents.start();

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void aSocketIsGreetedAndEverySubscriptionConfirmed() throws Exception {
    try (SocketClient client = SocketClient.open(fake.socketUrl())) {
      Models.fit(client.nextObject(), ConnectionEstablishedFrame.class);
      client.send(frame("subscribe", "p"));
      JsonObject confirmed = client.nextObject();

      Models.fit(confirmed, SubscriptionConfirmedFrame.class);
      assertThat(confirmed.get("project_id").getAsString()).isEqualTo("p");
      assertThat(fake.subscriptions("p")).isEqualTo(1);
    }
    fake.sockets().awaitNoneOpen();
    assertThat(fake.subscriptions("p")).isZero();
  }

  @Test
  void onlySubscribersGetTheEventsOfAProject() throws Exception {
    try (SocketClient subscriber = subscribed("p");
        SocketClient other = subscribed("q")) {
      fake.publish("p", EVENT);
      fake.publish("q", "no json at all");
      fake.heartbeat();

      assertThat(subscriber.nextObject()).isEqualTo(EVENT);
      assertThat(other.next()).isEqualTo("no json at all");
      Models.fit(subscriber.nextObject(), HeartbeatFrame.class);
      Models.fit(other.nextObject(), HeartbeatFrame.class);
    }
  }

  @Test
  void anEventForAllNeedsNoSubscription() throws Exception {
    try (SocketClient client = SocketClient.open(fake.socketUrl())) {
      client.next();
      fake.publishToAll(EVENT);

      assertThat(client.nextObject()).isEqualTo(EVENT);
    }
  }

  @Test
  void whoUnsubscribedGetsNothingMore() throws Exception {
    try (SocketClient client = subscribed("p")) {
      client.send(frame("unsubscribe", "p")).send("{\"type\":\"ping\"}");
      Models.fit(client.nextObject(), PongFrame.class);
      fake.publish("p", EVENT);
      fake.heartbeat();

      assertThat(client.nextObject().get("type").getAsString()).isEqualTo("system.heartbeat");
    }
  }

  @Test
  void thePathIsASubscriptionAndASecondClientTakesThePlace() throws Exception {
    SocketClient first = SocketClient.open(fake.socketUrl() + "/p");
    first.next();
    SocketClient second = SocketClient.open(fake.socketUrl() + "/p");
    JsonObject greeting = second.nextObject();
    fake.publish("p", EVENT);

    assertThat(first.end()).startsWith("closed 1000");
    assertThat(first.rest()).isEmpty();
    Models.fit(greeting, ConnectionEstablishedFrame.class);
    assertThat(second.nextObject()).isEqualTo(EVENT);
    assertThat(fake.subscriptions("p")).isEqualTo(1);
    second.close();
  }

  @Test
  void badFramesEndTheSocketAndUnknownOnesDoNot() throws Exception {
    for (String bad : List.of("{\"a\":1}", "{\"type\":\"subscribe\"}", "[]", "no json")) {
      SocketClient client = SocketClient.open(fake.socketUrl());
      client.send(bad);
      assertThat(client.end()).startsWith("closed 1011");
    }
    try (SocketClient client = SocketClient.open(fake.socketUrl())) {
      client.next();
      client.send("{\"type\":\"session.init\",\"session_id\":\"s\",\"reconnect\":false}");
      client.send("{\"type\":\"whatever\"}").send("{\"type\":\"ping\"}");
      assertThat(client.next()).contains("pong");
    }
  }

  @Test
  void aQuietServerNeitherGreetsNorConfirmsNorAnswersPings() throws Exception {
    restartWith(
        FakeProjectEventsOptions.builder()
            .withoutGreeting()
            .withoutConfirmations()
            .withoutPongs()
            .build());
    try (SocketClient client = SocketClient.open(fake.socketUrl())) {
      client.send("{\"type\":\"ping\"}").send(frame("subscribe", "p"));
      FakeSocket socket = fake.sockets().await(1);
      socket.next();
      socket.next();
      client.send("{\"type\":\"last\"}");
      socket.next();
      fake.publish("p", EVENT);

      assertThat(client.nextObject()).isEqualTo(EVENT);
    }
  }

  @Test
  void aContainerThatGetsItsOwnEventBackSendsItTwice() throws Exception {
    restartWith(FakeProjectEventsOptions.builder().duplicates().build());
    try (SocketClient client = subscribed("p")) {
      fake.publish("p", EVENT);
      fake.heartbeat();

      assertThat(client.nextObject()).isEqualTo(EVENT);
      assertThat(client.nextObject()).isEqualTo(EVENT);
      assertThat(client.next()).contains("system.heartbeat");
    }
  }

  @Test
  void heartbeatsComeByThemselvesWhileASocketIsOpen() throws Exception {
    restartWith(
        FakeProjectEventsOptions.builder().clock(time).heartbeat(Duration.ofMillis(5)).build());
    for (int socket = 1; socket <= 2; socket++) {
      try (SocketClient client = SocketClient.open(fake.socketUrl())) {
        client.next();
        JsonObject beat = client.nextObject();
        client.next();

        assertThat(beat.get("timestamp").getAsString()).isEqualTo(time.instant().toString());
      }
      fake.sockets().awaitNoneOpen();
    }
    fake.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("fake-project-events"));
  }

  @Test
  void aRestartIsAnnouncedClosesWith1012AndForgetsSubscriptions() throws Exception {
    FakeTask task = fake.task("p", "t");
    SocketClient client = subscribed("p");

    fake.restart();

    Models.fit(client.nextOf("container.reconnect"), ContainerReconnectFrame.class);
    assertThat(client.end()).startsWith("closed 1012");
    assertThat(fake.subscriptions("p")).isZero();
    try (SocketClient again = SocketClient.open(fake.socketUrl())) {
      again.next();
      task.started();
      fake.heartbeat();
      assertThat(again.next()).contains("system.heartbeat");
    }
  }

  @Test
  void aCrashDropsEverySocketWithoutAWord() throws Exception {
    SocketClient one = subscribed("p");
    SocketClient other = subscribed("p");

    fake.crash();

    assertThat(one.end()).isEqualTo("failed");
    assertThat(other.end()).isEqualTo("failed");
    assertThat(one.rest()).isEmpty();
    assertThat(fake.openSockets()).isZero();
    assertThat(fake.socketsOpened()).isEqualTo(2);
  }

  @Test
  void everyTextIsKeptInTheOrderItCame() throws Exception {
    try (SocketClient client = SocketClient.open(fake.socketUrl())) {
      client.next();
      client.send(frame("subscribe", "p")).send("{\"type\":\"x\"}").send("{\"type\":\"ping\"}");
      client.nextOf("pong");

      assertThat(fake.received())
          .containsExactly(frame("subscribe", "p"), "{\"type\":\"x\"}", "{\"type\":\"ping\"}");
    }
  }

  private void restartWith(FakeProjectEventsOptions options) {
    fake.close();
    fake = FakeProjectEvents.start(options);
  }

  private SocketClient subscribed(String project) throws Exception {
    SocketClient client = SocketClient.open(fake.socketUrl());
    client.send(frame("subscribe", project));
    client.nextOf("subscription.confirmed");
    return client;
  }

  private static String frame(String type, String project) {
    return "{\"type\":\"%s\",\"project_id\":\"%s\"}".formatted(type, project);
  }
}
