package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.EventRecorder;
import dev.longhaul.testkit.LeakCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Listeners are guests: they hear all in order, and none can spoil it for another. */
@ExtendWith(LeakCheck.class)
class ListenerTest {
  @Test
  void aListenerHearsAllInOrder() {
    try (Watching watching = new Watching();
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      watching.submitted().listen(events::accept);
      watching.reads(ByHandService.running(10));
      watching.reads(ByHandService.running(20));
      watching.reads(ByHandService.succeeded());

      assertThat(events.next(JobEvent.Joined.class).snapshot().phase()).isEqualTo(JobPhase.WAITING);
      JobEvent.PhaseChanged changed = events.next(JobEvent.PhaseChanged.class);
      assertThat(changed.before().phase()).isEqualTo(JobPhase.WAITING);
      assertThat(changed.snapshot().phase()).isEqualTo(JobPhase.RUNNING);
      assertThat(events.next(JobEvent.Progressed.class).snapshot().percent()).hasValue(20);
      assertThat(events.next(JobEvent.Ended.class).outcome())
          .isInstanceOf(JobOutcome.Succeeded.class);
    }
  }

  @Test
  void aListenerThatComesAfterTheEndingHearsIt() {
    try (Watching watching = new Watching();
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      JobHandle<String> job = watching.submitted();
      watching.reads(ByHandService.succeeded());
      job.listen(events::accept);

      events.next(JobEvent.Joined.class);
      events.next(JobEvent.Ended.class);
    }
  }

  @Test
  void aListenerHearsWhyTheWatchStopped() {
    try (Watching watching = new Watching();
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      JobHandle<String> job = watching.submitted();
      job.listen(events::accept);
      job.detach();

      events.next(JobEvent.Joined.class);
      assertThat(events.next(JobEvent.WatchStopped.class).error())
          .isInstanceOf(DetachedException.class);
    }
  }

  @Test
  void aListenerThatThrowsStaysAndHurtsNobody() {
    try (Watching watching = new Watching();
        EventRecorder<JobEvent> others = EventRecorder.create()) {
      JobHandle<String> job = watching.submitted();
      List<JobEvent> heard = new ArrayList<>();
      job.listen(
          event -> {
            heard.add(event);
            throw new IllegalStateException("a listener's own trouble");
          });
      job.listen(others::accept);
      watching.reads(ByHandService.running(1));
      watching.reads(ByHandService.succeeded());

      assertThat(heard).hasSize(3);
      assertThat(job.outcome()).isCompleted();
      others.next(JobEvent.Joined.class);
      others.next(JobEvent.PhaseChanged.class);
      others.next(JobEvent.Ended.class);
    }
  }

  @Test
  void aClosedRegistrationHearsNoMore() {
    try (Watching watching = new Watching();
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      Registration registration = watching.submitted().listen(events::accept);
      registration.close();
      watching.reads(ByHandService.succeeded());

      events.next(JobEvent.Joined.class);
    }
  }

  @Test
  void whileAListenerBlocksOthersHearAndItsOwnProgressIsConflated() throws Exception {
    Watching watching = new Watching();
    WatchOptions options = watching.options().build();
    WatchOptions ownThreads =
        WatchOptions.builder()
            .scheduler(watching.time)
            .clock(watching.time)
            .jitter(0)
            .pollPace(options.firstPoll(), 1, options.firstPoll())
            .build();
    CountDownLatch blocking = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    try (JobClient<String, String> client = JobClient.open(watching.service.whole(), ownThreads);
        EventRecorder<JobEvent> blocked = EventRecorder.create();
        EventRecorder<JobEvent> others = EventRecorder.create()) {
      JobHandle<String> job = client.attach(ByHandService.ID);
      watching.service.read().complete(ByHandService.running(1));
      job.listen(
          event -> {
            blocked.accept(event);
            blocking.countDown();
            await(free);
          });
      assertThat(blocking.await(5, TimeUnit.SECONDS)).isTrue();
      job.listen(others::accept);
      others.next(JobEvent.Joined.class);
      for (int percent = 2; percent <= 50; percent++) {
        watching.reads(ByHandService.running(percent));
        others.next(JobEvent.Progressed.class);
      }
      watching.reads(JobReading.<String>builder(ByHandService.ID, "odd").unrecognized());
      watching.reads(ByHandService.succeeded());
      others.next(JobEvent.PhaseChanged.class);
      others.next(JobEvent.Ended.class);
      assertThat(job.await(Duration.ZERO).resultOrThrow()).isEqualTo("picture");

      free.countDown();
      blocked.next(JobEvent.Joined.class);
      assertThat(blocked.next(JobEvent.Progressed.class).snapshot().percent()).hasValue(50);
      blocked.next(JobEvent.PhaseChanged.class);
      blocked.next(JobEvent.Ended.class);
    }
    watching.close();
  }

  @Test
  void anExecutorThatIsFullIsAskedAgainAndNobodyElsesThreadIsTaken() {
    Watching watching = new Watching();
    AtomicBoolean full = new AtomicBoolean(true);
    WatchOptions options =
        watching
            .options()
            .callbackExecutor(
                task -> {
                  if (full.get()) {
                    throw new RejectedExecutionException("full");
                  }
                  task.run();
                })
            .build();
    try (JobClient<String, String> client = JobClient.open(watching.service.whole(), options);
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      JobHandle<String> job = client.attach(ByHandService.ID);
      job.listen(events::accept);
      assertThat(events.all()).isEmpty();
      watching.service.read().complete(ByHandService.succeeded());
      full.set(false);
      watching.time.advance(Duration.ofMillis(100));

      events.next(JobEvent.Joined.class);
      events.next(JobEvent.Ended.class);
    }
    watching.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
