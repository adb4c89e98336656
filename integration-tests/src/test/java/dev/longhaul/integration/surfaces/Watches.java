package dev.longhaul.integration.surfaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.integration.surfaces.Scene.Job;
import dev.longhaul.job.DetachedException;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobPhase;
import dev.longhaul.job.JobSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** What callers and listeners do on their side, of which the job knows nothing. */
final class Watches {
  private static final Duration IMPATIENT = Duration.ofMillis(20);

  private Watches() {}

  static void patienceEnds(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    job.there().runs(30, 1);
    job.log.hears(JobPhase.RUNNING);
    JobSnapshot known = Told.in(job.patience(IMPATIENT));

    assertThat(known.phase()).isEqualTo(JobPhase.RUNNING);
    if (scene.service.tellsPercent()) {
      assertThat(known.percent()).hasValue(30);
    }
    assertThat(outcome).as("whoever has more patience still waits").isNotDone();
    job.there().succeeds();
    job.endsAs(JobOutcome.Succeeded.class, outcome);
  }

  static void detaching(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    List<CompletableFuture<JobOutcome<?>>> waits = List.of(job.outcome(), job.outcome());
    EventLog other = job.isHeard();
    other.hears(JobPhase.WAITING);
    job.detach();
    Job again = scene.attaches(job.id);
    job.there().succeeds();

    for (CompletableFuture<JobOutcome<?>> wait : waits) {
      job.stopsWith(DetachedException.class, wait);
    }
    assertThat(other.end()).isInstanceOf(DetachedException.class);
    again.endsAs(JobOutcome.Succeeded.class, again.outcome());
    assertThat(job.handle.snapshot().phase()).as("it looks no more").isEqualTo(JobPhase.WAITING);
  }

  static void closing(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    Job second = scene.submits();
    EventLog other = job.isHeard();
    job.there().runs(30, 1);
    other.hears(JobPhase.RUNNING);
    List<CompletableFuture<JobOutcome<?>>> waits =
        List.of(job.outcome(), job.outcome(), second.outcome());
    scene.service.closeClient();

    job.stopsWith(ClientClosedException.class, waits.get(0));
    job.stopsWith(ClientClosedException.class, waits.get(1));
    second.stopsWith(ClientClosedException.class, waits.get(2));
    assertThat(other.end()).isInstanceOf(ClientClosedException.class);
    assertThat(job.log.end()).isInstanceOf(ClientClosedException.class);
    assertThat(Told.error(scene.service.submitAsync())).isInstanceOf(ClientClosedException.class);
    assertThat(job.handle.snapshot().phase()).isEqualTo(JobPhase.RUNNING);
  }

  static void throwingListener(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    EventLog bad =
        job.isHeardBy(
            event -> {
              throw new IllegalStateException("a listener's own trouble");
            });
    bad.hears(JobPhase.WAITING);
    job.there().runs(30, 1);
    job.log.hears(JobPhase.RUNNING);
    job.there().succeeds();

    job.endsAs(JobOutcome.Succeeded.class, outcome);
  }

  static void blockingListener(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    CountDownLatch free = new CountDownLatch(1);
    EventLog slow = job.isHeardBy(event -> block(free));
    try {
      slow.hears(JobPhase.WAITING);
      job.there().runs(30, 1);
      job.log.hears(JobPhase.RUNNING);
      job.there().succeeds();
      job.endsAs(JobOutcome.Succeeded.class, outcome);
      assertThat(slow.all()).hasSize(1);
    } finally {
      free.countDown();
    }

    slow.end();
    assertThat(slow.all()).extracting(event -> event.snapshot().phase()).contains(JobPhase.RUNNING);
    assertThat(slow.all()).last().isInstanceOf(JobEvent.Ended.class);
  }

  private static void block(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }
}
