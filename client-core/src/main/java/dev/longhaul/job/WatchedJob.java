package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.internal.flow.Mailbox;
import dev.longhaul.internal.future.LinkedFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A handle, and the state behind it: everything that is said about the job comes together here.
 *
 * <p><i>Concurrency:</i> the monitor of {@link #ending}, which no caller can reach, guards the
 * snapshot, the mailboxes, {@link #last} and the plain fields; events are queued under it, so all
 * subscribers see one order, and delivered after it is released. The first ending, or stop, wins.
 * Thousands of these wait at once, so it holds nothing that a job may do without.
 */
final class WatchedJob<R> implements JobHandle<R> {
  private final JobService<?, R> service;
  private final JobRuntime runtime;
  private final UUID key;
  private final SharedEnding<R> ending = new SharedEnding<>();
  private List<Mailbox<JobEvent>> mailboxes = List.of();
  private volatile JobSnapshot snapshot;
  private volatile @Nullable LonghaulException trouble;
  private @Nullable JobEvent last;
  private @Nullable Watch<R> watch;
  private int cancelsOnTheWay;
  private boolean cancelTaken;
  private boolean known;
  private long newest;

  WatchedJob(JobService<?, R> service, JobRuntime runtime, UUID key) {
    this.service = service;
    this.runtime = runtime;
    this.key = key;
    this.snapshot = new JobSnapshot.Draft(key, runtime.now()).freeze();
  }

  /**
   * Begins to watch a job that the service just accepted.
   *
   * @param kind the kind of work that it does; null when it may have begun before
   */
  void begin(JobReading<R> reading, @Nullable String kind) {
    try {
      if (reading.endedUntold) {
        synchronized (ending) {
          known = true;
        }
        named(reading.id);
      } else {
        observe(reading, runtime.engine().nextTurn());
      }
      watch(reading.id, kind, reading);
    } catch (RuntimeException | Error broken) {
      // The job exists, so its handle must reach the caller; what broke shows in its watch.
      named(reading.id);
      stop(
          new OutcomeUnknownException(
              "The job was accepted and watching it failed. Attach to it by its id.",
              facts("watch"),
              broken));
    }
  }

  /** Begins to watch a job of which only the id is known. */
  void attached(String id) {
    named(id);
    watch(id, null, null);
  }

  /** Takes on an id that the caller knows; nothing else is known of the job. */
  void named(String id) {
    synchronized (ending) {
      JobSnapshot.Draft draft = snapshot.draft();
      draft.id = id;
      draft.phase = JobPhase.UNKNOWN;
      snapshot = draft.freeze();
    }
  }

  private void watch(String id, @Nullable String kind, @Nullable JobReading<R> accepted) {
    if (service.read().isEmpty() && service.push().isEmpty()) {
      stop(
          new OutcomeUnknownException(
              "The service has no way to read a job, so its ending cannot be learnt here.",
              facts("watch"),
              null));
      return;
    }
    Watch<R> begun = null;
    synchronized (ending) {
      if (last == null) { // it may have ended when it was accepted
        begun = runtime.engine().watch(this, id, kind);
        watch = begun;
      }
    }
    if (begun != null && !runtime.engine().begin(begun, accepted)) {
      stop(JobRuntime.closedError(this));
    }
  }

  /** Tells that a request to stop the job is about to be sent, after which it may be gone. */
  void cancelSent() {
    synchronized (ending) {
      cancelsOnTheWay++;
    }
  }

  /** Tells whether the service may have taken the request. */
  void cancelAnswered(boolean mayBeTaken) {
    synchronized (ending) {
      cancelTaken |= mayBeTaken;
      cancelsOnTheWay--;
    }
  }

  /** Whether a job that the service does not know any more was stopped by us. */
  boolean mayBeGone() {
    synchronized (ending) {
      return cancelTaken;
    }
  }

  /** Whether it is too early to say why the service does not know the job. */
  boolean isBeingCancelled() {
    synchronized (ending) {
      return cancelsOnTheWay > 0;
    }
  }

  /** Takes in that the service does not know the job any more, since we had it cancelled. */
  void gone() {
    JobSnapshot before = snapshot;
    observe(
        JobReading.<R>builder(before.id().orElse(""), before.rawState()).cancelled(),
        runtime.engine().nextTurn());
  }

  /** Whether a reading shows the job back in line, which the service does not count. */
  boolean wouldStepBack(JobReading<R> reading) {
    JobSnapshot now = snapshot;
    return reading.phase == JobPhase.WAITING
        && now.phase() == JobPhase.RUNNING
        && reading.attempt <= now.attempt();
  }

  boolean wasKnown() {
    synchronized (ending) {
      return known;
    }
  }

  /**
   * Takes in what the service said. After the ending, or a stop, it changes nothing; nor does an
   * answer to a look that began before another's was taken in, unless it is the ending.
   */
  void observe(JobReading<R> reading, long turn) {
    List<Mailbox<JobEvent>> hearers;
    synchronized (ending) {
      if (last != null || (turn < newest && reading.outcome == null)) {
        return;
      }
      // What began before this was taken in cannot be put in order with it.
      newest = runtime.engine().nextTurn();
      known = true;
      trouble = null;
      JobSnapshot before = snapshot;
      JobSnapshot now = SnapshotMerge.merge(before, reading, runtime.now());
      if (reading.outcome != null) {
        // Before the snapshot: whoever sees a job that has ended can have its outcome.
        ending.settle(reading.outcome);
      }
      snapshot = now;
      JobEvent event = event(before, now, reading);
      if (event == null) {
        return;
      }
      if (event instanceof JobEvent.Ended) {
        last = event;
      }
      hearers = offer(event);
    }
    try {
      hearers.forEach(Mailbox::deliver);
    } finally {
      if (reading.outcome != null) {
        over();
      }
    }
  }

  private @Nullable JobEvent event(JobSnapshot before, JobSnapshot now, JobReading<R> reading) {
    if (reading.outcome != null) {
      return new JobEvent.Ended(now, reading.outcome);
    }
    if (SnapshotMerge.phaseChanged(before, now)) {
      return new JobEvent.PhaseChanged(before, now);
    }
    return SnapshotMerge.progressed(before, now) ? new JobEvent.Progressed(now) : null;
  }

  /** Tells that the service could not be asked; the watch goes on. */
  void readFailed(LonghaulException error) {
    List<Mailbox<JobEvent>> hearers;
    synchronized (ending) {
      if (last != null) {
        return;
      }
      trouble = error;
      hearers = offer(new JobEvent.ReadFailed(snapshot, error));
    }
    hearers.forEach(Mailbox::deliver);
  }

  /**
   * Ends the watch since the service turned us away; a job that it once knew has an unknown
   * outcome.
   */
  void stopForGood(LonghaulException error) {
    boolean forgotten;
    synchronized (ending) {
      forgotten = known && error instanceof NotFoundException;
    }
    stop(
        forgotten
            ? new OutcomeUnknownException(
                "The service accepted the job and knows it no more; it may have finished.",
                error.facts(),
                error)
            : error);
  }

  /** Ends the watch before the job ended. */
  void stop(LonghaulException error) {
    List<Mailbox<JobEvent>> hearers;
    synchronized (ending) {
      if (last != null) {
        return;
      }
      last = new JobEvent.WatchStopped(snapshot, error);
      ending.settle(error);
      hearers = offer(last);
    }
    try {
      hearers.forEach(Mailbox::deliver);
    } finally {
      over();
    }
  }

  /** Queues an event for everyone. Called under the lock. */
  private List<Mailbox<JobEvent>> offer(JobEvent event) {
    mailboxes.forEach(mailbox -> mailbox.offer(event));
    return mailboxes.isEmpty() ? List.of() : List.copyOf(mailboxes);
  }

  private void over() {
    Watch<R> over;
    boolean succeeded;
    synchronized (ending) {
      over = watch;
      watch = null;
      succeeded = ending.outcome() instanceof JobOutcome.Succeeded && snapshot.serverRetries() == 0;
    }
    if (over != null) {
      runtime.engine().end(over, succeeded);
    }
    ending.tell();
  }

  /** Reads the state soon, for example after a cancel. */
  void readSoon() {
    Watch<R> watched;
    synchronized (ending) {
      watched = watch;
    }
    if (watched != null) {
      runtime.engine().readSoon(watched);
    }
  }

  JobService<?, R> service() {
    return service;
  }

  @Nullable JobOutcome<R> knownOutcome() {
    return ending.outcome();
  }

  @Override
  public UUID key() {
    return key;
  }

  @Override
  public Optional<String> id() {
    return snapshot.id();
  }

  @Override
  public JobSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public CompletableFuture<JobOutcome<R>> outcome() {
    return ending.view(runtime.callbacks()::complete);
  }

  @Override
  public JobOutcome<R> await(Duration timeout) throws InterruptedException {
    if (timeout.isNegative()) {
      throw InvalidInputException.of(
          "timeout", "is " + timeout + ", below zero", "Use zero to look without waiting.");
    }
    CompletableFuture<JobOutcome<R>> view = ending.view(Runnable::run);
    if (timeout.isZero()) {
      view.cancel(false); // no effect on a view that has the outcome already
    }
    Future<?> timer = view;
    try {
      timer = view.isDone() ? view : runtime.schedule(() -> view.cancel(false), timeout);
      return view.get();
    } catch (CancellationException over) {
      throw new WaitTimeoutException(timeout, snapshot, trouble);
    } catch (RejectedExecutionException schedulerGone) {
      throw JobRuntime.closedError(this);
    } catch (ExecutionException stopped) {
      throw LinkedFuture.unchecked(LinkedFuture.reason(stopped));
    } finally {
      timer.cancel(false);
      view.cancel(false);
    }
  }

  @Override
  public CancelResult<R> cancel() throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    return LinkedFuture.await(askToStop());
  }

  /** Returns a future for code of this library, which needs no thread of the callbacks. */
  CompletableFuture<CancelResult<R>> askToStop() {
    return new CancelRequest<>(this, runtime).send();
  }

  @Override
  public CompletableFuture<CancelResult<R>> cancelAsync() {
    return LinkedFuture.on(runtime.callbacks(), askToStop());
  }

  @Override
  public void detach() {
    stop(new DetachedException(snapshot));
  }

  @Override
  public Registration listen(JobListener listener) {
    Objects.requireNonNull(listener, "listener");
    Mailbox<JobEvent> mailbox = subscribe(new ListenerSubscriber(listener, this::snapshot));
    return mailbox::cancel;
  }

  @Override
  public Flow.Publisher<JobEvent> events() {
    return subscriber -> subscribe(Objects.requireNonNull(subscriber, "subscriber"));
  }

  private Mailbox<JobEvent> subscribe(Flow.Subscriber<? super JobEvent> subscriber) {
    Mailbox<JobEvent> mailbox =
        new Mailbox<>(subscriber, JobEventRules.RULES, runtime.mailboxes(), this::forget);
    synchronized (ending) {
      mailbox.offer(new JobEvent.Joined(snapshot));
      if (last == null) {
        mailboxes = mailboxes.isEmpty() ? new ArrayList<>(2) : mailboxes;
        mailboxes.add(mailbox);
      } else {
        mailbox.offer(last);
      }
    }
    mailbox.deliver();
    return mailbox;
  }

  private void forget(Mailbox<JobEvent> mailbox) {
    synchronized (ending) {
      if (!mailboxes.isEmpty()) {
        mailboxes.remove(mailbox);
      }
    }
  }

  CallFacts facts(String operation, String id, CallFacts.Reach reach) {
    return CallFacts.builder(service.name(), operation).key(key).jobId(id).reach(reach).build();
  }

  CallFacts facts(String operation) {
    return CallFacts.builder(service.name(), operation).key(key).jobId(id().orElse(null)).build();
  }

  @Override
  public String toString() {
    return "JobHandle[" + service.name() + ", " + snapshot + "]";
  }
}
