package dev.longhaul.internal.call;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a client may spend on retries, so that a service in trouble is not asked several times as
 * often as usual: one for each retry, and a fifth back for each call that succeeds.
 */
final class RetryBudget {
  private static final int PARTS = 5;

  private final int most;
  private final AtomicInteger left;

  RetryBudget(int retries) {
    most = retries * PARTS;
    left = new AtomicInteger(most);
  }

  /** Pays for one retry; returns whether there was enough. */
  boolean spend() {
    return left.getAndUpdate(parts -> parts < PARTS ? parts : parts - PARTS) >= PARTS;
  }

  void succeeded() {
    // Nearly always full: then there is nothing to write.
    if (left.get() < most) {
      left.updateAndGet(parts -> Math.min(most, parts + 1));
    }
  }
}
