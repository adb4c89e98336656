package dev.longhaul.job;

import static dev.longhaul.job.EveryOrder.holds;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.job.EveryOrder.Step;
import dev.longhaul.job.InterleavingPlan.Extra;
import dev.longhaul.job.SteppedService.Truth;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One watched job, whose service, time and callbacks move only when a step says so. */
final class OneJobWorld implements EveryOrder.World {
  private static final int LONGEST_SETTLING = 200;

  private final InterleavingPlan plan;
  private final VirtualTime time = VirtualTime.create();
  private final Deque<Runnable> callbacks = new ArrayDeque<>();
  private final SteppedService service;
  private final JobClient<String, String> client;
  private final JobHandle<String> job;
  private final @Nullable JobHandle<String> other;
  private final CompletableFuture<JobOutcome<String>> early;
  private final List<CompletableFuture<JobOutcome<String>>> waits = new ArrayList<>();
  private final List<CompletableFuture<CancelResult<String>>> unjudged = new ArrayList<>();
  private final Set<Extra> done = EnumSet.noneOf(Extra.class);
  private final List<Onlooker> onlookers = new ArrayList<>();
  private final Onlooker slow = new Onlooker("a slow subscriber", 0);
  private boolean settling;

  /** The first ending that anyone could know: an outcome, or the class of an error. */
  private @Nullable Object first;

  OneJobWorld(InterleavingPlan plan) {
    this.plan = plan;
    service = new SteppedService(plan);
    client = JobClient.open(service.declared(), options());
    job =
        plan.has(Extra.ATTACHED)
            ? client.attach(ByHandService.ID)
            : settledNow(client.submitAsync(ByHandService.ID));
    other = plan.has(Extra.LISTS) ? client.attach(SteppedService.OTHER) : null;
    early = job.outcome();
    waits.add(early);
    Onlooker listener = new Onlooker("a listener", Long.MAX_VALUE);
    onlookers.add(listener);
    job.listen(listener);
    onlookers.add(subscribed(new Onlooker("a subscriber", Long.MAX_VALUE)));
    onlookers.add(subscribed(slow));
    callAll();
  }

  private WatchOptions options() {
    return WatchOptions.builder()
        .scheduler(time)
        .clock(time)
        .jitter(0)
        .pollPace(Duration.ofSeconds(1), 2, Duration.ofSeconds(8))
        .callbackExecutor(plan.has(Extra.QUEUED_CALLBACKS) ? callbacks::add : Runnable::run)
        .build();
  }

  private <T> T settledNow(CompletableFuture<T> future) {
    callAll();
    return future.join();
  }

  private void callAll() {
    for (Runnable next = callbacks.poll(); next != null; next = callbacks.poll()) {
      next.run();
    }
  }

  private Onlooker subscribed(Onlooker onlooker) {
    job.events().subscribe(onlooker);
    return onlooker;
  }

  @Override
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>(service.steps());
    if (time.pending() > 0) {
      steps.add(new Step("the timer fires", time::runNext));
    }
    extra(steps, Extra.CANCEL, "we cancel", this::cancel);
    if (done.contains(Extra.CANCEL)) {
      extra(steps, Extra.SECOND_CANCEL, "we cancel again", this::cancel);
    }
    extra(steps, Extra.DETACH, "we detach", () -> stop(job::detach, DetachedException.class));
    extra(
        steps,
        Extra.CLOSE,
        "the client closes",
        () -> stop(client::close, ClientClosedException.class));
    extra(steps, Extra.LATE_WAITER, "a late waiter joins", this::joinLate);
    extra(steps, Extra.SLOW_SUBSCRIBER, "the slow one asks for an event", () -> slow.request(1));
    if (!callbacks.isEmpty()) {
      steps.add(new Step("the oldest callback runs", () -> callbacks.removeFirst().run()));
    }
    if (callbacks.size() > 1) {
      steps.add(new Step("the newest callback runs", () -> callbacks.removeLast().run()));
    }
    return steps;
  }

  private void extra(List<Step> steps, Extra extra, String name, Runnable action) {
    if (plan.has(extra) && !done.contains(extra)) {
      steps.add(
          new Step(
              name,
              () -> {
                done.add(extra);
                action.run();
              }));
    }
  }

  private void cancel() {
    unjudged.add(job.cancelAsync());
  }

  private void stop(Runnable stopping, Class<? extends LonghaulException> error) {
    first = first == null && !job.snapshot().phase().isTerminal() ? error : first;
    stopping.run();
  }

  /** Also gives up a wait of its own, which must be nobody else's. */
  private void joinLate() {
    job.outcome().cancel(true);
    waits.add(job.outcome());
    onlookers.add(subscribed(new Onlooker("a late subscriber", Long.MAX_VALUE)));
  }

  @Override
  public void check() {
    first = first == null ? service.told : first;
    if (first == null && early.isDone()) {
      first = inferred();
    }
    JobPhase phase = job.snapshot().phase();
    holds(
        phase.isTerminal() == first instanceof JobOutcome,
        "%s is the phase when the first ending is %s",
        phase,
        first);
    if (early.isDone()) {
      endsAsFirstKnown(early);
    } else {
      holds(
          first == null || plan.has(Extra.QUEUED_CALLBACKS) || settling,
          "a waiter hears of %s at once",
          first);
    }
    onlookers.forEach(Onlooker::check);
    judgeCancels();
    holds(
        first == null || done.contains(Extra.CANCEL) || noReads(),
        "no read is left of a watch that is over");
    holds(
        first == null || !unjudged.isEmpty() || other != null || time.pending() == 0,
        "no timer is left of a watch that is over");
  }

  private boolean noReads() {
    return service.live().stream().noneMatch(call -> call.name.startsWith("read"));
  }

  /** What may end a watch beside an ending that was told, a detach and a close. */
  private Object inferred() {
    Object ending = endingOf(early);
    if (ending instanceof JobOutcome.Cancelled) {
      holds(service.tookCancel, "a job is cancelled untold only by us");
      return ending;
    }
    holds(
        ending instanceof OutcomeUnknownException && service.forgot,
        "a job that the service knows ends with no error, not with %s",
        ending);
    return OutcomeUnknownException.class;
  }

  private void endsAsFirstKnown(CompletableFuture<JobOutcome<String>> wait) {
    Object ending = endingOf(wait);
    if (first instanceof JobOutcome) {
      holds(ending.equals(first), "%s was known first, and not %s", first, ending);
      holds(
          service.ending == null || first.equals(service.ending) || service.tookCancel,
          "%s is the real ending, and not %s",
          service.ending,
          first);
    } else {
      holds(ending.getClass() == first, "%s was known first, and not %s", first, ending);
    }
  }

  private static Object endingOf(CompletableFuture<JobOutcome<String>> wait) {
    holds(wait.isDone(), "every waiter is told of the end");
    return wait.<Object>handle(
            (outcome, error) -> error == null ? outcome : LinkedFuture.reason(error))
        .join();
  }

  /** Holds each result of a cancellation to what the service knows at the moment it is told. */
  private void judgeCancels() {
    for (Iterator<CompletableFuture<CancelResult<String>>> it = unjudged.iterator();
        it.hasNext(); ) {
      CompletableFuture<CancelResult<String>> cancel = it.next();
      if (cancel.isDone()) {
        it.remove();
        Object told =
            cancel
                .<Object>handle((ok, error) -> error == null ? ok : LinkedFuture.reason(error))
                .join();
        holds(
            CancelTruth.isTrue(told, service, first, done.contains(Extra.CLOSE)),
            "%s comes of a cancellation, when the job is %s, ended as %s, stopped by us: %s,"
                + " known to have ended: %s",
            told,
            service.truth,
            service.ending,
            service.tookCancel,
            first);
      }
    }
  }

  @Override
  public void settle() {
    settling = true;
    slow.request(Long.MAX_VALUE);
    for (int i = 0; !isOver(); i++) {
      holds(i < LONGEST_SETTLING, "everything comes to its end");
      goOn();
      check();
    }
    if (plan.has(Extra.LATE_WAITER)) {
      joinLate();
    }
    callAll();
    settling = false;
    check();
    waits.forEach(this::endsAsFirstKnown);
    Object ending = endingOf(early);
    onlookers.forEach(onlooker -> onlooker.endedWith(ending));
    holds(unjudged.isEmpty(), "every cancellation is told of");
    holds(time.pending() == 0, "no timer is left");
    holds(service.live().isEmpty(), "no request is left");
  }

  private boolean isOver() {
    return early.isDone() && unjudged.isEmpty() && service.live().isEmpty() && time.pending() == 0;
  }

  private void goOn() {
    callAll();
    if (other != null && early.isDone()) {
      other.detach();
    }
    if (!service.live().isEmpty()) {
      service.live().get(0).next().action().run();
    } else if (service.truth.ordinal() < Truth.ENDED.ordinal()) {
      service.moveOn();
    } else if (time.pending() > 0) {
      time.runNext();
    }
    callAll();
  }

  @Override
  public void close() {
    client.close();
  }
}
