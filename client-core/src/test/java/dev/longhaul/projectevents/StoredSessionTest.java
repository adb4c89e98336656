package dev.longhaul.projectevents;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.generated.projectevents.model.SessionRecord;
import dev.longhaul.job.Registration;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.testkit.FakeProjectEvents;
import dev.longhaul.testkit.FakeProjectEventsOptions;
import dev.longhaul.testkit.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session outlives sockets and programs, for a day, in a file that only its owner reads. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoredSessionTest {
  @TempDir Path folder;

  @Test
  void everySocketBeginsWithTheSessionAndTheSecondIsAReturn() throws Exception {
    try (EventsBench bench = new EventsBench().connected()) {
      EventsBench.await(() -> greetings(bench.fake).size() == 1);
      bench.fake.crash();
      EventsBench.await(() -> greetings(bench.fake).size() == 2);
      List<JsonObject> both = greetings(bench.fake);

      assertThat(both.get(0).get("reconnect").getAsBoolean()).isFalse();
      assertThat(both.get(1).get("reconnect").getAsBoolean()).isTrue();
      assertThat(both.get(1).get("session_id")).isEqualTo(both.get(0).get("session_id"));
    }
  }

  @Test
  void theNextProgramReturnsWithTheSameIdAndSubscriptions() throws Exception {
    try (FakeProjectEvents fake = FakeProjectEvents.start()) {
      try (ProjectEventsClient first = client(fake)) {
        first.connect();
        first.subscribe("p");
        first.subscribe("q").close();
        EventsBench.await(() -> fake.subscriptions("p") == 1);
      }
      EventsBench.await(() -> fake.subscriptions("p") == 0);
      try (ProjectEventsClient second = client(fake)) {
        second.connect();
        EventsBench.await(() -> fake.subscriptions("p") == 1);
        List<JsonObject> both = greetings(fake);
        assertThat(both.get(1).get("reconnect").getAsBoolean()).isTrue();
        assertThat(both.get(1).get("session_id")).isEqualTo(both.get(0).get("session_id"));

        Registration takenOver = second.subscribe("p");
        assertThat(fake.subscriptions("p")).isEqualTo(1);
        takenOver.close();
        EventsBench.await(() -> fake.subscriptions("p") == 0);
      }
      assertThat(stored(fake).orElseThrow().getSubscriptions()).isEmpty();
    }
  }

  @Test
  void disconnectingEndsTheSession() throws Exception {
    try (FakeProjectEvents fake = FakeProjectEvents.start();
        ProjectEventsClient client = client(fake)) {
      client.connect();
      EventsBench.await(() -> isStored(fake));
      client.disconnect();
      EventsBench.await(() -> !isStored(fake));
      client.connect();
      EventsBench.await(() -> greetings(fake).size() == 2);
      List<JsonObject> both = greetings(fake);

      assertThat(both.get(1).get("session_id")).isNotEqualTo(both.get(0).get("session_id"));
      assertThat(both.get(1).get("reconnect").getAsBoolean()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {24 * 60 + 1, 1_000_000, -10})
  void aSessionOlderThanADayOrFromTheFutureIsNone(long minutesAgo) throws Exception {
    try (FakeProjectEvents fake = FakeProjectEvents.start()) {
      store().save(key(fake), record("ws-old", Instant.now().minusSeconds(minutesAgo * 60)));
      try (ProjectEventsClient client = client(fake)) {
        client.connect();
        EventsBench.await(() -> greetings(fake).size() == 1);
      }
      assertThat(greetings(fake).get(0).get("session_id").getAsString()).isNotEqualTo("ws-old");
      assertThat(fake.received()).noneMatch(text -> text.contains("subscribe"));
    }
  }

  @Test
  void aSessionOfAnHourAgoStillHolds() throws Exception {
    try (FakeProjectEvents fake = FakeProjectEvents.start()) {
      store().save(key(fake), record("ws-old", Instant.now().minus(Duration.ofHours(1))));
      try (ProjectEventsClient client = client(fake)) {
        client.connect();
        EventsBench.await(() -> fake.subscriptions("p") == 1);
      }
      assertThat(greetings(fake).get(0).get("session_id").getAsString()).isEqualTo("ws-old");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{",
        "[]",
        "{}",
        "{\"sessionId\":\"\",\"timestamp\":1}",
        "\u0000\u0001",
        "{\"sessionId\":7,\"subscriptions\":\"p\",\"timestamp\":\"now\"}"
      })
  void aFileThatHoldsNoSessionIsIgnored(String text) throws Exception {
    try (FakeProjectEvents fake = FakeProjectEvents.start()) {
      store().save(key(fake), record("ws-old", Instant.now()));
      Files.writeString(onlyFile(), text);
      try (ProjectEventsClient client = client(fake)) {
        client.connect();
        EventsBench.await(() -> greetings(fake).size() == 1);
      }
      assertThat(greetings(fake).get(0).get("session_id").getAsString()).startsWith("ws-");
      assertThat(stored(fake)).isPresent();
    }
  }

  @Test
  void onlyTheOwnerMayReadAndNothingElseIsLeft() throws Exception {
    Path inner = folder.resolve("a/b");
    FileSessionStore store = FileSessionStore.in(inner);
    for (int i = 0; i < 20; i++) {
      store.save("one key", record("ws-" + i, Instant.now()));
    }
    store.save("../../another key", record("ws-other", Instant.now()));

    assertThat(store.load("one key").orElseThrow().getSessionId()).isEqualTo("ws-19");
    assertThat(permissions(inner)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(inner)) {
      assertThat(files.toList())
          .hasSize(2)
          .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
    }
    store.remove("one key");
    store.remove("one key");
    assertThat(store.load("one key")).isEmpty();
  }

  @Test
  void aCrashBetweenDraftAndMoveLeavesTheOldRecord() throws Exception {
    FileSessionStore store = FileSessionStore.in(folder);
    store.save("k", record("ws-1", Instant.now()));
    Files.writeString(folder.resolve("session-123.tmp"), "{\"sessionId\":\"ws-2");

    assertThat(store.load("k").orElseThrow().getSessionId()).isEqualTo("ws-1");
  }

  @Test
  void theTokenIsInNoFile() throws Exception {
    FakeProjectEventsOptions.Builder asks = FakeProjectEventsOptions.builder().token("hunter2");
    ProjectEventsOptions.Builder stores = ProjectEventsOptions.builder().sessionStore(store());
    try (EventsBench bench =
        new EventsBench(asks, stores, options -> options.credentials(Credentials.bearer("hunter2")))
            .connected()) {
      EventsBench.await(() -> isStored(bench.fake));
      assertThat(Files.readString(onlyFile())).doesNotContain("hunter2").contains("timestamp");
      assertThat(onlyFile().toString()).doesNotContain("hunter2");
    }
  }

  @Test
  void aStoreThatFailsCostsTheSessionAndNothingElse() throws Exception {
    ProjectEventsOptions.Builder stores = ProjectEventsOptions.builder().sessionStore(new Broken());
    try (EventsBench bench =
        new EventsBench(FakeProjectEventsOptions.builder(), stores).connected()) {
      bench.client.subscribe("p");
      bench.awaitSubscriptions("p", 1);
    }
  }

  @Test
  void theStoreIsNeverCalledOnAThreadOfASocket() throws Exception {
    Watching store = new Watching();
    ProjectEventsOptions.Builder stores = ProjectEventsOptions.builder().sessionStore(store);
    try (EventsBench bench =
        new EventsBench(FakeProjectEventsOptions.builder(), stores).connected()) {
      bench.client.subscribe("p");
      EventsBench.await(() -> store.saved.contains(List.of("p")));
      bench.fake.crash();
      EventsBench.await(() -> bench.fake.socketsOpened() == 2);
    }
    assertThat(store.threads)
        .isNotEmpty()
        .noneMatch(name -> name.contains("http") || name.contains("timer") || name.contains("Ok"));
  }

  private static final class Broken implements SessionStore {
    @Override
    public Optional<SessionRecord> load(String key) throws IOException {
      throw new IOException("disk");
    }

    @Override
    public void save(String key, SessionRecord session) {
      throw new IllegalStateException("disk");
    }

    @Override
    public void remove(String key) throws IOException {
      throw new IOException("disk");
    }
  }

  private static final class Watching implements SessionStore {
    final Set<String> threads = ConcurrentHashMap.newKeySet();
    final Set<List<String>> saved = ConcurrentHashMap.newKeySet();

    @Override
    public Optional<SessionRecord> load(String key) {
      threads.add(Thread.currentThread().getName());
      return Optional.empty();
    }

    @Override
    public void save(String key, SessionRecord session) {
      threads.add(Thread.currentThread().getName());
      saved.add(session.getSubscriptions());
    }

    @Override
    public void remove(String key) {
      threads.add(Thread.currentThread().getName());
    }
  }

  private FileSessionStore store() {
    return FileSessionStore.in(folder);
  }

  private ProjectEventsClient client(FakeProjectEvents fake) {
    return ProjectEventsClient.open(
        ClientOptions.builder(fake.socketUrl()).build(),
        EventsBench.quick(ProjectEventsOptions.builder().sessionStore(store())));
  }

  private static String key(FakeProjectEvents fake) {
    return SocketUrl.key(java.net.URI.create(fake.socketUrl()));
  }

  private Optional<SessionRecord> stored(FakeProjectEvents fake) throws IOException {
    return store().load(key(fake));
  }

  private boolean isStored(FakeProjectEvents fake) {
    try {
      return stored(fake).isPresent();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow();
    }
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private static SessionRecord record(String id, Instant time) {
    return new SessionRecord()
        .sessionId(id)
        .subscriptions(List.of("p"))
        .timestamp(time.toEpochMilli());
  }

  private static List<JsonObject> greetings(FakeProjectEvents fake) {
    return fake.received().stream()
        .map(text -> JsonParser.parseString(text).getAsJsonObject())
        .filter(frame -> frame.get("type").getAsString().equals("session.init"))
        .toList();
  }
}
