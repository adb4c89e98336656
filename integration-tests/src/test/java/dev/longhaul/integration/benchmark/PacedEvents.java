package dev.longhaul.integration.benchmark;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Events that tell when they were sent, until as many came as were asked for. */
final class PacedEvents {
  private static final int PATIENCE_SECONDS = 60;

  private final CountDownLatch left;
  private final LongConsumer stamps;

  PacedEvents(int events, LongConsumer stamps) {
    left = new CountDownLatch(events);
    this.stamps = stamps;
  }

  void heard(String stamp) {
    stamps.accept(Long.parseLong(stamp));
    left.countDown();
  }

  void await() throws InterruptedException {
    if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(left.getCount() + " paced events were not heard");
    }
  }
}
