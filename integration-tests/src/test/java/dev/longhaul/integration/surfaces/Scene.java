package dev.longhaul.integration.surfaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One service, one surface and one machine, with the jobs that a scenario plays on them. */
final class Scene implements AutoCloseable {
  final ServiceBench service;
  final Surface surface;
  final Machine machine;
  private final List<EventLog> logs = new CopyOnWriteArrayList<>();

  Scene(ServiceBench.Opener service, Surface surface) {
    machine = new Machine();
    this.service = service.on(machine);
    this.surface = surface;
  }

  /** Returns a job that was submitted on the surface, and waits. */
  Job submits() throws InterruptedException {
    EventLog log = log(event -> {});
    JobHandle<?> handle = surface.submit(service, log);
    return new Job(handle, log, service.job(handle.id().orElseThrow()));
  }

  /** Returns a job that was submitted in another way. */
  Job attaches(String id) {
    return attaches(id, service.job(id));
  }

  /** Returns a job that the service does not know, if it ever did. */
  Job attachesInVain() {
    return attaches(service.unknownId(), null);
  }

  private Job attaches(String id, @Nullable JobThere there) {
    JobHandle<?> handle = service.attach(id);
    EventLog log = log(event -> {});
    surface.hear(handle, log);
    return new Job(handle, log, there);
  }

  private EventLog log(Consumer<JobEvent> manner) {
    EventLog log = new EventLog(manner);
    logs.add(log);
    return log;
  }

  /** Waits until so many more requests came, so that what they were told must have had effect. */
  void hasMoreRequests(int more) throws InterruptedException {
    int before = service.requests();
    Told.until(more + " more requests", () -> service.requests() >= before + more);
  }

  /**
   * Returns the most requests that may come in the meantime. It is twice what the pace of the bench
   * makes of one job; a client that does not keep to its pace makes hundreds.
   */
  int mostRequestsSince(long nanos) {
    return 10 + (int) ((System.nanoTime() - nanos) / Duration.ofMillis(5).toNanos());
  }

  /** Ends the scene, and holds every log to what is promised of events. */
  @Override
  public void close() {
    try {
      service.close();
      logs.forEach(EventLog::isInOrder);
    } finally {
      machine.close();
    }
  }

  /** A job of the scene: our side of it and, where it really is, the service's. */
  final class Job {
    final JobHandle<?> handle;
    final EventLog log;
    private final @Nullable JobThere real;
    final String id;

    private Job(JobHandle<?> handle, EventLog log, @Nullable JobThere there) {
      this.handle = handle;
      this.log = log;
      this.real = there;
      id = handle.id().orElseThrow();
    }

    JobThere there() {
      return Objects.requireNonNull(real, "a job that is nowhere");
    }

    CompletableFuture<JobOutcome<?>> outcome() {
      return surface.outcome(handle);
    }

    CompletableFuture<CancelResult<?>> cancel() {
      return surface.cancel(handle);
    }

    CompletableFuture<JobSnapshot> patience(Duration patience) {
      return surface.patience(handle, patience);
    }

    /** Returns the log of one more subscriber. */
    EventLog isHeardBy(Consumer<JobEvent> manner) {
      EventLog other = log(manner);
      surface.hear(handle, other);
      return other;
    }

    EventLog isHeard() {
      return isHeardBy(event -> {});
    }

    void detach() {
      surface.detach(handle);
    }

    /** Checks that everybody is told of one ending: those who wait, who listen and who come now. */
    JobOutcome<?> endsFor(CompletableFuture<JobOutcome<?>> wait) throws InterruptedException {
      JobOutcome<?> outcome = Told.in(wait);
      assertThat(Told.in(outcome())).isSameAs(outcome);
      assertThat(log.end()).isEqualTo("complete");
      assertThat(ending(log)).isSameAs(outcome);
      EventLog late = isHeard();
      assertThat(late.end()).isEqualTo("complete");
      assertThat(ending(late)).isSameAs(outcome);
      assertThat(handle.snapshot().phase().isTerminal()).isTrue();
      return outcome;
    }

    /** Checks that the job ends like this. */
    void endsAs(Class<?> ending, CompletableFuture<JobOutcome<?>> wait)
        throws InterruptedException {
      assertThat(endsFor(wait)).isInstanceOf(ending);
    }

    /** Checks that everybody is told of one error, those who come now too; returns it. */
    <E extends Throwable> E stopsWith(Class<E> error, CompletableFuture<JobOutcome<?>> wait)
        throws InterruptedException {
      Throwable told = Told.error(wait);
      assertThat(told).isInstanceOf(error);
      assertThat(Told.error(outcome())).isSameAs(told);
      assertThat(isHeard().end()).isSameAs(told);
      return error.cast(told);
    }

    private JobOutcome<?> ending(EventLog of) {
      List<JobEvent> all = of.all();
      return ((JobEvent.Ended) all.get(all.size() - 1)).outcome();
    }
  }
}
