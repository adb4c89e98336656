package dev.longhaul.projectevents;

import dev.longhaul.generated.projectevents.model.TaskState;
import dev.longhaul.internal.flow.Mailbox;
import dev.longhaul.job.Registration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever wants to hear events, and the newest of them.
 *
 * <p><i>Concurrency:</i> thread-safe; the monitor guards {@link #newest} and {@link #published},
 * and no code of the user's runs under it.
 */
final class EventHub implements Mailbox.Rules<ProjectEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectEventsClient.class);

  /** Ends the streams when the client is closed; nobody sees it. */
  private static final ProjectEvent CLOSED = new ProjectEvent.Missed(0);

  private final Mailbox.Home home;
  private final int kept;
  private final int waitingLimit;
  private final Supplier<? extends Throwable> closedError;
  private final List<Hearer> hearers = new CopyOnWriteArrayList<>();
  private final ArrayDeque<ProjectEvent> newest = new ArrayDeque<>();

  /** What no mailbox has yet. */
  private List<ProjectEvent> published = new ArrayList<>();

  EventHub(
      Mailbox.Home home, ProjectEventsOptions options, Supplier<? extends Throwable> closedError) {
    this.home = home;
    this.kept = options.kept();
    this.waitingLimit = options.waitingLimit();
    this.closedError = closedError;
  }

  /** Takes an event in, for {@link #deliver} to hand on. */
  synchronized void publish(ProjectEvent event) {
    newest.addLast(event);
    if (newest.size() > kept) {
      newest.removeFirst();
    }
    published.add(event);
  }

  /**
   * Has what was published delivered: for many events at once every mailbox is locked, and a thread
   * woken, only once.
   */
  void deliver() {
    handOut();
    hearers.forEach(hearer -> hearer.mailbox.deliver());
  }

  /** Puts what was published in every line where it is wanted. */
  private synchronized void handOut() {
    if (published.isEmpty()) {
      return;
    }
    List<ProjectEvent> events = published;
    published = new ArrayList<>();
    hearers.forEach(hearer -> hearer.mailbox.offerAll(hearer.wanted(events)));
  }

  synchronized List<ProjectEvent> recent() {
    return List.copyOf(newest);
  }

  Registration listen(
      Predicate<ProjectEvent> wants, Consumer<? super ProjectEvent> listener, Runnable onGone) {
    return add(wants, new Listening(listener), onGone)::cancel;
  }

  /**
   * Adds a subscriber.
   *
   * @param onGone called when it wants, or gets, nothing more; perhaps more than once
   */
  Mailbox<ProjectEvent> add(
      Predicate<ProjectEvent> wants,
      Flow.Subscriber<? super ProjectEvent> subscriber,
      Runnable onGone) {
    Hearer hearer = new Hearer(wants, subscriber, onGone);
    handOut(); // what came before is not for this one
    hearers.add(hearer);
    if (home.closed().getAsBoolean()) {
      hearer.mailbox.offer(CLOSED); // guards against a close just before the hearer was added
    }
    hearer.mailbox.deliver();
    return hearer.mailbox;
  }

  void close() {
    handOut();
    hearers.forEach(hearer -> hearer.mailbox.offer(CLOSED));
    deliver();
  }

  /** Progress gives way to newer progress of the same task, whatever else lies between. */
  @Override
  public @Nullable Object subject(ProjectEvent event) {
    return event instanceof ProjectEvent.TaskChanged task
            && task.update().state().equals(TaskState.PROGRESS)
            && !task.update().isUnprovenEnding()
        ? task.update().taskId()
        : null;
  }

  @Override
  public boolean overtakes() {
    return true;
  }

  @Override
  public int limit() {
    return waitingLimit;
  }

  @Override
  public ProjectEvent missed(int count) {
    return new ProjectEvent.Missed(count);
  }

  @Override
  public boolean isLast(ProjectEvent event) {
    return false;
  }

  @Override
  public @Nullable Throwable error(ProjectEvent event) {
    return event.equals(CLOSED) ? closedError.get() : null;
  }

  /** One who hears, and what. */
  private final class Hearer {
    private final Predicate<ProjectEvent> wants;
    private final Mailbox<ProjectEvent> mailbox;

    Hearer(
        Predicate<ProjectEvent> wants,
        Flow.Subscriber<? super ProjectEvent> subscriber,
        Runnable onGone) {
      this.wants = wants;
      mailbox =
          new Mailbox<>(
              subscriber,
              EventHub.this,
              home,
              gone -> {
                hearers.remove(this);
                onGone.run();
              });
    }

    List<ProjectEvent> wanted(List<ProjectEvent> events) {
      return events.stream().filter(wants).toList();
    }
  }

  private record Listening(Consumer<? super ProjectEvent> listener)
      implements Flow.Subscriber<ProjectEvent> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ProjectEvent event) {
      try {
        listener.accept(event);
      } catch (RuntimeException | Error thrown) {
        // The text of what was thrown may hold anything, so only its kind is told.
        LOG.warn(
            "A listener threw {} on {}; it stays registered.",
            thrown.getClass().getName(),
            event.type());
      }
    }

    @Override
    public void onError(Throwable error) {
      // The client was closed, which whoever listens did himself.
    }

    @Override
    public void onComplete() {
      // There is no end but a close.
    }
  }
}
