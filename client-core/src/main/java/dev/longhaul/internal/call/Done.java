package dev.longhaul.internal.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A timer that has fired. */
final class Done extends CompletableFuture<Boolean> implements ScheduledFuture<Boolean> {
  static final Done INSTANCE = new Done();

  private Done() {
    complete(Boolean.TRUE);
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return 0;
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.compare(0, other.getDelay(TimeUnit.NANOSECONDS));
  }
}
