package dev.longhaul.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The WebSockets of a fake service: every one that was opened, and what goes wrong with the next.
 *
 * <p><em>Threading:</em> any thread may call anything.
 */
public final class FakeSockets {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Predicate<String> paths;
  private final SocketScript script;
  private final ScheduledThreadPoolExecutor timer;
  private final List<FakeSocket> all = new ArrayList<>();
  private final Deque<SocketFault> once = new ArrayDeque<>();
  private SocketFault always = SocketFault.NONE;
  private @Nullable Runnable tick;
  private long tickNanos;
  private @Nullable Future<?> ticking;
  private volatile @Nullable Thread timerThread;
  private int handshakes;
  private int alive;

  /**
   * Makes the sockets of a service; they are served from {@link FakeService#serve} on.
   *
   * @param name begins the name of the thread for what is sent later
   * @param paths tells of a path without its query, still escaped, whether sockets are opened there
   * @param script what the service does with them
   */
  FakeSockets(String name, Predicate<String> paths, SocketScript script) {
    this.paths = paths;
    this.script = script;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, name + " sockets");
              thread.setDaemon(true);
              timerThread = thread;
              return thread;
            });
    // The thread lives only while something is planned.
    timer.setKeepAliveTime(20, TimeUnit.MILLISECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Returns the sockets that are open now, oldest first. */
  public synchronized List<FakeSocket> open() {
    return all.stream().filter(FakeSocket::isOpen).toList();
  }

  /** Returns every socket that was ever opened, oldest first; refused handshakes made none. */
  public synchronized List<FakeSocket> all() {
    return List.copyOf(all);
  }

  /** Returns how many sockets were ever opened; refused handshakes do not count. */
  public synchronized int opened() {
    return all.size();
  }

  /**
   * Waits until that many sockets were opened, and returns the last of these.
   *
   * <p><em>Blocking:</em> up to 5 seconds. <em>Errors:</em> an {@link AssertionError} when they do
   * not come.
   *
   * @param count how many, from the start on; at least 1
   */
  public FakeSocket await(int count) throws InterruptedException {
    awaitUntil(() -> all.size() >= count, count + " sockets opened");
    return all().get(count - 1);
  }

  /**
   * Waits until no socket is open.
   *
   * <p><em>Blocking:</em> up to 5 seconds. <em>Errors:</em> an {@link AssertionError} that lists
   * those still open.
   */
  public void awaitNoneOpen() throws InterruptedException {
    awaitUntil(() -> alive == 0 && open().isEmpty(), "no socket open");
  }

  /**
   * Lets the next connection go wrong; called again, the one after it.
   *
   * @param fault what happens to it
   */
  public synchronized void fault(SocketFault fault) {
    once.add(Objects.requireNonNull(fault, "fault"));
  }

  /**
   * Lets every connection go wrong for which {@link #fault} says nothing, until {@link
   * #clearFaults}.
   *
   * @param fault what happens to them; takes the place of an earlier one
   */
  public synchronized void always(SocketFault fault) {
    always = Objects.requireNonNull(fault, "fault");
  }

  /** Drops every fault that has not met its connection yet; open sockets keep theirs. */
  public synchronized void clearFaults() {
    once.clear();
    always = SocketFault.NONE;
  }

  /** Returns how many sockets were opened and how many of them are open. */
  @Override
  public String toString() {
    return "FakeSockets[%d opened, open %s]".formatted(opened(), open());
  }

  /** Tells whether sockets are opened at a path without query, still escaped. */
  boolean serves(String path) {
    return paths.test(path);
  }

  /** Runs something again and again in real time, while there are sockets; set before serving. */
  void whileOpen(Duration every, Runnable work) {
    tick = work;
    tickNanos = every.toNanos();
  }

  /** Runs something once, later; never when the service is closed before. */
  Future<?> later(Duration delay, Runnable work) {
    try {
      return timer.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Treats a request at one of the paths, until its connection can be closed. */
  void hold(WireConnection connection, ReceivedRequest request) throws IOException {
    WireAnswer refusal = SocketHandshake.refusal(request);
    SocketFault fault = SocketFault.NONE;
    if (refusal == null) {
      fault = nextFault();
      if (fault.handshake(connection, request)) {
        return;
      }
      refusal = script.refuse(request);
    }
    if (refusal != null) {
      refusal.with("Connection", "close").at(request.at()).writeTo(connection.out());
      return;
    }
    connection.out().write(SocketHandshake.acceptance(request));
    FakeSocket socket = add(connection, request, fault);
    try {
      socket.hold(script, fault);
    } finally {
      remove();
      script.closed(socket);
    }
  }

  /** Ends what was planned; the connections are the server's to end. */
  void close() {
    timer.shutdownNow();
    Thread thread = timerThread;
    try {
      if (thread != null) {
        thread.join(PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized SocketFault nextFault() {
    handshakes++;
    SocketFault fault = once.isEmpty() ? always : once.remove();
    return fault.at(handshakes);
  }

  private synchronized FakeSocket add(
      WireConnection connection, ReceivedRequest request, SocketFault fault) {
    SocketLine line = new SocketLine(connection, this);
    line.sendsBy(fault.lane(line, this));
    FakeSocket socket = new FakeSocket(all.size() + 1L, request, connection, line);
    all.add(socket);
    alive++;
    Runnable work = tick;
    if (alive == 1 && work != null && !timer.isShutdown()) {
      ticking = timer.scheduleWithFixedDelay(work, tickNanos, tickNanos, TimeUnit.NANOSECONDS);
    }
    notifyAll();
    return socket;
  }

  private synchronized void remove() {
    alive--;
    if (alive == 0 && ticking != null) {
      ticking.cancel(false);
      ticking = null;
    }
    notifyAll();
  }

  private synchronized void awaitUntil(BooleanSupplier done, String what)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("Waited for " + what + ", but: " + this);
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
