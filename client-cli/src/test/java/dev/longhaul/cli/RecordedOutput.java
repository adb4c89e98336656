package dev.longhaul.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Keeps what a program wrote, and lets a test wait for a text to appear. */
final class RecordedOutput extends ByteArrayOutputStream {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

  @Override
  public synchronized void write(int b) {
    super.write(b);
    notifyAll();
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    super.write(bytes, from, length);
    notifyAll();
  }

  /** Returns when the text was written; fails after 10 seconds. */
  synchronized void await(String text) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!toString().contains(text)) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("Waited for \"" + text + "\", but this was written: " + this);
      }
      wait(left);
    }
  }

  @Override
  public synchronized String toString() {
    return toString(StandardCharsets.UTF_8);
  }
}
