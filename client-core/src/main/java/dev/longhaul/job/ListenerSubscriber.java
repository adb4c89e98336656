package dev.longhaul.job;

import dev.longhaul.error.LonghaulException;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a listener hear a stream of events: it asks for all of them and survives whatever the
 * listener throws.
 */
final class ListenerSubscriber implements Flow.Subscriber<JobEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(JobListener.class);

  private final JobListener listener;
  private final Supplier<JobSnapshot> snapshot;

  ListenerSubscriber(JobListener listener, Supplier<JobSnapshot> snapshot) {
    this.listener = listener;
    this.snapshot = snapshot;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(JobEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException | Error thrown) {
      // The text of what was thrown may hold anything, so only its kind is told.
      LOG.warn(
          "A listener threw {} on {} of job {}; it stays registered.",
          thrown.getClass().getName(),
          event.getClass().getSimpleName(),
          event.snapshot().key());
    }
  }

  @Override
  public void onError(Throwable error) {
    onNext(new JobEvent.WatchStopped(snapshot.get(), (LonghaulException) error));
  }

  @Override
  public void onComplete() {
    // The listener heard JobEvent.Ended.
  }
}
