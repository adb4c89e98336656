package dev.longhaul.testkit;

import dev.longhaul.testkit.ScriptParts.CancelRule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The states of one job: what its script says, what a hand set, and what a cancel made of both.
 *
 * <p>A job of a batch waits until it is released; any other is released when it is made.
 *
 * <p>Safe for use by several threads. Its own lock is the innermost of all: a batch may hold its
 * lock and ask a life, never the other way round.
 */
final class JobLife {

  /** Brings all jobs of a batch up to a moment. */
  interface Schedule {
    void settle(Instant now);
  }

  /** What became of a cancel. */
  enum CancelAnswer {
    ACCEPTED,
    REFUSED,
    ENDED
  }

  /** How and when a job ended. */
  record Ending(Instant at, String state) {

    boolean isGood() {
      return state.equals("completed");
    }

    boolean isFailure() {
      return !isGood() && !state.equals("cancelled");
    }
  }

  private static final Moment WAITING =
      Moment.of("pending").with("message", "Waits for other tasks of its batch");

  private final ScriptParts script;
  private final InstantSource clock;
  private final Instant created;
  private volatile Schedule schedule = now -> {};
  private @Nullable Instant released;
  private @Nullable ScriptTimeline timeline;
  private @Nullable Moment byHand;
  private @Nullable Instant startedByHand;
  private @Nullable Instant cancelAccepted;
  private @Nullable Instant stopped;
  private int hands;

  private JobLife(ScriptParts script, InstantSource clock) {
    this.script = script;
    this.clock = clock;
    this.created = clock.instant();
  }

  /** The life of a job that nothing holds back. */
  static JobLife released(ScriptParts script, InstantSource clock) {
    JobLife life = new JobLife(script, clock);
    life.release(life.created);
    return life;
  }

  /** The life of a job that waits for {@link #release}. */
  static JobLife waiting(ScriptParts script, InstantSource clock) {
    return new JobLife(script, clock);
  }

  /** Makes the job one of a batch. */
  void follow(Schedule batch) {
    schedule = batch;
  }

  ScriptParts script() {
    return script;
  }

  Instant created() {
    return created;
  }

  /**
   * The present, up to which the batch has been brought. Not to be called under a lock of a job.
   */
  Instant now() {
    Instant now = clock.instant();
    schedule.settle(now);
    return now;
  }

  synchronized Moment at(Instant now) {
    Instant end = earlier(stopped, cancelTakesEffect());
    if (end == null || now.isBefore(end)) {
      return undisturbed(now);
    }
    Moment then = undisturbed(end);
    return then.ended() ? then : cancelledAt(end, then);
  }

  /** How the job has ended by now, or null when it has not. */
  synchronized @Nullable Ending ending(Instant now) {
    Moment moment = at(now);
    if (!moment.ended()) {
      return null;
    }
    // A raw state set by hand tells no time; the batch looks at once when a hand has set one.
    Instant end = moment.time("completed_at");
    return new Ending(end == null ? now : end, moment.state());
  }

  synchronized @Nullable Instant plannedStart() {
    return timeline == null ? null : timeline.start();
  }

  synchronized @Nullable Instant plannedEnd() {
    return timeline == null ? null : timeline.end();
  }

  /** Tells whether nothing has happened to the job: not released, stopped or set by hand. */
  synchronized boolean waits() {
    return released == null && byHand == null && stopped == null;
  }

  synchronized boolean isStartedBefore(Instant moment) {
    return byHand != null || (released != null && released.isBefore(moment));
  }

  synchronized void release(Instant at) {
    released = at;
    timeline = new ScriptTimeline(script, at);
  }

  /** Cancels the job whatever its script says of cancels, unless it ended before. */
  synchronized void stop(Instant at) {
    stopped = earlier(stopped, at);
    if (!isStartedBefore(at)) {
      // Guards against a start at that very moment or, seen late, after it.
      released = null;
      timeline = null;
    }
  }

  synchronized CancelAnswer cancel(Instant now) {
    Moment present = at(now);
    if (present.ended()) {
      // A repeat of a cancel that worked is no error.
      boolean repeat = cancelAccepted != null && present.state().equals("cancelled");
      return repeat ? CancelAnswer.ACCEPTED : CancelAnswer.ENDED;
    }
    if (script.cancelRule == CancelRule.REFUSE) {
      return CancelAnswer.REFUSED;
    }
    cancelAccepted = earlier(cancelAccepted, now);
    return CancelAnswer.ACCEPTED;
  }

  /** Stops a job that waits, and cancels any other. */
  synchronized CancelAnswer withdraw(Instant now) {
    if (!waits()) {
      return cancel(now);
    }
    stop(now);
    return CancelAnswer.ACCEPTED;
  }

  /** Sets the state; what makes it is told the present. */
  void change(Function<Instant, Moment> hand) {
    Instant now = now();
    set(hand, now);
    schedule.settle(now);
  }

  /** How often a hand has set the state. */
  synchronized int hands() {
    return hands;
  }

  /** When the job began, which is now when it has not yet; it keeps this as its start. */
  synchronized Instant begin(Instant now) {
    startedByHand = start(now);
    return startedByHand;
  }

  synchronized Instant start(Instant now) {
    if (startedByHand != null) {
      return startedByHand;
    }
    Instant started = at(now).time("started_at");
    return started == null ? now : started;
  }

  private synchronized void set(Function<Instant, Moment> hand, Instant now) {
    Moment moment = hand.apply(now);
    Instant effect = cancelTakesEffect();
    if (effect != null && !now.isBefore(effect)) {
      // The cancel has had its effect; the hand that comes after it has the last word.
      cancelAccepted = null;
    }
    stopped = null;
    byHand = moment;
    hands++;
  }

  private Moment undisturbed(Instant now) {
    if (byHand != null) {
      return byHand;
    }
    return timeline == null ? WAITING : timeline.at(now);
  }

  private @Nullable Instant cancelTakesEffect() {
    return cancelAccepted == null || script.cancelRule == CancelRule.IGNORE
        ? null
        : cancelAccepted.plus(script.cancelTakes);
  }

  private static Moment cancelledAt(Instant at, Moment before) {
    Moment cancelled = Moment.of("cancelled").with("completed_at", at);
    Instant started = before.time("started_at");
    return started == null ? cancelled : cancelled.with("started_at", started);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }
}
