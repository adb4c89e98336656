package dev.longhaul.testkit;

import java.time.Duration;
import java.util.concurrent.Future;

/** Runs something later in real time, on one thread: what is due at once keeps its order. */
interface StreamerTimer {
  Future<?> later(Duration delay, Runnable work);
}
