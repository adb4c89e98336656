package dev.longhaul.projectevents;

import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.realtime.ConnectionState;
import dev.longhaul.testkit.FakeProjectEvents;
import dev.longhaul.testkit.FakeProjectEventsOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A fake server of project events and a client of it, with everything that the client hears. */
final class EventsBench implements AutoCloseable {
  final FakeProjectEvents fake;
  final ProjectEventsClient client;
  final List<ClientEvent> clientEvents = new CopyOnWriteArrayList<>();
  private final BlockingQueue<ProjectEvent> heard = new LinkedBlockingQueue<>();

  EventsBench() {
    this(FakeProjectEventsOptions.builder(), ProjectEventsOptions.builder());
  }

  EventsBench(FakeProjectEventsOptions.Builder server, ProjectEventsOptions.Builder events) {
    this(server, events, options -> options);
  }

  EventsBench(
      FakeProjectEventsOptions.Builder server,
      ProjectEventsOptions.Builder events,
      UnaryOperator<ClientOptions.Builder> more) {
    fake = FakeProjectEvents.start(server.build());
    client =
        ProjectEventsClient.open(more.apply(options(fake, clientEvents)).build(), quick(events));
  }

  private static ClientOptions.Builder options(FakeProjectEvents fake, List<ClientEvent> events) {
    return ClientOptions.builder(fake.socketUrl())
        .resilience(ResilienceOptions.builder().listener(events::add).build());
  }

  static ProjectEventsOptions quick(ProjectEventsOptions.Builder events) {
    ProjectEventsOptions made = events.build();
    return made.toBuilder()
        .realtime(
            made.realtime().toBuilder()
                .backOff(Duration.ofMillis(10), 2, Duration.ofMillis(50))
                .restartDelay(Duration.ofMillis(20))
                .build())
        .build();
  }

  /** Connects, and hears what comes from now on but for signs of life. */
  EventsBench connected() throws InterruptedException {
    client.listen(
        event -> {
          if (!(event instanceof ProjectEvent.ConnectionEstablished)
              && !(event instanceof ProjectEvent.SubscriptionConfirmed)) {
            heard.add(event);
          }
        });
    client.connect();
    if (!client.connection().awaitConnected(Duration.ofSeconds(5))) {
      throw new AssertionError("not connected: " + client.connection().status());
    }
    return this;
  }

  ProjectEvent next() throws InterruptedException {
    ProjectEvent event = heard.poll(5, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no further event was heard");
    }
    return event;
  }

  <E extends ProjectEvent> E next(Class<E> type) throws InterruptedException {
    return type.cast(next());
  }

  boolean heardNothingMore() {
    return heard.isEmpty();
  }

  void awaitSubscriptions(String project, int count) throws InterruptedException {
    await(() -> fake.subscriptions(project) == count);
  }

  void awaitState(ConnectionState state) throws InterruptedException {
    await(() -> client.connection().status().state() == state);
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come true within 5 s");
      }
      Thread.sleep(2);
    }
  }

  @Override
  public void close() {
    client.close();
    fake.close();
  }
}
