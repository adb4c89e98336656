package dev.longhaul.job;

import dev.longhaul.internal.flow.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a job a busy subscriber may miss: all but the newest of each kind of progress.
 */
enum JobEventRules implements Mailbox.Rules<JobEvent> {
  /** The only one. */
  RULES;

  @Override
  public @Nullable Object subject(JobEvent event) {
    boolean conflated =
        event instanceof JobEvent.Progressed || event instanceof JobEvent.ReadFailed;
    return conflated ? event.getClass() : null;
  }

  @Override
  public boolean isLast(JobEvent event) {
    return event instanceof JobEvent.Ended;
  }

  @Override
  public @Nullable Throwable error(JobEvent event) {
    return event instanceof JobEvent.WatchStopped stopped ? stopped.error() : null;
  }
}
