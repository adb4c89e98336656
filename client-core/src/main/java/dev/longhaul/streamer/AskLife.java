package dev.longhaul.streamer;

import com.google.gson.JsonElement;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.call.EventRelay;
import dev.longhaul.internal.call.Remembered;
import dev.longhaul.internal.json.Json;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import dev.longhaul.job.JobReading;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.streamer.Ask.State;
import dev.longhaul.streamer.StreamerFrame.Kind;
import dev.longhaul.streamer.StreamerOptions.ProgressUnit;
import dev.longhaul.streamer.StreamerOptions.UnnamedErrors;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What frames, and their absence, do to requests.
 *
 * <p>Until the server reports progress, it is estimated from the time that the action takes: in
 * steps of 5 percent, to 25 at most, under the stage {@code estimated}. So a first report below
 * that hides little.
 *
 * <p><i>Concurrency:</i> the monitor of {@link Asks} guards this object; frames are decoded outside
 * of it.
 */
final class AskLife {
  private static final int STEP = 5;
  private static final int MOST_STEPS = 5;
  private static final String ESTIMATED = "estimated";

  private final Asks asks;
  private final StreamerOptions options;
  private final ResilienceOptions resilience;
  private final InstantSource clock;
  private final EventRelay events;
  private final Remembered unknownIds = new Remembered();
  private final double toPercent;

  AskLife(Asks asks, InstantSource clock, EventRelay events) {
    this.asks = asks;
    this.options = asks.options;
    this.resilience = asks.resilience;
    this.clock = clock;
    this.events = events;
    toPercent = options.progressUnit() == ProgressUnit.FRACTION ? 100 : 1;
  }

  /**
   * Takes a frame in.
   *
   * @param length how long it was, in characters
   */
  void heard(StreamerFrame frame, int length) {
    String id = frame.requestId();
    Object result = id == null ? null : result(id, frame);
    asks.decide(
        now -> {
          Ask ask = id == null ? null : asks.wire().get(id);
          if (ask != null) {
            ask.heardAt = now;
            react(ask, frame, result, now);
          } else if (id != null && asks.wire().isSettled(id)) {
            return; // it comes too late
          } else if (frame.kind == Kind.ERROR && (id == null || frame.mayNameItself())) {
            unnamed(frame, now);
          } else if (id != null && unknownIds.add(id)) {
            tell(
                new ClientEvent.FrameIgnored(
                    StreamerErrors.SERVICE, "it answers no request of this client", length));
          }
        });
  }

  private void tell(ClientEvent event) {
    asks.later(() -> events.tell(event));
  }

  /** Returns the result that a frame brings, read as its action wants it; null for none. */
  private @Nullable Object result(String id, StreamerFrame frame) {
    Class<?> type;
    synchronized (asks) {
      Ask ask = asks.wire().get(id);
      type = ask == null ? null : ask.result;
    }
    if (type == null || (frame.kind != Kind.ANSWER && frame.kind != Kind.ENDED)) {
      return null;
    }
    try {
      return type == JsonElement.class
          ? frame.data()
          : Json.read(frame.data(), TypeToken.get(type));
    } catch (MalformedJsonException misfit) {
      return null;
    }
  }

  private void react(Ask ask, StreamerFrame frame, @Nullable Object result, long now) {
    if (ask.givenUp) {
      outlive(ask, frame);
      return;
    }
    switch (frame.kind) {
      case ACCEPTED -> acknowledged(ask, frame, now);
      case PROGRESS -> progressed(ask, frame, now);
      case ANSWER, ENDED -> ended(ask, frame, result);
      case ERROR -> failed(ask, frame, now);
      default -> {
        // It says nothing of the request but that it is known.
      }
    }
  }

  /** Nobody wants to know, but the place of a request at work is free only when it is over. */
  private void outlive(Ask ask, StreamerFrame frame) {
    if (frame.kind == Kind.ACCEPTED || frame.kind == Kind.PROGRESS) {
      ask.accepted = true;
      asks.dueAt(ask, ask.silentAt(options));
    } else {
      asks.end(ask);
    }
  }

  private void acknowledged(Ask ask, StreamerFrame frame, long now) {
    resume(ask);
    Duration told = frame.estimate();
    ask.estimate = told == null ? ask.estimate : told;
    if (ask.reported) {
      schedule(ask);
      return;
    }
    ask.acceptedAt = now;
    ask.word = frame.word();
    ask.atWork |= frame.isAtWork();
    JobReading.Builder<Object> reading = ask.reading(ask.word).message(frame.message());
    told(ask, phased(ask, reading.eta(eta(ask))));
  }

  private @Nullable Instant eta(Ask ask) {
    return ask.estimate == null ? null : clock.instant().plus(ask.estimate);
  }

  private static JobReading<Object> phased(Ask ask, JobReading.Builder<Object> reading) {
    return ask.atWork ? reading.running() : reading.waiting();
  }

  private void progressed(Ask ask, StreamerFrame frame, long now) {
    resume(ask);
    Double progress = frame.progress();
    String step = frame.step();
    ask.atWork = true;
    ask.acceptedAt = ask.accepted ? ask.acceptedAt : now;
    boolean first = !ask.reported && ask.steps > 0;
    ask.reported = true;
    ask.word = frame.word();
    told(
        ask,
        ask.reading(ask.word)
            .percent(progress == null ? null : progress * toPercent)
            .message(frame.message())
            // Else the stage would go on saying that progress is estimated.
            .stage(step == null && first ? ask.word : step)
            .running());
  }

  /** The server goes on after a failure: it tries again by itself. */
  private void resume(Ask ask) {
    if (ask.state == State.HELD) {
      ask.state = State.ON_WIRE;
      ask.failure = null;
      ask.attempt++;
    }
  }

  /** Tells of a job that goes on; the first time its caller gets the handle. */
  private void told(Ask ask, JobReading<Object> reading) {
    if (ask.accepted) {
      asks.jobs.tell(ask, reading);
    } else {
      ask.accepted = true;
      asks.jobs.add(ask);
      asks.later(() -> ask.answer.complete(reading));
    }
    schedule(ask);
  }

  /** Sets the timer for the next step of estimated progress, or for the end of patience. */
  private void schedule(Ask ask) {
    long dueAt = ask.silentAt(options);
    Duration estimate = ask.estimate;
    if (estimate != null && !ask.reported && ask.steps < MOST_STEPS) {
      dueAt = Math.min(dueAt, stepAt(ask, estimate, ask.steps + 1));
    }
    asks.dueAt(ask, dueAt);
  }

  private static long stepAt(Ask ask, Duration estimate, int step) {
    return ask.acceptedAt + estimate.toNanos() / 100 * STEP * step;
  }

  /** Does what is due about a request that the server has. */
  void due(Ask ask, long now) {
    StreamerFrame failure = ask.failure;
    if (ask.state == State.HELD && failure != null) {
      finish(ask, ask.reading(failure.word()).failed(asks.errors.failure(failure)));
    } else if (!ask.accepted) {
      unanswered(ask, now);
    } else if (now < ask.silentAt(options)) {
      estimate(ask, now);
    } else if (ask.givenUp) {
      asks.end(ask);
    } else {
      asks.fail(ask, asks.errors.silent(ask));
    }
  }

  private void unanswered(Ask ask, long now) {
    if (ask.givenUp) {
      asks.end(ask);
    } else if (now < ask.deadline && !ask.maybeSent()) {
      asks.awaitAnswer(ask, now); // the connection has not said yet whether it takes it
    } else if (now < ask.deadline && asks.mayAskAgain(ask)) {
      ask.mayHaveRun = true;
      asks.again(ask, now, now);
    } else {
      asks.refuse(ask, asks.errors.silent(ask));
    }
  }

  private void estimate(Ask ask, long now) {
    Duration estimate = ask.estimate;
    int before = ask.steps;
    while (estimate != null
        && !ask.reported
        && ask.steps < MOST_STEPS
        && stepAt(ask, estimate, ask.steps + 1) <= now) {
      ask.steps++;
    }
    if (ask.steps > before) {
      JobReading.Builder<Object> reading = ask.reading(ask.word).stage(ESTIMATED);
      asks.jobs.tell(ask, phased(ask, reading.percent((double) ask.steps * STEP)));
    }
    schedule(ask);
  }

  private void ended(Ask ask, StreamerFrame frame, @Nullable Object result) {
    JobReading.Builder<Object> reading = ask.reading(frame.word());
    if (!frame.isSuccess()) {
      finish(ask, reading.failed(asks.errors.failure(frame)));
    } else if (result != null) {
      finish(ask, reading.succeeded(result));
    } else {
      LonghaulException unreadable = asks.errors.unreadable(ask);
      if (!ask.accepted) {
        told(ask, reading.running());
      }
      asks.fail(ask, unreadable);
    }
  }

  private void finish(Ask ask, JobReading<Object> reading) {
    asks.end(ask);
    if (ask.accepted) {
      asks.jobs.tell(ask, reading);
    } else {
      asks.later(() -> ask.answer.complete(reading));
    }
  }

  private void failed(Ask ask, StreamerFrame frame, long now) {
    Duration grace = options.failedGrace();
    if (frame.code().equals(StreamerErrors.PROCESSING_FAILED) && !grace.isZero()) {
      if (!ask.accepted) {
        told(ask, ask.reading(frame.word()).running());
      }
      ask.state = State.HELD;
      ask.failure = frame;
      asks.dueAt(ask, now + grace.toNanos());
      return;
    }
    long restsUntil = now + rest(ask, frame).toNanos();
    boolean inTime = restsUntil < (ask.accepted ? ask.silentAt(options) : ask.deadline);
    if (inTime && asks.errors.passes(frame) && asks.mayAskAgain(ask)) {
      ask.mayHaveRun |= frame.code().equals("TIMEOUT");
      asks.again(ask, restsUntil, now);
    } else if (ask.accepted) {
      finish(ask, ask.reading(frame.word()).failed(asks.errors.failure(frame)));
    } else {
      asks.refuse(ask, asks.errors.refusal(ask, frame));
    }
  }

  /** What the server asked for, else full jitter up to a bound that grows with every try. */
  private Duration rest(Ask ask, StreamerFrame frame) {
    Duration asked = asks.errors.rest(frame);
    if (asked != null) {
      return asked;
    }
    double bound =
        (double) resilience.firstDelay().toNanos()
            * Math.pow(resilience.backOffFactor(), ask.retries);
    double most = Math.min(bound, (double) resilience.longestDelay().toNanos());
    return Duration.ofNanos((long) (most * ThreadLocalRandom.current().nextDouble()));
  }

  /** An error that names no request: it belongs to the only one that it can belong to. */
  private void unnamed(StreamerFrame frame, long now) {
    String code = StreamerErrors.isWord(frame.code()) ? frame.code() : "";
    List<Ask> waiting = asks.wire().unanswered();
    boolean sure = waiting.size() == 1;
    boolean guessed = !waiting.isEmpty() && options.unnamedErrors() == UnnamedErrors.TO_THE_OLDEST;
    // The processor names its requests, so this one is not about a first answer.
    boolean ours = !code.equals(StreamerErrors.PROCESSING_FAILED) && (sure || guessed);
    tell(
        new UnnamedError(
            StreamerErrors.SERVICE, code, Optional.ofNullable(ours ? waiting.get(0).id : null)));
    if (ours) {
      react(waiting.get(0), frame, null, now);
    }
  }
}
