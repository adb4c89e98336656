package dev.longhaul.integration.surfaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.integration.surfaces.Scene.Job;
import dev.longhaul.integration.surfaces.ServiceBench.Ability;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobPhase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What services and machines do to a watch. */
final class Troubles {
  private static final Duration HOUR = Duration.ofHours(1);

  private Troubles() {}

  static void readsThatFail(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    scene.service.staggers();
    scene.hasMoreRequests(4);
    assertThat(outcome).isNotDone();
    job.there().succeeds();

    job.endsAs(JobOutcome.Succeeded.class, outcome);
  }

  static void one404(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    scene.service.hidesJobsOnce();
    scene.hasMoreRequests(4);
    job.there().runs(30, 1);
    job.log.hears(JobPhase.RUNNING);
    job.there().succeeds();

    job.endsAs(JobOutcome.Succeeded.class, outcome);
  }

  static void more404s(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    scene.service.hidesJobs();

    assertThat(job.stopsWith(OutcomeUnknownException.class, outcome))
        .hasCauseInstanceOf(NotFoundException.class);
    assertThat(job.log.end()).isInstanceOf(OutcomeUnknownException.class);
  }

  static void amnesia(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    job.there().runs(30, 1);
    job.log.hears(JobPhase.RUNNING);
    scene.service.forgetsEverything();

    job.stopsWith(OutcomeUnknownException.class, outcome);
    assertThat(job.log.end()).isInstanceOf(OutcomeUnknownException.class);
  }

  static void neverHeardOf(Scene scene) throws InterruptedException {
    Job job = scene.attachesInVain();

    job.stopsWith(NotFoundException.class, job.outcome());
    assertThat(job.log.end()).isInstanceOf(NotFoundException.class);
  }

  static void refusedCredentials(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    job.there().runs(30, 1);
    job.log.hears(JobPhase.RUNNING);
    scene.service.refusesCredentials();

    CredentialsException told = job.stopsWith(CredentialsException.class, outcome);
    assertThat(told.facts().status()).hasValue(401);
    assertThat(job.log.end()).isInstanceOf(CredentialsException.class);
    assertThat(job.handle.snapshot().phase()).isEqualTo(JobPhase.RUNNING);
  }

  static void clockForward(Scene scene) throws InterruptedException {
    clockJumps(scene, HOUR);
  }

  static void clockBack(Scene scene) throws InterruptedException {
    clockJumps(scene, HOUR.negated());
  }

  private static void clockJumps(Scene scene, Duration by) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    job.there().runs(30, 1);
    job.log.hears(JobPhase.RUNNING);
    int before = scene.service.requests();
    long begin = System.nanoTime();
    scene.machine.clockJumps(by);
    if (scene.service.lacks().contains(Ability.BEING_READ)) {
      job.there().runs(40, 1);
      job.log.hears("that it goes on", now -> now.percent().orElse(0) == 40);
    } else {
      scene.hasMoreRequests(2);
    }
    assertThat(scene.service.requests() - before)
        .as("requests since the clock jumped")
        .isLessThanOrEqualTo(scene.mostRequestsSince(begin));
    job.there().succeeds();

    job.endsAs(JobOutcome.Succeeded.class, outcome);
  }

  static void machineSleeps(Scene scene) throws InterruptedException {
    Job job = scene.submits();
    CompletableFuture<JobOutcome<?>> outcome = job.outcome();
    job.there().runs(30, 1);
    job.log.hears(JobPhase.RUNNING);
    scene.machine.sleeps();
    job.there().succeeds();
    int before = scene.service.requests();
    long begin = System.nanoTime();
    scene.machine.wakesUp(HOUR);

    job.endsAs(JobOutcome.Succeeded.class, outcome);
    assertThat(scene.service.requests() - before)
        .as("requests since it woke up")
        .isLessThanOrEqualTo(scene.mostRequestsSince(begin));
  }
}
