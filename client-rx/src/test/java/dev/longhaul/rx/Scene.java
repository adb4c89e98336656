package dev.longhaul.rx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobReading;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.projectevents.ProjectEventsClient;
import dev.longhaul.projectevents.ProjectEventsOptions;
import dev.longhaul.testkit.FakeProjectEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** A client whose callbacks have a thread of their own, on which its service is at work, too. */
final class Scene implements AutoCloseable {
  final ExecutorService callbacks = Executors.newSingleThreadExecutor();
  final ByHand hand = new ByHand(callbacks);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final AtomicInteger told = new AtomicInteger();
  private @Nullable FakeProjectEvents fake;

  /** Has a job accepted at once. */
  CompletableFuture<JobHandle<String>> submit(String id) {
    return CompletableFuture.supplyAsync(() -> hand.job(id), callbacks);
  }

  /** Returns a job that is not watched any more. */
  JobHandle<String> stopped() {
    JobHandle<String> job = hand.job("stopped");
    job.detach();
    return job;
  }

  /** Has the service go on when somebody subscribes. */
  <T> Publisher<T> fed(Publisher<T> stream, List<JobReading<String>> said) {
    return subscriber -> {
      stream.subscribe(subscriber);
      callbacks.execute(() -> goOn(said, 20));
    };
  }

  /** Again and again, for what is submitted later. */
  private void goOn(List<JobReading<String>> said, int times) {
    if (!said.isEmpty()) {
      hand.says("a", said);
    }
    hand.passes();
    if (times > 0) {
      try {
        callbacks.execute(() -> goOn(List.of(), times - 1));
      } catch (RejectedExecutionException over) {
        // The test has seen enough.
      }
    }
  }

  /** Returns a client of project events, which is not connected. */
  ProjectEventsClient events() {
    FakeProjectEvents started = FakeProjectEvents.start();
    ProjectEventsClient client =
        ProjectEventsClient.open(
            ClientOptions.builder(started.socketUrl())
                .watch(WatchOptions.builder().callbackExecutor(callbacks).build())
                .build(),
            ProjectEventsOptions.builder().withoutHttpTasks().build());
    fake = started;
    opened.add(client);
    opened.add(started);
    return client;
  }

  /** Returns one that is. */
  ProjectEventsClient connected() {
    ProjectEventsClient client = events();
    client.connect();
    try {
      assertThat(client.connection().awaitConnected(Duration.ofSeconds(5))).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    return client;
  }

  ProjectEventsClient closedEvents() {
    ProjectEventsClient client = events();
    client.close();
    return client;
  }

  /** Waits until the service knows that a project is listened to. */
  void subscribed(ProjectEventsClient client, String project) {
    opened.add(0, client.subscribe(project));
    for (int i = 0; i < 500 && service().subscriptions(project) == 0; i++) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private FakeProjectEvents service() {
    return Objects.requireNonNull(fake);
  }

  /** Tells everybody so many different things. */
  void tellsAll(int events) {
    for (int i = 0; i < events; i++) {
      String event = event("workspace.changed", "workspace_id");
      service().sockets().open().forEach(socket -> socket.send(event));
    }
  }

  /** Tells those who listen to a project so many different things. */
  void tells(String project, int events) {
    for (int i = 0; i < events; i++) {
      service().publish(project, event("git.commit", "ref"));
    }
  }

  /** No two are the same: the second would be taken for the first that came again. */
  private String event(String type, String field) {
    return """
        {"type":"%s","timestamp":"2026-01-20T10:30:00Z","project_id":"project-7","%s":"%d"}"""
        .formatted(type, field, told.incrementAndGet());
  }

  @Override
  public void close() {
    try {
      for (AutoCloseable each : opened) {
        each.close();
      }
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
    callbacks.shutdown();
    try {
      if (!callbacks.awaitTermination(5, TimeUnit.SECONDS)) {
        throw new AssertionError("the callbacks do not end");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    hand.close();
  }
}
