package dev.longhaul.streamer;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.call.EventRelay;
import dev.longhaul.internal.time.Alarm;
import dev.longhaul.internal.time.Ticker;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobReading;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.realtime.ConnectionState;
import dev.longhaul.realtime.ConnectionStatus;
import dev.longhaul.realtime.RealtimeConnection;
import dev.longhaul.realtime.SendReceipt;
import dev.longhaul.realtime.SendState;
import dev.longhaul.streamer.Ask.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Queue;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of a client, from the queue to their ends: at most so many at work, so many messages
 * a second, first come, first served. One timer serves all.
 *
 * <p>Requests are handed to the connection only while it has a socket that is not about to be
 * renewed, so that what waits here was provably never sent. A request that was handed over and
 * never sent is known by its receipt.
 *
 * <p><i>Concurrency:</i> the monitor guards this object, the requests and {@link ToldJobs}. Under
 * it nothing else is called, but for a look at the connection's status: what is decided is done
 * afterwards, in order, by one thread at a time.
 */
final class Asks {
  private static final Logger LOG = LoggerFactory.getLogger(StreamerClient.class);

  /** How long nothing is handed to a socket that took no more. */
  private static final Duration FULL = Duration.ofMillis(100);

  final StreamerOptions options;
  final StreamerErrors errors;
  final ToldJobs jobs = new ToldJobs(this);
  private final Ticker ticker;
  private final long start;
  final ResilienceOptions resilience;
  private final AskLife life;
  private final Alarm alarm;
  private final TreeSet<Ask> queue = new TreeSet<>(Comparator.comparingLong(ask -> ask.turn));
  private final TreeSet<Ask> due =
      new TreeSet<>(
          Comparator.<Ask>comparingLong(ask -> ask.dueAt).thenComparingLong(ask -> ask.turn));

  private final Wire wire;
  private final Queue<Runnable> wanted = new ArrayDeque<>();
  private @Nullable RealtimeConnection connection;
  private boolean acting;
  private boolean closed;
  private long turns;

  private long rateAdmitsAt = Ask.NEVER;

  /** Something that is decided under the monitor. */
  interface Decision {
    void at(long now);
  }

  Asks(
      ClientOptions client,
      StreamerOptions options,
      EventRelay events,
      BiFunction<Runnable, Duration, Future<?>> scheduler) {
    this.options = options;
    wire = new Wire(options);
    errors = new StreamerErrors(options, client.watch().clock());
    resilience = client.resilience();
    ticker = Ticker.of(client.watch().clock());
    start = ticker.nanos();
    life = new AskLife(this, client.watch().clock(), events);
    alarm = new Alarm(scheduler, at -> decide(this::tick));
  }

  /** Returns what takes frames in. */
  AskLife life() {
    return life;
  }

  /** Takes the connection over which it asks; before anything else. */
  void over(RealtimeConnection connection) {
    this.connection = connection;
  }

  /** Decides on something, and does what was decided. */
  void decide(Decision decision) {
    synchronized (this) {
      decision.at(now());
      pump(now());
    }
    act();
  }

  /** Puts off what is not to be done under the monitor. */
  void later(Runnable deed) {
    wanted.add(deed);
  }

  long now() {
    return ticker.nanos() - start;
  }

  private void act() {
    for (Runnable deed = next(false); deed != null; deed = next(true)) {
      try {
        deed.run();
      } catch (RuntimeException | Error thrown) {
        LOG.warn("A fault of this client: {}.", thrown.getClass().getName());
      }
    }
  }

  private @Nullable Runnable next(boolean mine) {
    long at;
    synchronized (this) {
      if (acting && !mine) {
        return null;
      }
      Runnable deed = wanted.poll();
      acting = deed != null;
      if (deed != null) {
        return deed;
      }
      at = Math.min(rateAdmitsAt, due.isEmpty() ? Ask.NEVER : due.first().dueAt);
    }
    // Never turned off: another thread may have set it since, and to ring in vain does no harm.
    if (at != Ask.NEVER) {
      try {
        alarm.set(at, now());
      } catch (RejectedExecutionException schedulerGone) {
        LOG.debug("The scheduler is gone.");
      }
    }
    return null;
  }

  /** Asks, in its turn; returns a future of what the service said when it took the request. */
  CompletableFuture<JobReading<Object>> submit(Ask ask) {
    ask.answer.whenComplete(
        (reading, error) -> {
          if (ask.answer.isCancelled()) {
            decide(now -> giveUp(ask));
          }
        });
    decide(now -> begin(ask, now));
    return ask.answer;
  }

  /** Returns the result of a request that is done with its first answer, or gives it up. */
  <T> T atOnce(Ask ask, JobReading<Object> reading, Class<T> type) {
    JobOutcome<Object> outcome = reading.outcome().orElse(null);
    if (outcome == null) {
      decide(now -> giveUp(ask));
      throw errors.notAtOnce(ask);
    }
    return type.cast(outcome.resultOrThrow());
  }

  private void begin(Ask ask, long now) {
    ask.turn = turns++;
    if (closed) {
      refuse(ask, errors.closed(ask));
    } else if (queue.size() >= options.queue() && !hasPlace()) {
      refuse(ask, errors.full(ask, options.queue()));
    } else {
      ask.deadline = now + resilience.deadline().toNanos();
      enqueue(ask);
      later(this::connect);
    }
  }

  private boolean hasPlace() {
    return queue.isEmpty() && wire.hasPlace();
  }

  private void connect() {
    RealtimeConnection open = connection;
    if (open != null) {
      open.connect();
    }
  }

  private void enqueue(Ask ask) {
    ask.state = State.QUEUED;
    queue.add(ask);
    dueAt(ask, waitsUntil(ask));
  }

  private long waitsUntil(Ask ask) {
    return ask.accepted ? ask.silentAt(options) : ask.deadline;
  }

  /** Sets when something is to be done about a request. */
  void dueAt(Ask ask, long at) {
    due.remove(ask);
    ask.dueAt = at;
    if (at != Ask.NEVER) {
      due.add(ask);
    }
  }

  /** Nobody waits for it: one that was sent keeps its place, since the server is at work on it. */
  private void giveUp(Ask ask) {
    ask.givenUp = true;
    jobs.forget(ask);
    if (ask.state == State.QUEUED || ask.state == State.RESTING) {
      end(ask);
    }
  }

  /** Ends a request with an error of the call, which its caller waits for. */
  void refuse(Ask ask, LonghaulException error) {
    end(ask);
    later(() -> ask.answer.completeExceptionally(error));
  }

  /** Ends a request whose outcome cannot be learnt, or that was never taken. */
  void fail(Ask ask, LonghaulException error) {
    if (ask.accepted) {
      end(ask);
      jobs.gone(ask, error);
    } else {
      refuse(ask, error);
    }
  }

  /** Takes a request off every list. */
  void end(Ask ask) {
    offWire(ask);
    queue.remove(ask);
    dueAt(ask, Ask.NEVER);
    ask.state = State.OVER;
  }

  private void offWire(Ask ask) {
    RealtimeConnection open = connection;
    if (wire.settle(ask) && open != null && wire.awaitsRenewal(now())) {
      later(open::settled);
    }
  }

  /** Asks again, under another id, now or after a rest. */
  void again(Ask ask, long at, long now) {
    offWire(ask);
    ask.wireId = UUID.randomUUID().toString();
    ask.attempt++;
    ask.failure = null;
    if (at <= now) {
      enqueue(ask);
    } else {
      ask.state = State.RESTING;
      dueAt(ask, at);
    }
  }

  /** Hands over what may go. */
  private void pump(long now) {
    rateAdmitsAt = Ask.NEVER;
    while (wire.isOpen(now) && !queue.isEmpty()) {
      long admitsAt = wire.admitsAt(now);
      if (admitsAt > now) {
        rateAdmitsAt = admitsAt;
        return;
      }
      Ask ask = queue.first();
      queue.remove(ask);
      hand(ask, now);
    }
  }

  private void hand(Ask ask, long now) {
    ask.state = State.ON_WIRE;
    ask.receipt = null;
    ask.lostInBetween = false;
    ask.asked++;
    wire.put(ask, now);
    awaitAnswer(ask, now);
    String id = ask.wireId;
    String message = ask.message();
    RealtimeConnection open = connection;
    if (open != null) {
      later(() -> handed(ask, id, open.send(message)));
    }
  }

  /** Sets when the server is to have answered, or to have said more. */
  void awaitAnswer(Ask ask, long now) {
    dueAt(
        ask,
        ask.accepted
            ? waitsUntil(ask)
            : Math.min(ask.deadline, now + options.answerTimeout().toNanos()));
  }

  private void handed(Ask ask, String id, SendReceipt receipt) {
    decide(
        now -> {
          if (wire.get(id) == ask) {
            ask.receipt = receipt;
            if (ask.lostInBetween && receipt.state() == SendState.SENT) {
              lost(ask, now);
            }
          }
        });
    if (receipt.state() == SendState.QUEUED) {
      receipt.ending().thenAccept(end -> decide(now -> ended(ask, id, end, now)));
    } else {
      decide(now -> ended(ask, id, receipt.state(), now));
    }
  }

  /** A message that was not sent goes back to its place in line. */
  private void ended(Ask ask, String id, SendState end, long now) {
    if (end != SendState.SENT && wire.takeBack(id, ask)) {
      ask.asked--;
      if (ask.givenUp) {
        end(ask);
      } else {
        enqueue(ask);
      }
      ConnectionStatus status = status();
      if (status != null && status.state() == ConnectionState.CONNECTED) {
        wire.restUntil(now + FULL.toNanos()); // the socket is about to end, or holds all it can
      } else {
        wire.down(); // it gave up, or will connect anew
      }
      later(this::failIfGivenUp);
    }
  }

  /** Returns how many requests are at work on this socket. */
  synchronized int inFlight() {
    return wire.inFlight(now());
  }

  void connected() {
    decide(wire::up);
  }

  void lost(ConnectionStatus why) {
    LonghaulException error = why.error().orElse(null);
    decide(
        now -> {
          wire.down();
          for (Ask ask : wire.all()) {
            ask.lostTo = error;
            SendReceipt receipt = ask.receipt;
            if (receipt == null) {
              ask.lostInBetween = true;
            } else if (receipt.state() == SendState.SENT) {
              lost(ask, now);
            }
          }
        });
  }

  /** The socket took a request with it: nothing more will be heard of that message. */
  private void lost(Ask ask, long now) {
    if (ask.givenUp) {
      end(ask);
    } else if (mayAskAgain(ask)) {
      ask.mayHaveRun = true;
      again(ask, now, now);
    } else {
      fail(ask, errors.lost(ask, ask.lostTo));
    }
  }

  /** Returns whether it may be asked once more, and counts that. */
  boolean mayAskAgain(Ask ask) {
    boolean may = ask.repeatable && !ask.givenUp && ask.retries < resilience.maxRetries();
    ask.retries += may ? 1 : 0;
    return may;
  }

  /** Ends what waits for a connection that gave up. */
  void failIfGivenUp() {
    decide(
        now -> {
          ConnectionStatus status = status();
          LonghaulException why = status == null ? null : status.error().orElse(null);
          if (why != null && status != null && status.state() == ConnectionState.ERROR) {
            for (Ask ask : new ArrayList<>(due)) {
              if (ask.state == State.QUEUED || ask.state == State.RESTING) {
                fail(ask, errors.gaveUp(ask, why));
              }
            }
          }
        });
  }

  private @Nullable ConnectionStatus status() {
    RealtimeConnection open = connection;
    return open == null ? null : open.status();
  }

  private void tick(long now) {
    while (!due.isEmpty() && due.first().dueAt <= now) {
      Ask ask = due.first();
      dueAt(ask, Ask.NEVER);
      if (ask.state == State.RESTING) {
        enqueue(ask);
        later(this::connect);
      } else if (ask.state != State.QUEUED) {
        life.due(ask, now);
      } else if (ask.accepted) {
        fail(ask, errors.silent(ask));
      } else {
        ConnectionStatus status = status();
        refuse(ask, errors.late(ask, status == null ? null : status.error().orElse(null)));
      }
    }
  }

  /** Returns what was handed to the connection; under the monitor alone. */
  Wire wire() {
    return wire;
  }

  /** Ends everything: the handles of what was taken have been told before. */
  void close() {
    decide(
        now -> {
          closed = true;
          wire.down();
          for (Ask ask : new ArrayList<>(due)) {
            if (ask.accepted) {
              end(ask);
            } else {
              refuse(ask, errors.closed(ask));
            }
          }
        });
    alarm.close();
  }

  /** Returns how many requests are not over; for tests. */
  synchronized int open() {
    return due.size();
  }
}
