package dev.longhaul.realtime;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.flow.Mailbox;
import dev.longhaul.job.Registration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statuses of a connection, for whoever wants to hear them.
 *
 * <p><i>Concurrency:</i> the monitor guards the fields; nobody is called under it.
 */
final class Statuses implements Flow.Publisher<ConnectionStatus> {
  private static final Logger LOG = LoggerFactory.getLogger(RealtimeConnection.class);

  private final Mailbox.Home home;
  private final Supplier<LonghaulException> closedError;
  private final List<Mailbox<ConnectionStatus>> hearers = new ArrayList<>();
  private final List<CompletableFuture<ConnectionStatus>> waiting = new ArrayList<>();
  private final List<Runnable> over = new ArrayList<>();
  private ConnectionStatus newest;

  Statuses(Mailbox.Home home, Instant now, Supplier<LonghaulException> closedError) {
    this.home = home;
    this.closedError = closedError;
    LinkEnd why = LinkEnd.none(ConnectionReason.NOT_ASKED);
    newest = new ConnectionStatus(ConnectionState.DISCONNECTED, why, now, 0, null);
  }

  synchronized ConnectionStatus newest() {
    return newest;
  }

  /** Takes a status in without telling anyone, so that it can be called under a lock. */
  synchronized void add(ConnectionStatus status) {
    newest = status;
    hearers.forEach(hearer -> hearer.offer(status));
    if (endsWait(status)) {
      // Now, since another status may hold by the time that this one is told.
      waiting.forEach(wait -> over.add(() -> end(wait, status)));
      waiting.clear();
    }
  }

  /** Tells everyone. */
  void deliver() {
    List<Mailbox<ConnectionStatus>> all;
    List<Runnable> ends;
    synchronized (this) {
      all = List.copyOf(hearers);
      ends = List.copyOf(over);
      over.clear();
    }
    all.forEach(Mailbox::deliver);
    ends.forEach(home.callbacks()::complete);
  }

  private static boolean endsWait(ConnectionStatus status) {
    return status.isLast()
        || status.state() == ConnectionState.CONNECTED
        || status.state() == ConnectionState.ERROR;
  }

  private void end(CompletableFuture<ConnectionStatus> wait, ConnectionStatus status) {
    if (status.state() == ConnectionState.CONNECTED) {
      wait.complete(status);
    } else {
      wait.completeExceptionally(
          status.isLast() ? closedError.get() : status.error().orElseGet(closedError));
    }
  }

  CompletableFuture<ConnectionStatus> connected() {
    CompletableFuture<ConnectionStatus> wait = new CompletableFuture<>();
    ConnectionStatus now;
    synchronized (this) {
      now = newest;
      waiting.removeIf(CompletableFuture::isDone);
      if (!endsWait(now)) {
        waiting.add(wait);
      }
    }
    if (endsWait(now)) {
      home.callbacks().complete(() -> end(wait, now));
    }
    return wait;
  }

  Registration listen(Consumer<? super ConnectionStatus> listener) {
    Mailbox<ConnectionStatus> mailbox =
        subscribed(new Listening(Objects.requireNonNull(listener, "listener")));
    return mailbox::cancel;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ConnectionStatus> subscriber) {
    subscribed(Objects.requireNonNull(subscriber, "subscriber"));
  }

  private Mailbox<ConnectionStatus> subscribed(
      Flow.Subscriber<? super ConnectionStatus> subscriber) {
    Mailbox<ConnectionStatus> mailbox =
        new Mailbox<>(subscriber, StatusRules.RULES, home, this::forget);
    synchronized (this) {
      mailbox.offer(newest);
      if (!newest.isLast()) {
        hearers.add(mailbox);
      }
    }
    mailbox.deliver();
    return mailbox;
  }

  private synchronized void forget(Mailbox<ConnectionStatus> mailbox) {
    hearers.remove(mailbox);
  }

  /** A busy subscriber misses the oldest statuses, and nothing tells it that it did. */
  private enum StatusRules implements Mailbox.Rules<ConnectionStatus> {
    RULES;

    private static final int MOST = 64;

    @Override
    public @Nullable Object subject(ConnectionStatus status) {
      return null;
    }

    @Override
    public boolean isLast(ConnectionStatus status) {
      return status.isLast();
    }

    @Override
    public @Nullable Throwable error(ConnectionStatus status) {
      return null;
    }

    @Override
    public int limit() {
      return MOST;
    }
  }

  private record Listening(Consumer<? super ConnectionStatus> listener)
      implements Flow.Subscriber<ConnectionStatus> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ConnectionStatus status) {
      try {
        listener.accept(status);
      } catch (RuntimeException | Error thrown) {
        LOG.warn("A listener threw {} on {}.", thrown.getClass().getName(), status.state());
      }
    }

    @Override
    public void onError(Throwable error) {
      // There is none.
    }

    @Override
    public void onComplete() {
      // The last status said so.
    }
  }
}
