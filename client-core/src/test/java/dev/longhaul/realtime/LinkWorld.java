package dev.longhaul.realtime;

import dev.longhaul.internal.http.AnswerJudge;
import dev.longhaul.realtime.RealtimeProtocol.FrameKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/**
 * A machine alone with sockets, frames and a clock that are only numbers, which knows what must
 * never happen. Effects are done when the call that asked for them has returned, as the real driver
 * does it.
 */
final class LinkWorld implements LinkEffects {
  static final LinkEnds ENDS =
      new LinkEnds("test", "server:1", new AnswerJudge(1_000, InstantSource.system()));

  /** Invariants that were looked at, by all worlds. */
  static long checks;

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final RealtimeOptions options;
  final LinkMachine machine;
  private final Queue<Runnable> deeds = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final Set<Integer> live = new LinkedHashSet<>();
  private final Map<Long, Outgoing> unsettled = new TreeMap<>();
  private final Map<String, Integer> wanted = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private final List<Long> handshakes = new ArrayList<>();
  private List<Object> told = List.of();
  private long sent;
  private long lastHandedOver;
  private int ready;
  private int farewell;
  private boolean dying;
  private boolean mayForgive = true;
  private int attempts;
  private long delay;
  private boolean closed;
  long now;
  int inFlight;

  LinkWorld(RealtimeOptions options) {
    this(options, () -> 0.5);
  }

  LinkWorld(RealtimeOptions options, DoubleSupplier random) {
    this.options = options;
    machine = new LinkMachine(options, this, ENDS, random);
  }

  /** Does one thing, then what the machine wants done, and looks at everything. */
  void step(Runnable happening) {
    replay(happening);
    lookAround();
  }

  /** The same, for a step that was looked at before. */
  void replay(Runnable happening) {
    done.clear();
    happening.run();
    for (Runnable deed = deeds.poll(); deed != null; deed = deeds.poll()) {
      deed.run();
    }
  }

  /** Returns whether there was a socket before the newest. */
  boolean hasOlder() {
    return machine.link() > 1;
  }

  /** Returns what was done in the last step. */
  List<String> done() {
    return done;
  }

  /** Returns how long after the last status the next try is to be made. */
  Duration delay() {
    return Duration.ofNanos(delay);
  }

  // What can happen.

  void connect() {
    mayForgive = true;
    machine.connect(now);
  }

  void reconnect() {
    mayForgive = true;
    machine.reconnect(now);
  }

  void close() {
    closed = true;
    machine.close(now);
  }

  void frame(FrameKind kind) {
    mayForgive |= kind == FrameKind.VALID && machine.isOpen();
    machine.frame(machine.link(), now, kind);
  }

  void closing(LinkEnd end) {
    if (live.contains(machine.link()) && farewell == 0) {
      farewell = machine.link();
    }
    machine.closing(machine.link(), now, end);
  }

  /** The socket ends, whether or not it is being closed. */
  void ends(LinkEnd end) {
    int which = live.isEmpty() ? machine.link() : live.iterator().next();
    socketGone(which);
    machine.ended(which, now, end);
  }

  /** The socket takes nothing more; that it ended is told later. */
  void dies() {
    dying = !live.isEmpty();
  }

  void send() {
    Outgoing frame =
        new Outgoing("frame", ++sent, now + options.queueExpiry().toNanos(), new SendReceipt());
    unsettled.put(frame.number(), frame);
    machine.send(frame, now);
  }

  void subscribe(String topic) {
    wanted.merge(topic, 1, Integer::sum);
    machine.subscribe(topic);
  }

  void unsubscribe(String topic) {
    if (wanted.containsKey(topic)) {
      wanted.computeIfPresent(topic, (t, n) -> n == 1 ? null : n - 1);
      machine.unsubscribe(topic);
    }
  }

  void nextTimer() {
    long next = machine.nextTick();
    if (next != LinkMachine.NEVER) {
      now = Math.max(now, next);
      machine.tick(now);
      require(machine.nextTick() > now, "after a tick nothing is due");
    }
  }

  void passes(Duration time) {
    now += time.toNanos();
    machine.tick(now);
  }

  private void socketGone(int which) {
    live.remove(which);
    dying &= !live.isEmpty();
    farewell = farewell == which ? 0 : farewell;
  }

  // What the machine wants done.

  @Override
  public void open(int link) {
    deeds.add(
        () -> {
          require(live.isEmpty(), "none opened while another lives");
          require(ready == 0, "lost is told before another is opened");
          live.add(link);
          handshakes.removeIf(at -> at + MINUTE <= now);
          handshakes.add(now);
          require(handshakes.size() <= options.handshakesPerMinute(), "handshakes in a minute");
          done.add("open");
        });
  }

  @Override
  public void greet(int link, List<String> topics) {
    deeds.add(
        () -> {
          require(live.contains(link), "greeted on a live socket");
          require(topics.equals(List.copyOf(wanted.keySet())), "each wanted topic asked for once");
          asked.clear();
          asked.addAll(topics);
          done.add("greet");
        });
  }

  @Override
  public void write(int link, Outgoing frame) {
    deeds.add(
        () -> {
          require(unsettled.containsKey(frame.number()), "written before it ended");
          if (dying || !live.contains(link)) {
            done.add("unsent");
            machine.unsent(frame, now);
            return;
          }
          done.add("write");
          require(frame.number() > lastHandedOver, "handed over in order, each once");
          require(frame.expiresAt() > now, "not handed over when it had expired");
          lastHandedOver = frame.number();
          unsettled.remove(frame.number());
        });
  }

  @Override
  public void beat(int link) {
    deeds.add(
        () -> {
          require(live.contains(link), "beats on a live socket");
          done.add("beat");
        });
  }

  @Override
  public void topic(int link, String topic, boolean wants) {
    deeds.add(
        () -> {
          require(live.contains(link), "asked on a live socket");
          require(wants ? asked.add(topic) : asked.remove(topic), "asked for once, ended once");
          done.add("topic");
        });
  }

  @Override
  public void close(int link, int code) {
    deeds.add(
        () -> {
          require(live.contains(link), "a live socket is closed");
          if (dying) {
            socketGone(link);
            machine.gone(link, now);
          } else {
            farewell = link;
          }
          done.add("close");
        });
  }

  @Override
  public void drop(int link) {
    deeds.add(
        () -> {
          require(live.contains(link), "a live socket is dropped");
          socketGone(link);
          done.add("drop");
        });
  }

  @Override
  public void lookInFlight(int link) {
    deeds.add(
        () -> {
          if (inFlight == 0) {
            machine.idle(link, now);
          }
        });
  }

  @Override
  public void connected(int link) {
    deeds.add(
        () -> {
          require(ready == 0, "connected once");
          ready = link;
          done.add("connected");
        });
  }

  @Override
  public void lost(int link) {
    deeds.add(
        () -> {
          require(ready == link, "lost once, what was connected");
          ready = 0;
          done.add("lost");
        });
  }

  @Override
  public void tell(ConnectionState state, LinkEnd why, int failures, long nextAttempt) {
    require(state == machine.state(), "the state that is told holds");
    long wait = nextAttempt == LinkMachine.NEVER ? -1 : Math.max(0, nextAttempt - now);
    List<Object> status = List.of(state, why.reason(), failures, wait > 0 ? nextAttempt : 0);
    require(!told.equals(status), "no status is told twice");
    told = status;
    require(failures >= attempts || mayForgive, "only a frame that made sense makes up for it");
    attempts = failures;
    delay = wait;
    mayForgive = false;
    boolean waits = state == ConnectionState.RECONNECTING || state == ConnectionState.SUSPENDED;
    require(!waits || wait >= 0, "the next try is told");
    require(state != ConnectionState.ERROR || why.error() != null, "giving up has an error");
    deeds.add(() -> done.add(state.name()));
  }

  @Override
  public void settle(Outgoing frame, SendState end) {
    deeds.add(
        () -> {
          require(unsettled.remove(frame.number()) != null, "one ending");
          require(end == SendState.EXPIRED || end == SendState.REFUSED, "an ending");
          require(
              (end == SendState.EXPIRED) == (frame.expiresAt() <= now) || end == SendState.REFUSED,
              "expired when it has");
          done.add(end.name());
        });
  }

  // What holds after each step.

  private void lookAround() {
    ConnectionState state = machine.state();
    boolean rests = state == ConnectionState.DISCONNECTED || state == ConnectionState.ERROR;
    long next = machine.nextTick();
    require(live.size() <= 1, "one live socket at most");
    require((ready != 0) == machine.isOpen(), "ready while open");
    require(machine.isOpen() == (state == ConnectionState.CONNECTED), "connected while open");
    require(!machine.isOpen() || live.contains(machine.link()), "an open socket lives");
    require(!machine.isOpen() || asked.equals(wanted.keySet()), "what is wanted is asked for");
    require(unsettled.size() <= options.queueLimit(), "the queue is bounded");
    require(machine.queued() == unsettled.size(), "queued, or ended");
    require(!closed || (rests && unsettled.isEmpty()), "closed for good");
    if (!rests) {
      require(next != LinkMachine.NEVER, "never stuck");
      require(!live.isEmpty() || next >= now, "a timer is due");
      return;
    }
    require(live.isEmpty() || farewell != 0, "nothing lives but what says farewell");
    require(state != ConnectionState.ERROR || unsettled.isEmpty(), "given up, so refused");
    if (farewell == 0) {
      long expiry =
          unsettled.values().stream()
              .mapToLong(Outgoing::expiresAt)
              .min()
              .orElse(LinkMachine.NEVER);
      require(next == expiry, "no timer but the queue's");
    } else {
      require(next <= now + LinkMachine.FAREWELL.toNanos(), "a farewell is short");
    }
  }

  private void require(boolean holds, String what) {
    checks++;
    if (!holds) {
      throw new AssertionError(what + "; told " + told + ", did " + done + ", live " + live);
    }
  }

  /** Returns a number for all that can matter from now on: equal worlds go on alike. */
  long fingerprint() {
    StateHash hash = new StateHash(now, machine.link());
    hash.of(machine);
    for (int one : live) {
      hash.add(machine.link() - one);
    }
    hash.add(ready == 0 ? -1 : machine.link() - ready);
    hash.add(farewell == 0 ? -1 : machine.link() - farewell);
    hash.add(Objects.hash(dying, mayForgive, attempts, closed, inFlight));
    hash.add(asked.hashCode());
    for (int i = 0; i < 2 && !told.isEmpty(); i++) {
      hash.add(told.get(i).hashCode());
    }
    handshakes.removeIf(at -> at + MINUTE <= now);
    handshakes.forEach(at -> hash.add(now - at));
    return hash.value();
  }
}
