package dev.longhaul.realtime;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.time.Timers;
import dev.longhaul.job.Registration;
import dev.longhaul.policy.ClientOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A WebSocket that outlives its sockets: it opens another when one dies, gives up where that cannot
 * help, and tells every change of its state with the reason. At any time it has one live socket at
 * most. On each new one it greets, subscribes to every topic once, and sends what waited.
 *
 * <p>What is on its way when a socket breaks may or may not have arrived, in either direction: what
 * the service sent meanwhile is lost unless the service itself can be asked for it.
 *
 * <p><i>Threading:</i> thread-safe; every method may be called at any moment and in any order, and
 * only {@link #awaitConnected} and {@link #close()} block. Sockets are read on threads of the
 * connection, one for each; listeners and futures run on the callback executor of the options.
 */
public final class RealtimeConnection implements AutoCloseable {
  private final RealtimeLink link;

  private RealtimeConnection(RealtimeLink link) {
    this.link = link;
  }

  /**
   * Returns a connection. It sends nothing before {@link #connect()}.
   *
   * <p><i>Errors:</i> {@link InvalidInputException} when the base URL is not that of a WebSocket.
   *
   * @param service what the service is called in errors and logs, such as {@code streamer}
   * @param protocol what is spoken; for this connection alone
   * @param options where the service is ({@code ws} or {@code wss}), as whom to call it, and on
   *     whose threads and clock
   * @param realtime how the socket is kept
   */
  public static RealtimeConnection open(
      String service, RealtimeProtocol protocol, ClientOptions options, RealtimeOptions realtime) {
    return new RealtimeConnection(new RealtimeLink(service, protocol, options, realtime));
  }

  /**
   * Asks for a socket. Where there is one, or one is being opened or waited for, nothing changes; a
   * connection that had given up tries again.
   *
   * <p><i>Errors:</i> {@link ClientClosedException} once it is closed.
   */
  public void connect() {
    requireOpen();
    link.tell(LinkMachine::connect);
  }

  /**
   * Replaces the socket, if there is one, by another without delay; else as {@link #connect()}.
   *
   * <p><i>Errors:</i> {@link ClientClosedException} once it is closed.
   */
  public void reconnect() {
    requireOpen();
    link.tell(LinkMachine::reconnect);
  }

  /**
   * Closes the socket with code 1000 and opens no other until it is asked to. Subscriptions are
   * kept, and so is what waits to be sent, until it expires.
   */
  public void disconnect() {
    link.tell(LinkMachine::disconnect);
  }

  private void requireOpen() {
    if (link.isClosed()) {
      throw link.closedError();
    }
  }

  /** Returns how the connection stands. */
  public ConnectionStatus status() {
    return link.statuses.newest();
  }

  /**
   * Returns a stream of statuses: first the one that holds, then every change. A subscriber that is
   * busy misses the oldest of those that wait beyond 64. The stream completes when the connection
   * is closed.
   *
   * <p><i>Threading:</i> signals come on the callback executor.
   */
  public Flow.Publisher<ConnectionStatus> statuses() {
    return link.statuses;
  }

  /**
   * Lets somebody hear every status, first the one that holds; as {@link #statuses()}. What it
   * throws is logged, and it stays registered.
   *
   * @param listener who hears
   * @return ends it
   */
  public Registration listen(Consumer<? super ConnectionStatus> listener) {
    return link.statuses.listen(listener);
  }

  /**
   * Returns a future of the moment when the connection is connected, at once if it is.
   *
   * <p><i>Errors:</i> ends with the error of {@link ConnectionStatus#error()} when the connection
   * gives up, and with {@link ClientClosedException} when it is closed. It does not end while the
   * connection is disconnected.
   *
   * <p><i>Cancellation:</i> ends that wait alone.
   */
  public CompletableFuture<ConnectionStatus> connected() {
    return link.statuses.connected();
  }

  /**
   * Waits until the connection is connected; returns whether it is.
   *
   * <p><i>Blocking:</i> up to the timeout.
   *
   * <p><i>Errors:</i> as for {@link #connected()}.
   *
   * @param timeout how long to wait at most
   * @throws InterruptedException when the waiting thread is interrupted
   */
  public boolean awaitConnected(Duration timeout) throws InterruptedException {
    CompletableFuture<ConnectionStatus> connected = connected();
    try {
      connected.get(Timers.nanos(timeout), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException failed) {
      throw LinkedFuture.unchecked(LinkedFuture.reason(failed));
    } finally {
      connected.cancel(false);
    }
  }

  /**
   * Sends a text frame: at once where a socket is open, else when one is, unless it expires or the
   * queue is full. Frames are sent in the order of the calls, each once at most.
   *
   * @param text the frame
   */
  public SendReceipt send(String text) {
    return link.send(text);
  }

  /**
   * Subscribes to a topic, on this socket and each that follows, until the registration is closed.
   * However often somebody subscribes to a topic, the service is asked for it once.
   *
   * @param topic what the protocol takes for one, such as the id of a project
   * @return ends this subscription
   */
  public Registration subscribe(String topic) {
    return link.subscribe(topic);
  }

  /** Tells that a request was answered, for which a renewal may wait. */
  public void settled() {
    link.tell((to, now) -> to.settled());
  }

  /**
   * Closes the connection for good: the socket with code 1000, every stream, and what waits to be
   * sent is refused.
   *
   * <p><i>Blocking:</i> until the server has answered, at most 1 s, and up to 2 s for threads;
   * where a listener runs on a thread of the connection itself, not at all, and the server gets no
   * answer.
   */
  @Override
  public void close() {
    link.close();
  }

  /** Returns the server and the state; never the query of the URL. */
  @Override
  public String toString() {
    return "RealtimeConnection[" + link.service + ", " + status() + "]";
  }
}
