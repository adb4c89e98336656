package dev.longhaul.integration.surfaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.integration.surfaces.Scene.Job;
import dev.longhaul.integration.surfaces.ServiceBench.Stops;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobPhase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** What comes of asking for a job to be stopped, which differs from service to service. */
final class Cancellations {
  private static final int ROUNDS = 4;

  private Cancellations() {}

  static void ofAWaitingJob(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    CancelResult<?> told = Told.in(job.cancel());

    if (scene.service.stops() == Stops.NONE) {
      assertThat(told).isInstanceOf(CancelResult.NotSupported.class);
      goesOnToItsEnd(job, outcome);
    } else {
      assertThat(told).isInstanceOf(CancelResult.Accepted.class);
      job.endsAs(JobOutcome.Cancelled.class, outcome);
    }
  }

  static void ofARunningJob(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    job.there().runs(40, 1);
    job.log.hears(JobPhase.RUNNING);
    CancelResult<?> told = Told.in(job.cancel());

    switch (scene.service.stops()) {
      case ANY -> {
        assertThat(told).isInstanceOf(CancelResult.Accepted.class);
        job.endsAs(JobOutcome.Cancelled.class, outcome);
      }
      case WAITING -> {
        assertThat(told)
            .isInstanceOfSatisfying(
                CancelResult.StillRunning.class,
                still -> assertThat(still.snapshot().phase()).isEqualTo(JobPhase.RUNNING));
        goesOnToItsEnd(job, outcome);
      }
      case NONE -> {
        assertThat(told).isInstanceOf(CancelResult.NotSupported.class);
        goesOnToItsEnd(job, outcome);
      }
    }
  }

  private static void goesOnToItsEnd(Job job, CompletableFuture<JobOutcome<?>> outcome)
      throws InterruptedException {
    assertThat(outcome).isNotDone();
    job.there().succeeds();
    job.endsAs(JobOutcome.Succeeded.class, outcome);
  }

  /** The job has ended at the service, and nobody here knows: no timer fires in between. */
  static void afterTheEnd(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    scene.machine.sleeps();
    job.there().succeeds();
    CancelResult<?> told = Told.in(job.cancel());
    scene.machine.wakesUp(Duration.ZERO);

    JobOutcome<?> ending = job.endsFor(outcome);
    assertThat(ending).isInstanceOf(JobOutcome.Succeeded.class);
    if (scene.service.stops() == Stops.NONE && !(told instanceof CancelResult.AlreadyFinished)) {
      assertThat(told).isInstanceOf(CancelResult.NotSupported.class);
    } else {
      assertThat(told)
          .isInstanceOfSatisfying(
              CancelResult.AlreadyFinished.class,
              finished -> assertThat(finished.outcome()).isEqualTo(ending));
    }
    assertThat(Told.in(job.cancel()))
        .as("now that it is known")
        .isEqualTo(new CancelResult.AlreadyFinished<>(ending));
  }

  static void takenTooLate(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    scene.service.takesTheNextCancelAndGoesOn();
    CancelResult<?> told = Told.in(job.cancel());

    assertThat(told)
        .isInstanceOf(
            scene.service.stops() == Stops.NONE
                ? CancelResult.NotSupported.class
                : CancelResult.Accepted.class);
    goesOnToItsEnd(job, outcome);
  }

  static void whileItEnds(Scene scene) throws InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      Job job = scene.submits();
      CompletableFuture<JobOutcome<?>> outcome = job.outcome();
      CountDownLatch go = new CountDownLatch(1);
      Thread service =
          new Thread(
              () -> {
                go.countDown();
                job.there().succeeds();
              });
      service.start();
      go.await();
      CancelResult<?> told = Told.in(job.cancel());
      service.join();
      isTrue(told, job.endsFor(outcome), scene.service.stops());
    }
  }

  private static void isTrue(CancelResult<?> told, JobOutcome<?> outcome, Stops stops) {
    if (told instanceof CancelResult.AlreadyFinished<?> finished) {
      assertThat(finished.outcome()).isEqualTo(outcome);
    } else if (told instanceof CancelResult.NotSupported || stops == Stops.NONE) {
      assertThat(told).isInstanceOf(CancelResult.NotSupported.class);
      assertThat(stops).isEqualTo(Stops.NONE);
      assertThat(outcome).isInstanceOf(JobOutcome.Succeeded.class);
    } else if (told instanceof CancelResult.StillRunning) {
      assertThat(outcome).isInstanceOf(JobOutcome.Succeeded.class);
    } else {
      // Either may have come first, and whichever did is the ending.
      assertThat(told).isInstanceOf(CancelResult.Accepted.class);
      assertThat(outcome).isInstanceOfAny(JobOutcome.Cancelled.class, JobOutcome.Succeeded.class);
    }
  }
}
