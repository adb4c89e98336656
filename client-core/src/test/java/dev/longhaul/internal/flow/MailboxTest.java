package dev.longhaul.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.internal.time.Callbacks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A subscriber gets what it asks for, in order, and what it is too slow for is bounded. */
class MailboxTest {
  private final Queue<Runnable> deliveries = new ArrayDeque<>();
  private final List<Runnable> timers = new ArrayList<>();
  private final List<String> signals = new ArrayList<>();
  private final List<Mailbox<String>> gone = new ArrayList<>();
  private boolean turnsAway;
  private boolean closed;

  /** Events that begin with a digit are kept; of others the newest with the same letter is. */
  private record Letters(int limit, boolean overtakes, boolean tellsMissed)
      implements Mailbox.Rules<String> {
    @Override
    public @Nullable Object subject(String event) {
      return Character.isDigit(event.charAt(0)) ? null : event.charAt(0);
    }

    @Override
    public boolean isLast(String event) {
      return event.equals("9");
    }

    @Override
    public @Nullable Throwable error(String event) {
      return event.equals("7") ? new IllegalStateException("seven") : null;
    }

    @Override
    public @Nullable String missed(int count) {
      return tellsMissed ? "missed " + count : null;
    }
  }

  private final class Writing implements Flow.Subscriber<String> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      signals.add("subscribed");
    }

    @Override
    public void onNext(String event) {
      signals.add(event);
      if (event.equals("5")) {
        throw new IllegalStateException("five");
      }
    }

    @Override
    public void onError(Throwable error) {
      signals.add(error.getClass().getSimpleName());
    }

    @Override
    public void onComplete() {
      signals.add("complete");
    }
  }

  private Mailbox<String> mailbox(Letters rules) {
    Executor executor =
        task -> {
          if (turnsAway) {
            throw new RejectedExecutionException();
          }
          deliveries.add(task);
        };
    Mailbox.Home home =
        new Mailbox.Home(
            Callbacks.on(executor),
            (task, delay) -> timers.add(task),
            () -> closed,
            InstantSource.system());
    return new Mailbox<>(new Writing(), rules, home, gone::add);
  }

  private void offer(Mailbox<String> mailbox, String... events) {
    List.of(events).forEach(mailbox::offer);
    mailbox.deliver();
  }

  private void deliver() {
    for (Runnable next = deliveries.poll(); next != null; next = deliveries.poll()) {
      next.run();
    }
  }

  @Test
  void nothingIsDeliveredBeforeItIsAskedFor() {
    Mailbox<String> mailbox = mailbox(new Letters(10, false, true));
    offer(mailbox, "1", "2", "3");
    deliver();
    assertThat(signals).containsExactly("subscribed");
    mailbox.request(2);
    deliver();
    assertThat(signals).containsExactly("subscribed", "1", "2");
    mailbox.request(Long.MAX_VALUE);
    mailbox.request(Long.MAX_VALUE);
    deliver();
    offer(mailbox, "4");
    deliver();
    assertThat(signals).containsExactly("subscribed", "1", "2", "3", "4");
  }

  @Test
  void theOldestGoBeyondTheLimitAndTheirNumberIsToldInTheirPlace() {
    Mailbox<String> mailbox = mailbox(new Letters(2, false, true));
    offer(mailbox, "1", "2", "3", "4", "6");
    mailbox.request(1);
    deliver();
    assertThat(signals).containsExactly("subscribed", "missed 3");
    mailbox.request(5);
    deliver();
    assertThat(signals).containsExactly("subscribed", "missed 3", "4", "6");
  }

  @Test
  void whereNothingTellsOfTheMissedTheRestComesAlone() {
    Mailbox<String> mailbox = mailbox(new Letters(2, false, false));
    offer(mailbox, "1", "2", "3", "4");
    mailbox.request(2);
    deliver();
    assertThat(signals).containsExactly("subscribed", "3", "4");
    offer(mailbox, "6");
    mailbox.request(1);
    deliver();
    assertThat(signals).endsWith("6");
  }

  @Test
  void theNewestOfASubjectTakesThePlaceOfTheOneBefore() {
    Mailbox<String> mailbox = mailbox(new Letters(10, false, true));
    offer(mailbox, "a1", "b1", "a2", "1", "a3", "b2");
    mailbox.request(10);
    deliver();
    assertThat(signals).containsExactly("subscribed", "b1", "a2", "1", "a3", "b2");
  }

  @Test
  void onlyOneThatOvertakesTakesThePlaceOfWhatAKeptEventFollowed() {
    Mailbox<String> mailbox = mailbox(new Letters(10, true, true));
    offer(mailbox, "a1", "1", "a2");
    mailbox.request(10);
    deliver();
    assertThat(signals).containsExactly("subscribed", "1", "a2");
  }

  @Test
  void theLastCompletesAndAnErrorNeedsNoDemand() {
    Mailbox<String> completing = mailbox(new Letters(10, false, true));
    offer(completing, "1", "9", "2");
    completing.request(10);
    deliver();
    assertThat(signals).containsExactly("subscribed", "1", "9", "complete");
    assertThat(gone).containsExactly(completing);

    signals.clear();
    Mailbox<String> failing = mailbox(new Letters(10, false, true));
    offer(failing, "1", "7");
    deliver();
    assertThat(signals).containsExactly("subscribed", "IllegalStateException");
  }

  @Test
  void askingForNothingIsAnError() {
    mailbox(new Letters(10, false, true)).request(0);
    deliver();

    assertThat(signals).containsExactly("subscribed", "IllegalArgumentException");
  }

  @Test
  void aSubscriberThatThrowsOrCancelsGetsNothingMore() {
    Mailbox<String> throwing = mailbox(new Letters(10, false, true));
    throwing.request(10);
    offer(throwing, "5", "1");
    deliver();
    assertThat(signals).containsExactly("subscribed", "5");
    assertThat(gone).containsExactly(throwing);

    signals.clear();
    Mailbox<String> cancelled = mailbox(new Letters(10, false, true));
    cancelled.request(10);
    offer(cancelled, "1");
    cancelled.cancel();
    offer(cancelled, "2");
    deliver();
    assertThat(signals).isEmpty();
  }

  @Test
  void anExecutorThatTurnsItAwayIsAskedAgainUntilTheClose() {
    Mailbox<String> mailbox = mailbox(new Letters(10, false, true));
    mailbox.request(10);
    deliver();
    turnsAway = true;
    offer(mailbox, "1");
    deliver();
    assertThat(timers).hasSize(1);
    turnsAway = false;
    timers.remove(0).run();
    deliver();
    assertThat(signals).containsExactly("subscribed", "1");

    turnsAway = true;
    closed = true;
    offer(mailbox, "9");
    assertThat(signals).containsExactly("subscribed", "1", "9", "complete");
  }

  @Test
  void aBusySubscriberIsNotCalledTwiceAtOnce() {
    Mailbox<String> mailbox = mailbox(new Letters(10, false, true));
    mailbox.request(10);
    offer(mailbox, "1");
    offer(mailbox, "2");
    assertThat(deliveries).hasSize(1);
    assertThat(Duration.ofSeconds(10)).isEqualTo(Mailbox.SLOW);
  }
}
