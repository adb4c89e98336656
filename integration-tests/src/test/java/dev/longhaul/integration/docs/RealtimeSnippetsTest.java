package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.Registration;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.projectevents.ProjectEventsClient;
import dev.longhaul.realtime.ConnectionState;
import dev.longhaul.realtime.RealtimeConnection;
import dev.longhaul.realtime.RealtimeOptions;
import dev.longhaul.streamer.StreamerClient;
import dev.longhaul.testkit.EventsDialect;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FakeProjectEvents;
import dev.longhaul.testkit.FakeStreamer;
import dev.longhaul.testkit.FakeTask;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.StreamerScript;
import dev.longhaul.testkit.StreamerTokens;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the pages about WebSockets show does what it says there. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealtimeSnippetsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  @TempDir private Path folder;

  /** Returns the next line that tells a state. */
  private String line() throws InterruptedException {
    String next = lines.poll(20, TimeUnit.SECONDS);
    return next != null && next.startsWith("next try") ? line() : next;
  }

  @Test
  void aConnectionTellsItsStates() throws Exception {
    try (FakeProjectEvents fake = FakeProjectEvents.start();
        RealtimeConnection connection =
            RealtimeConnection.open(
                "ticks",
                new RealtimeSnippets.Ticks(),
                ClientOptions.builder(fake.socketUrl()).build(),
                RealtimeOptions.defaults());
        Registration listening = RealtimeSnippets.status(connection, lines::add)) {
      assertThat(listening).isNotNull();
      assertThat(line()).isEqualTo("connection: DISCONNECTED (NOT_ASKED)");
      connection.connect();
      assertThat(line()).isEqualTo("connection: CONNECTING (ASKED)");
      assertThat(line()).isEqualTo("connection: CONNECTED (OPENED)");
      assertThat(RealtimeSnippets.statuses(connection).blockingFirst().state())
          .isEqualTo(ConnectionState.CONNECTED);
    }
  }

  @Test
  void tasksOfAFunctionRunnerArePushed() throws Exception {
    try (FakeFunctionRunner fake =
            FakeFunctionRunner.start(FakeOptions.builder().events(EventsDialect.CHANNEL).build());
        FunctionRunnerClient client =
            RealtimeSnippets.pushed(
                ClientOptions.builder(fake.baseUrl()).build(), fake.eventsUrl())) {
      assertThat(client.events()).isPresent();
    }
  }

  @Test
  void projectsTellOfFilesGitAndTasks() throws Exception {
    try (FakeProjectEvents fake = FakeProjectEvents.start();
        ProjectEventsClient events = RealtimeSnippets.events(fake.socketUrl());
        Registration project = RealtimeSnippets.listen(events, lines::add)) {
      assertThat(project).isNotNull();
      assertThat(events.connection().awaitConnected(PATIENCE)).isTrue();
      while (fake.subscriptions("project-7") == 0) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      TestSubscriber<Double> percent = RealtimeSnippets.progress(events).test();
      FakeTask task = fake.task("project-7", "render-12");
      task.started();
      task.progress(40, "Step 4");
      assertThat(percent.awaitCount(1).values()).contains(40.0);
      task.succeeded(new JsonPrimitive("film.mp4"));

      assertThat(RealtimeSnippets.task(events).isTerminal()).isTrue();
      assertThat(lines).isNotEmpty();
      percent.cancel();
    }
    assertThat(RealtimeSnippets.session(folder).sessionStore()).isPresent();
  }

  @Test
  void theStreamerMakesReportsAndWhateverElseItIsAsked() throws Exception {
    try (FakeStreamer fake = FakeStreamer.start();
        StreamerClient streamer = RealtimeSnippets.streamer(fake.url(), this::token)) {
      assertThat(RealtimeSnippets.report(streamer).getUrl()).isNotNull();
      fake.action("render.scene", StreamerScript.immediate(new JsonPrimitive("done")));
      JobHandle<?> scene = RealtimeSnippets.own(streamer, new JsonObject());
      RealtimeSnippets.doubt(scene, lines::add);

      assertThat(scene.await(PATIENCE)).isInstanceOf(JobOutcome.Succeeded.class);
      assertThat(lines).isEmpty();
    }
  }

  private CompletableFuture<String> token() {
    return CompletableFuture.completedFuture(
        StreamerTokens.of("user-1", "tenant-1", Instant.now().plusSeconds(3600)));
  }
}
