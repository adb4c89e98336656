package dev.longhaul.integration.surfaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.integration.surfaces.Scene.Job;
import dev.longhaul.integration.surfaces.ServiceBench.Ability;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobPhase;
import dev.longhaul.job.JobSnapshot;
import java.util.concurrent.CompletableFuture;

/** What a job goes through by itself. */
final class Endings {
  private Endings() {}

  static void success(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    job.log.hears(JobPhase.WAITING);
    job.there().runs(40, 1);
    job.log.hears(JobPhase.RUNNING);
    job.there().succeeds();

    job.endsAs(JobOutcome.Succeeded.class, outcome);
  }

  static void failure(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    job.there().runs(40, 1);
    job.log.hears(JobPhase.RUNNING);
    job.there().fails();

    JobOutcome<?> told = job.endsFor(outcome);
    assertThat(told)
        .isInstanceOfSatisfying(
            JobOutcome.Failed.class, failed -> assertThat(failed.failure()).isNotNull());
  }

  static void stoppedBySomebodyElse(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    job.there().runs(40, 1);
    job.log.hears(JobPhase.RUNNING);
    job.there().isStopped();

    job.endsAs(JobOutcome.Cancelled.class, outcome);
  }

  static void doneBeforeTheFirstLook(Scene scene) throws InterruptedException {
    Job gone = scene.submits();
    gone.detach();
    gone.there().succeeds();
    Job job = scene.attaches(gone.id);

    job.endsAs(JobOutcome.Succeeded.class, job.outcome());
    job.endsAs(JobOutcome.Succeeded.class, job.outcome());
  }

  static void unknownState(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    job.there().isInState("daydreaming");
    assertThat(job.log.hears(JobPhase.UNKNOWN).rawState()).isEqualTo("daydreaming");
    scene.hasMoreRequests(2);
    assertThat(outcome).isNotDone();
    job.there().succeeds();

    job.endsAs(JobOutcome.Succeeded.class, outcome);
    assertThat(job.log.all())
        .filteredOn(event -> event.snapshot().phase() == JobPhase.UNKNOWN)
        .as("the word is told once")
        .hasSize(1)
        .allSatisfy(event -> assertThat(event).isInstanceOf(JobEvent.PhaseChanged.class));
  }

  static void retryOfTheService(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    job.there().runs(60, 1);
    JobSnapshot first = job.log.hears(JobPhase.RUNNING);
    job.there().waits();
    if (!scene.service.lacks().contains(Ability.STATES)) {
      job.log.hears(
          "that it is back in line",
          now -> now.phase() == JobPhase.WAITING && now.serverRetries() == 1);
    }
    job.there().runs(10, 2);
    JobSnapshot second =
        job.log.hears(
            "that it runs again",
            now -> now.phase() == JobPhase.RUNNING && now.serverRetries() == 1);
    if (scene.service.tellsPercent()) {
      assertThat(first.percent()).hasValue(60);
      assertThat(second.percent()).hasValue(10);
    }
    job.there().succeeds();

    job.endsAs(JobOutcome.Succeeded.class, outcome);
  }
}
