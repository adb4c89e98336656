package dev.longhaul.projectevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.job.Registration;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.realtime.ConnectionState;
import dev.longhaul.testkit.FakeProjectEventsOptions;
import dev.longhaul.testkit.FakeSocket;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who hears which events, and what the wire does to them. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListeningTest {
  @Test
  void eventsOfASubscribedProjectAreHeardAndOthersAreNot() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      Registration subscription = bench.client.subscribe("p");
      bench.awaitSubscriptions("p", 1);
      bench.fake.publish("q", event("git.push", "q", "x"));
      bench.fake.publish("p", event("git.push", "p", "main"));

      assertThat(bench.next(ProjectEvent.GitChanged.class).frame().getRef()).isEqualTo("main");
      subscription.close();
      bench.awaitSubscriptions("p", 0);
      assertThat(bench.heardNothingMore()).isTrue();
    }
  }

  @Test
  void aProjectIsAskedForOnceHoweverManySubscribe() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      Registration one = bench.client.subscribe("p");
      Registration other = bench.client.on("p", event -> {});
      bench.awaitSubscriptions("p", 1);
      one.close();
      one.close();
      bench.fake.publish("p", event("git.push", "p", "main"));
      bench.next();
      assertThat(bench.fake.subscriptions("p")).isEqualTo(1);
      other.close();
      bench.awaitSubscriptions("p", 0);

      assertThat(bench.fake.received().stream().filter(text -> text.contains("\"subscribe\"")))
          .hasSize(1);
    }
  }

  @Test
  void listenersByKindAndByProjectHearWhatTheyAskedFor() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      List<ProjectEvent.FileStored> files = new CopyOnWriteArrayList<>();
      List<ProjectEvent> ofQ = new CopyOnWriteArrayList<>();
      bench.client.on(ProjectEvent.FileStored.class, files::add);
      bench.client.subscribe("p");
      bench.client.on("q", ofQ::add);
      bench.awaitSubscriptions("p", 1);
      bench.awaitSubscriptions("q", 1);
      bench.fake.publish("p", event("file.uploaded", "p", "r"));
      bench.fake.publish("q", event("git.pull", "q", "r"));
      EventsBench.await(() -> files.size() == 1 && ofQ.size() == 2);

      assertThat(files.get(0).projectId()).contains("p");
      assertThat(ofQ)
          .extracting(ProjectEvent::type)
          .containsExactly("subscription.confirmed", "git.pull");
    }
  }

  @Test
  void theStreamOfAProjectSubscribesWhileSomebodyIsSubscribed() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      Recorder<ProjectEvent> recorder = new Recorder<>(1);
      bench.client.events("p").subscribe(recorder);
      bench.awaitSubscriptions("p", 1);
      bench.fake.publish("p", event("git.push", "p", "1"));
      bench.fake.publish("p", event("git.push", "p", "2"));
      bench.next();
      bench.next();
      EventsBench.await(() -> recorder.seen.size() == 1);
      recorder.subscription.join().request(1);
      EventsBench.await(() -> recorder.seen.size() == 2);
      recorder.subscription.join().cancel();

      bench.awaitSubscriptions("p", 0);
    }
  }

  @Test
  void duplicatesAreHeardOnceAndFramesWithoutTimeAlways() throws Exception {
    FakeProjectEventsOptions.Builder twice = FakeProjectEventsOptions.builder().duplicates();
    try (EventsBench bench = new EventsBench(twice, ProjectEventsOptions.builder()).connected()) {
      bench.client.subscribe("p");
      bench.awaitSubscriptions("p", 1);
      bench.fake.publish("p", event("git.push", "p", "main"));
      bench.fake.publish("p", "{\"type\":\"git.pull\",\"project_id\":\"p\"}");

      assertThat(bench.next().type()).isEqualTo("git.push");
      assertThat(bench.next().type()).isEqualTo("git.pull");
      assertThat(bench.next().type()).isEqualTo("git.pull");
    }
  }

  @Test
  void theNewestEventsAreKept() throws Exception {
    ProjectEventsOptions.Builder three = ProjectEventsOptions.builder().keep(3);
    try (EventsBench bench =
        new EventsBench(FakeProjectEventsOptions.builder(), three).connected()) {
      bench.client.subscribe("p");
      bench.awaitSubscriptions("p", 1);
      for (int i = 0; i < 5; i++) {
        bench.fake.publish("p", event("git.push", "p", "r" + i));
      }
      for (int i = 0; i < 5; i++) {
        bench.next();
      }

      assertThat(bench.client.recent())
          .extracting(event -> ((ProjectEvent.GitChanged) event).frame().getRef())
          .containsExactly("r2", "r3", "r4");
    }
  }

  @Test
  void badFramesAreEachReportedOnceAndTheSocketGoesOn() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      FakeSocket socket = bench.fake.sockets().open().get(0);
      List<String> bad =
          List.of(
              "",
              "[]",
              "{\"a\":1}",
              "{\"type\":\"git.push\"",
              "{\"type\":\"git.push\",\"ref\":[]}");
      bad.forEach(socket::send);
      socket.sendBinary(new byte[] {1, 2, 3});
      socket.send("[".repeat(100_000));
      socket.send("{\"type\":\"git.pull\"}");

      assertThat(bench.next().type()).isEqualTo("git.pull");
      EventsBench.await(() -> ignored(bench).size() == bad.size() + 2);
      assertThat(ignored(bench).toString()).doesNotContain("git");
      assertThat(bench.fake.socketsOpened()).isEqualTo(1);
    }
  }

  private static List<ClientEvent> ignored(EventsBench bench) {
    return bench.clientEvents.stream().filter(ClientEvent.FrameIgnored.class::isInstance).toList();
  }

  @Test
  void aListenerThatThrowsStaysAndHurtsNobody() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      List<String> heard = new CopyOnWriteArrayList<>();
      bench.client.listen(
          event -> {
            heard.add(event.type());
            throw new IllegalStateException("mine");
          });
      FakeSocket socket = bench.fake.sockets().open().get(0);
      socket.send("{\"type\":\"git.push\"}");
      socket.send("{\"type\":\"git.pull\"}");

      assertThat(bench.next().type()).isEqualTo("git.push");
      assertThat(bench.next().type()).isEqualTo("git.pull");
      EventsBench.await(() -> heard.containsAll(List.of("git.push", "git.pull")));
    }
  }

  @Test
  void aSlowListenerIsToldHowManyItMissedAndKeepsOnlyTheNewestProgress() throws Exception {
    ProjectEventsOptions.Builder ten = ProjectEventsOptions.builder().waitingLimit(10);
    FakeProjectEventsOptions.Builder quiet = FakeProjectEventsOptions.builder().withoutGreeting();
    try (EventsBench bench = new EventsBench(quiet, ten)) {
      CountDownLatch go = new CountDownLatch(1);
      CountDownLatch busy = new CountDownLatch(1);
      List<ProjectEvent> slow = new CopyOnWriteArrayList<>();
      bench.connected();
      bench.client.listen(
          event -> {
            busy.countDown();
            awaitQuietly(go);
            slow.add(event);
          });
      FakeSocket socket = bench.fake.sockets().open().get(0);
      socket.send("{\"type\":\"git.push\",\"ref\":\"first\"}");
      busy.await(5, TimeUnit.SECONDS);
      for (int i = 1; i <= 50; i++) {
        socket.send("{\"type\":\"task.progress\",\"task_id\":\"t\",\"progress\":" + i + "}");
        if (i <= 20) {
          socket.send("{\"type\":\"git.push\",\"ref\":\"r" + i + "\"}");
        }
      }
      socket.send("{\"type\":\"git.pull\"}");
      EventsBench.await(
          () -> bench.client.recent().stream().anyMatch(e -> e.type().equals("git.pull")));
      go.countDown();
      EventsBench.await(() -> slow.stream().anyMatch(event -> event.type().equals("git.pull")));

      // 20 pushes, 1 progress and 1 pull want to wait, of which 10 may.
      assertThat(slow).hasSize(12);
      assertThat(slow.get(1)).isEqualTo(new ProjectEvent.Missed(12));
      assertThat(slow.stream().filter(ProjectEvent.TaskChanged.class::isInstance).toList())
          .singleElement()
          .satisfies(
              event ->
                  assertThat(((ProjectEvent.TaskChanged) event).update().percent()).hasValue(50));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aRestartSuspendsAndThenSubscribesAgain() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      List<ConnectionState> states = new CopyOnWriteArrayList<>();
      bench.client.connection().listen(status -> states.add(status.state()));
      bench.client.subscribe("p");
      bench.awaitSubscriptions("p", 1);
      bench.fake.restart();
      bench.next(ProjectEvent.RestartAnnounced.class);
      bench.awaitState(ConnectionState.CONNECTED);
      EventsBench.await(() -> bench.fake.socketsOpened() == 2);
      bench.awaitSubscriptions("p", 1);
      bench.fake.publish("p", event("git.push", "p", "after"));

      assertThat(bench.next(ProjectEvent.GitChanged.class).frame().getRef()).isEqualTo("after");
      assertThat(states).contains(ConnectionState.SUSPENDED);
    }
  }

  @Test
  void aServerThatRefusesForGoodIsAnErrorUntilItIsAskedAgain() throws Exception {
    try (EventsBench bench = new EventsBench()) {
      bench.fake.sockets().fault(SocketFault.refuse(404, Map.of(), "{}"));
      bench.client.connect();
      bench.awaitState(ConnectionState.ERROR);
      assertThat(bench.client.connection().status().error()).isPresent();
      bench.connected();

      assertThat(bench.fake.socketsOpened()).isEqualTo(1);
    }
  }

  @Test
  void thePathMayNameTheOneProject() throws Exception {
    ProjectEventsOptions.Builder path = ProjectEventsOptions.builder().projectInPath("a b/c");
    try (EventsBench bench =
        new EventsBench(FakeProjectEventsOptions.builder(), path).connected()) {
      bench.client.on("a b/c", event -> {});
      bench.fake.publish("a b/c", event("git.push", "a b/c", "main"));
      bench.next(ProjectEvent.GitChanged.class);

      assertThat(bench.fake.sockets().open().get(0).path()).isEqualTo("/ws/a%20b%2Fc");
      assertThat(bench.fake.received()).noneMatch(text -> text.contains("subscribe"));
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> bench.client.subscribe("another"));
    }
  }

  @Test
  void anotherClientOfAProjectInThePathTakesThePlaceAndKeepsIt() throws Exception {
    ProjectEventsOptions path =
        EventsBench.quick(ProjectEventsOptions.builder().projectInPath("p"));
    try (EventsBench first =
            new EventsBench(
                    FakeProjectEventsOptions.builder(),
                    ProjectEventsOptions.builder().projectInPath("p"))
                .connected();
        ProjectEventsClient second =
            ProjectEventsClient.open(ClientOptions.builder(first.fake.socketUrl()).build(), path)) {
      second.connect();
      assertThat(second.connection().awaitConnected(Duration.ofSeconds(5))).isTrue();
      first.awaitState(ConnectionState.ERROR);
      assertThat(first.client.connection().status().error().orElseThrow())
          .hasMessageContaining("Another client");
      TimeUnit.MILLISECONDS.sleep(200);
      assertThat(first.fake.socketsOpened()).isEqualTo(2);

      first.client.connect();
      first.awaitState(ConnectionState.CONNECTED);
      EventsBench.await(() -> second.connection().status().state() == ConnectionState.ERROR);
    }
  }

  @Test
  void anIdThatCannotBeOneIsRefused() {
    try (EventsBench bench = new EventsBench()) {
      for (String id : List.of("", " ", "\n", "x".repeat(600))) {
        assertThatExceptionOfType(InvalidInputException.class)
            .isThrownBy(() -> bench.client.subscribe(id));
        assertThatExceptionOfType(InvalidInputException.class)
            .isThrownBy(() -> bench.client.task("p", id));
      }
    }
  }

  @Test
  void onlyTheUrlOfASocketIsTaken() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () -> ProjectEventsClient.open(ClientOptions.builder("http://localhost").build()));
  }

  @Test
  void theTokenGoesAlongAndIsInNoText() throws Exception {
    FakeProjectEventsOptions.Builder asks = FakeProjectEventsOptions.builder().token("hunter2");
    try (EventsBench bench =
        new EventsBench(
                asks,
                ProjectEventsOptions.builder(),
                options -> options.credentials(Credentials.bearer("hunter2")))
            .connected()) {
      assertThat(bench.client.toString()).contains("CONNECTED").doesNotContain("hunter2");
    }
  }

  @Test
  void closingEndsStreamsAndFuturesAndRefusesWhatFollows() throws Exception {
    EventsBench bench = new EventsBench().connected();
    Recorder<ProjectEvent> events = new Recorder<>(0);
    Recorder<TaskUpdate> task = new Recorder<>(Long.MAX_VALUE);
    bench.client.events("p").subscribe(events);
    bench.client.task("p", "t").subscribe(task);
    CompletableFuture<TaskUpdate> ended = bench.client.taskEnded("p", "u");
    Registration late = bench.client.subscribe("q");
    bench.close();
    bench.close();
    late.close();

    assertThat(events.error.get(5, TimeUnit.SECONDS)).isInstanceOf(ClientClosedException.class);
    assertThat(task.error.get(5, TimeUnit.SECONDS)).isInstanceOf(ClientClosedException.class);
    assertThat(ended)
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withCauseInstanceOf(ClientClosedException.class);
    assertThatExceptionOfType(ClientClosedException.class).isThrownBy(bench.client::connect);
    assertThatExceptionOfType(ClientClosedException.class)
        .isThrownBy(() -> bench.client.listen(event -> {}));
    Recorder<ProjectEvent> tooLate = new Recorder<>(1);
    bench.client.events().subscribe(tooLate);
    assertThat(tooLate.error.get(5, TimeUnit.SECONDS)).isInstanceOf(ClientClosedException.class);
  }

  private static String event(String type, String project, String ref) {
    return "{\"type\":\"%s\",%s,\"project_id\":\"%s\",\"ref\":\"%s\"}"
        .formatted(type, "\"timestamp\":\"2026-01-20T10:30:00Z\"", project, ref);
  }

  /** Records a stream. */
  static final class Recorder<T> implements Flow.Subscriber<T> {
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final List<T> seen = new CopyOnWriteArrayList<>(new ArrayList<>());
    final CompletableFuture<Throwable> error = new CompletableFuture<>();
    final CompletableFuture<Boolean> completed = new CompletableFuture<>();
    private final long demand;

    Recorder(long demand) {
      this.demand = demand;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
      subscription.complete(begun);
      if (demand > 0) {
        begun.request(demand);
      }
    }

    @Override
    public void onNext(T item) {
      seen.add(item);
    }

    @Override
    public void onError(Throwable thrown) {
      error.complete(thrown);
    }

    @Override
    public void onComplete() {
      completed.complete(true);
    }
  }
}
