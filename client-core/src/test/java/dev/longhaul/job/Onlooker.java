package dev.longhaul.job;

import static dev.longhaul.job.EveryOrder.holds;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Hears the events of a job and holds each to what is promised of it, as it comes. */
final class Onlooker implements Flow.Subscriber<JobEvent>, JobListener {
  private final String name;
  private final long first;
  private final List<JobEvent> heard = new ArrayList<>();
  private Flow.@Nullable Subscription subscription;
  private boolean completed;
  private @Nullable Throwable stopped;
  private @Nullable AssertionError breach;

  /**
   * Makes an onlooker.
   *
   * @param first how many events it asks for to begin with
   */
  Onlooker(String name, long first) {
    this.name = name;
    this.first = first;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    holds(subscription == null, "%s is subscribed once", name);
    subscription = given;
    if (first > 0) {
      given.request(first);
    }
  }

  void request(long more) {
    Flow.Subscription known = subscription;
    if (known != null) {
      known.request(more);
    }
  }

  /** Keeps a breach: what a subscriber throws stays with the engine. */
  @Override
  public void onNext(JobEvent event) {
    try {
      fits(event);
    } catch (AssertionError wrong) {
      breach = breach == null ? wrong : breach;
    }
    heard.add(event);
  }

  private void fits(JobEvent event) {
    holds(!hasEnded(), "%s hears nothing after the end, such as %s", name, event);
    holds(
        event instanceof JobEvent.Joined == heard.isEmpty(),
        "%s hears first that it joined, and once: %s, then %s",
        name,
        heard,
        event);
    if (!heard.isEmpty()) {
      follows(heard.get(heard.size() - 1).snapshot(), event);
    }
  }

  private void follows(JobSnapshot before, JobEvent event) {
    JobSnapshot now = event.snapshot();
    holds(
        now.percent().orElse(0) >= before.percent().orElse(0)
            && now.serverRetries() == 0
            && !now.observedAt().isBefore(before.observedAt()),
        "%s hears of no step back: %s after %s",
        name,
        now,
        before);
    if (event instanceof JobEvent.PhaseChanged changed) {
      holds(
          changed.before().phase() == before.phase(),
          "%s hears of every change of the phase before %s",
          name,
          event);
      holds(
          before.phase() == JobPhase.UNKNOWN || now.phase().compareTo(before.phase()) > 0,
          "%s hears of phases that go forward: %s after %s",
          name,
          now,
          before);
    } else if (!(event instanceof JobEvent.Ended) && !(event instanceof JobEvent.WatchStopped)) {
      holds(now.phase() == before.phase(), "%s hears %s in the phase before", name, event);
    }
  }

  @Override
  public void onEvent(JobEvent event) {
    onNext(event);
    if (event instanceof JobEvent.Ended) {
      onComplete();
    } else if (event instanceof JobEvent.WatchStopped stop) {
      onError(stop.error());
    }
  }

  @Override
  public void onError(Throwable error) {
    end(true);
    stopped = error;
  }

  @Override
  public void onComplete() {
    end(!heard.isEmpty() && heard.get(heard.size() - 1) instanceof JobEvent.Ended);
    completed = true;
  }

  private void end(boolean asPromised) {
    if (breach == null && (hasEnded() || !asPromised)) {
      breach = new AssertionError(name + " ends twice or before its time; it heard " + heard);
    }
  }

  /** Fails if anything it heard was wrong. */
  void check() {
    if (breach != null) {
      throw breach;
    }
  }

  private boolean hasEnded() {
    return completed || stopped != null;
  }

  /** Checks that it ended as everyone did. */
  void endedWith(Object ending) {
    holds(hasEnded(), "%s is told of the end %s; it heard %s", name, ending, heard);
    if (stopped != null) {
      holds(stopped == ending, "%s ends with %s, and not %s", name, ending, stopped);
    } else {
      JobEvent.Ended last = (JobEvent.Ended) heard.get(heard.size() - 1);
      holds(last.outcome().equals(ending), "%s ends with %s, and not %s", name, ending, last);
    }
  }
}
