package dev.longhaul.realtime;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.realtime.LinkEnd.Remedy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Does what a machine wants done: gets credentials, opens sockets, writes, and tells whoever
 * listens. Each deed is done when the call that decided on it has returned.
 *
 * <p><i>Concurrency:</i> the methods are called under the monitor of the link, the deeds by one
 * thread at a time. The fields belong to that thread; {@link #socket} is read by whoever closes.
 */
final class LinkDeeds implements LinkEffects {
  private final RealtimeLink link;
  private volatile @Nullable OkHttpSocket socket;

  /** The newest socket that is not to be opened, or used, any more. */
  private int over;

  LinkDeeds(RealtimeLink link) {
    this.link = link;
  }

  @Override
  public void open(int number) {
    link.later(
        () ->
            authorization()
                .whenComplete(
                    (token, error) ->
                        withCredentials(
                            number,
                            error == null ? token : Optional.empty(),
                            error == null ? null : unavailable(error))));
  }

  private CompletableFuture<Optional<String>> authorization() {
    return Guarded.call(() -> link.options.credentials().authorization().toCompletableFuture());
  }

  private void withCredentials(int number, Optional<String> token, @Nullable LinkEnd unavailable) {
    link.later(
        () -> {
          if (number > over && !link.isClosed()) {
            String authorization = token.orElse(null);
            LinkEnd end = unavailable == null ? flaw(authorization) : unavailable;
            if (end == null) {
              open(number, authorization);
            } else {
              link.tell((to, now) -> to.ended(number, now, end));
            }
          }
        });
    link.act();
  }

  private void open(int number, @Nullable String authorization) {
    link.socketBegins();
    SocketEvents events = new SocketEvents(link, number, authorization);
    try {
      socket = link.sockets.open(authorization, events);
    } catch (RuntimeException unfit) {
      events.gone(unfit, null);
    }
  }

  private LinkEnd unavailable(Throwable error) {
    Throwable reason = LinkedFuture.reason(error);
    LonghaulException known =
        reason instanceof LonghaulException ours
            ? ours
            : new CredentialsException(
                "The credentials could not be had; nothing was sent.",
                CallFacts.builder(link.service, "connect").reach(CallFacts.Reach.NOT_SENT).build(),
                reason);
    return link.ends.withoutCredentials(known, Remedy.RETRY);
  }

  /** Returns what is wrong with a token that the service would refuse, or null. */
  private @Nullable LinkEnd flaw(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
    LonghaulException flaw = link.protocol.flawOf(authorization).orElse(null);
    return flaw == null
        ? null
        : link.ends.withoutCredentials(flaw, remedy(Remedy.FRESH_CREDENTIALS, authorization));
  }

  /** Fresh credentials are asked for only where there can be any. */
  Remedy remedy(Remedy remedy, @Nullable String authorization) {
    boolean fresh =
        remedy == Remedy.FRESH_CREDENTIALS
            && authorization != null
            && link.options.credentials().refused(authorization);
    return remedy == Remedy.FRESH_CREDENTIALS && !fresh ? Remedy.GIVE_UP : remedy;
  }

  @Override
  public void greet(int number, List<String> topics) {
    link.later(() -> link.protocol.greeting().forEach(this::write));
    topics.forEach(topic -> topic(number, topic, true));
  }

  @Override
  public void topic(int number, String topic, boolean wants) {
    link.later(
        () ->
            (wants ? link.protocol.subscribe(topic) : link.protocol.unsubscribe(topic))
                .ifPresent(this::write));
  }

  @Override
  public void beat(int number) {
    link.later(() -> link.protocol.heartbeat().ifPresent(this::write));
  }

  @Override
  public void write(int number, Outgoing frame) {
    link.later(
        () -> {
          OkHttpSocket open = socket;
          if (open != null && open.isTooMuch(frame.text())) {
            // It would end one socket after the other.
            frame.receipt().end(SendState.REFUSED, link.callbacks);
          } else if (write(frame.text())) {
            frame.receipt().end(SendState.SENT, link.callbacks);
          } else {
            link.tell((to, now) -> to.unsent(frame, now));
          }
        });
  }

  private boolean write(String text) {
    OkHttpSocket open = socket;
    return open != null && open.send(text);
  }

  @Override
  public void close(int number, int code) {
    link.later(
        () -> {
          OkHttpSocket open = socket;
          if (open == null || !open.close(code)) {
            dropSocket(); // it fails just now, and its TCP connection must not outlast the news
            link.tell((to, now) -> to.gone(number, now));
          }
        });
  }

  @Override
  public void drop(int number) {
    link.later(
        () -> {
          over = Math.max(over, number);
          dropSocket();
        });
  }

  /** Drops the newest socket, if there was one. */
  void dropSocket() {
    OkHttpSocket open = socket;
    if (open != null) {
      open.drop();
    }
  }

  @Override
  public void connected(int number) {
    link.later(
        () -> {
          try {
            link.protocol.connected();
          } finally {
            link.isReady(number);
          }
        });
  }

  @Override
  public void lost(int number) {
    ConnectionStatus why = link.statuses.newest();
    link.laterBetweenFrames(() -> link.protocol.lost(why));
  }

  @Override
  public void lookInFlight(int number) {
    link.later(
        () -> {
          if (link.protocol.inFlight() == 0) {
            link.tell((to, now) -> to.idle(number, now));
          }
        });
  }

  @Override
  public void tell(ConnectionState state, LinkEnd why, int failures, long nextAttempt) {
    Instant now = link.options.watch().clock().instant();
    Instant next =
        nextAttempt == LinkMachine.NEVER
            ? null
            : now.plusNanos(Math.max(0, nextAttempt - link.now()));
    link.statuses.add(new ConnectionStatus(state, why, now, failures, next));
    link.changed();
    link.later(link.statuses::deliver);
  }

  @Override
  public void settle(Outgoing frame, SendState end) {
    link.later(() -> frame.receipt().end(end, link.callbacks));
  }
}
