package dev.longhaul.realtime;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.internal.call.EventRelay;
import dev.longhaul.internal.flow.Mailbox;
import dev.longhaul.internal.http.UrlKind;
import dev.longhaul.internal.time.Alarm;
import dev.longhaul.internal.time.Callbacks;
import dev.longhaul.internal.time.OwnThreads;
import dev.longhaul.internal.time.Ticker;
import dev.longhaul.internal.time.Timers;
import dev.longhaul.job.Registration;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.realtime.RealtimeProtocol.FrameKind;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a machine to life: tells it what happens, has done what it wants done, and sets its timer.
 *
 * <p><i>Concurrency:</i> the monitor guards the machine and the queue of what it wants done. That
 * is done in order, by one thread at a time and outside of the monitor: by whichever thread told
 * the machine something. Frames are decoded on the thread of their socket, none before {@link
 * RealtimeProtocol#connected} has returned and none after {@link RealtimeProtocol#lost}: what must
 * not meet a frame waits in the queue until that frame is done.
 */
final class RealtimeLink {
  private static final Logger LOG = LoggerFactory.getLogger(RealtimeConnection.class);

  final String service;
  final RealtimeProtocol protocol;
  final ClientOptions options;
  final RealtimeOptions realtime;
  final OkHttpSockets sockets;
  final LinkEnds ends;
  final Statuses statuses;
  final Callbacks callbacks;
  final EventRelay events;
  private final LinkMachine machine;
  private final LinkDeeds deeds;
  private final Timers timers;
  private final Alarm alarm;
  private final Ticker ticker;
  private final long start;
  private final Queue<Deed> wanted = new ArrayDeque<>();
  private final CountDownLatch allDone = new CountDownLatch(1);
  private @Nullable Thread actor;
  private long sent;

  /** How many sockets are not over yet, for OkHttp. */
  private int alive;

  /** The newest socket for which the protocol was told that it is connected. */
  private int ready;

  private boolean decoding;
  private volatile boolean closed;

  /** Something that happened, for the machine. */
  interface Happening {
    void to(LinkMachine machine, long now);
  }

  /**
   * Something that the machine wants done.
   *
   * @param betweenFrames whether it must wait for the frame that is being decoded
   */
  private record Deed(Runnable work, boolean betweenFrames) {}

  RealtimeLink(
      String service, RealtimeProtocol protocol, ClientOptions options, RealtimeOptions realtime) {
    UrlKind.requireSocket(options.baseUrl());
    this.service = service;
    this.protocol = protocol;
    this.options = options;
    this.realtime = realtime;
    WatchOptions watch = options.watch();
    callbacks = Callbacks.on(watch.callbackExecutor().orElse(null));
    timers = Timers.on(watch.scheduler().orElse(null));
    ticker = Ticker.of(watch.clock());
    start = ticker.nanos();
    events = new EventRelay(service, options.resilience().listener().orElse(null), callbacks);
    sockets = new OkHttpSockets(options, realtime);
    ends = new LinkEnds(service, sockets.server(), sockets.judge());
    alarm = new Alarm(timers::schedule, at -> tell(LinkMachine::tick));
    Mailbox.Home home = new Mailbox.Home(callbacks, timers::schedule, () -> closed, watch.clock());
    statuses = new Statuses(home, watch.clock().instant(), this::closedError);
    deeds = new LinkDeeds(this);
    machine =
        new LinkMachine(realtime, deeds, ends, () -> ThreadLocalRandom.current().nextDouble());
  }

  /** Returns what is to be done about an end, by what the credentials can give. */
  LinkEnd.Remedy remedy(LinkEnd.Remedy remedy, @Nullable String authorization) {
    return deeds.remedy(remedy, authorization);
  }

  boolean isClosed() {
    return closed;
  }

  /** Tells the machine what happened, and does what it wants done. */
  void tell(Happening happening) {
    synchronized (this) {
      happening.to(machine, now());
    }
    act();
  }

  /** Returns the time of the machine. */
  long now() {
    return ticker.nanos() - start;
  }

  /** Has something done, after all that is wanted already. */
  synchronized void later(Runnable deed) {
    wanted.add(new Deed(deed, false));
  }

  /** The same, while no frame is being decoded. */
  synchronized void laterBetweenFrames(Runnable deed) {
    wanted.add(new Deed(deed, true));
  }

  void act() {
    for (Runnable deed = next(false); deed != null; deed = next(true)) {
      try {
        deed.run();
      } catch (RuntimeException | Error thrown) {
        LOG.warn("The protocol of {} threw {}.", service, thrown.getClass().getName());
      }
    }
  }

  private @Nullable Runnable next(boolean mine) {
    long at;
    long now;
    synchronized (this) {
      if (actor != null && !mine) {
        return null;
      }
      Deed first = wanted.peek();
      if (first != null && !(first.betweenFrames && decoding)) {
        actor = Thread.currentThread();
        wanted.remove();
        return first.work;
      }
      actor = null;
      tellIfAllDone();
      at = nextTick();
      now = now();
    }
    try {
      setAlarm(at, now);
    } catch (RejectedExecutionException gone) {
      if (!closed) {
        LOG.warn("The scheduler takes no timer, so that {} keeps no time.", service);
      }
    }
    return null;
  }

  private long nextTick() {
    return closed ? LinkMachine.NEVER : machine.nextTick();
  }

  private void setAlarm(long at, long now) {
    if (at != LinkMachine.NEVER) {
      alarm.set(at, now);
      return;
    }
    alarm.off();
    long next;
    synchronized (this) {
      next = nextTick();
    }
    // Guards against a time that another thread set just before it was switched off.
    if (next != LinkMachine.NEVER) {
      alarm.set(next, now());
    }
  }

  /** Waits until the protocol knows of a socket; returns whether its frame is to be decoded. */
  synchronized boolean beginsFrame(int link) {
    try {
      while (isOpen(link) && ready != link) {
        wait();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return false;
    }
    boolean its = isOpen(link);
    decoding |= its; // a late frame of an old socket says nothing about the new one's
    return its;
  }

  private boolean isOpen(int link) {
    return machine.isOpen() && machine.link() == link;
  }

  /** Hears what a frame was, and what waited for it goes on. */
  void endsFrame(int link, FrameKind kind) {
    boolean all;
    synchronized (this) {
      decoding = false;
      machine.frame(link, now(), kind);
      // A sign of life only puts off what is due: most frames leave nothing to do.
      all = kind == FrameKind.VALID && wanted.isEmpty();
    }
    if (!all) {
      act();
    }
  }

  /** Hears that the protocol knows of a socket. */
  synchronized void isReady(int link) {
    ready = link;
    notifyAll();
  }

  /** Lets threads that wait in {@link #beginsFrame} look again. */
  synchronized void changed() {
    notifyAll();
  }

  synchronized void socketBegins() {
    alive++;
  }

  synchronized void socketIsOver() {
    alive--;
    tellIfAllDone();
  }

  private void tellIfAllDone() {
    if (closed && alive == 0 && actor == null) {
      allDone.countDown();
    }
  }

  SendReceipt send(String text) {
    SendReceipt receipt = new SendReceipt();
    tell(
        (to, now) -> {
          long expiry = now + realtime.queueExpiry().toNanos();
          to.send(new Outgoing(text, ++sent, expiry, receipt), now);
        });
    return receipt;
  }

  Registration subscribe(String topic) {
    tell((to, now) -> to.subscribe(topic));
    boolean[] ended = new boolean[1];
    return () ->
        tell(
            (to, now) -> {
              if (!ended[0]) {
                ended[0] = true;
                to.unsubscribe(topic);
              }
            });
  }

  void close() {
    boolean inside;
    synchronized (this) {
      if (closed) {
        return;
      }
      machine.close(now());
      closed = true;
      inside = Thread.currentThread().equals(actor) || OwnThreads.isNetworkThread();
    }
    act();
    alarm.close();
    if (!inside) {
      awaitFarewell();
    }
    deeds.dropSocket();
    sockets.close();
    timers.close();
    callbacks.close();
  }

  /** Lets the server answer our close frame, but not for long. */
  private void awaitFarewell() {
    try {
      boolean inTime = allDone.await(LinkMachine.FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
      LOG.debug("{} {} our close frame.", service, inTime ? "answered" : "did not answer");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  ClientClosedException closedError() {
    return new ClientClosedException(
        "The connection is closed; nothing was sent.",
        CallFacts.builder(service, "connect").reach(CallFacts.Reach.NOT_SENT).build(),
        null);
  }
}
