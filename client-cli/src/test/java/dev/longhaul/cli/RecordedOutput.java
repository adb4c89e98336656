package dev.longhaul.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

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

  /**
   * Returns when the texts were written one after the other, with anything in between; fails after
   * 10 seconds.
   */
  synchronized void await(String... texts) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!hasInOrder(texts)) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(
            "Waited for " + List.of(texts) + ", but this was written: " + this);
      }
      wait(left);
    }
  }

  private boolean hasInOrder(String... texts) {
    String written = toString();
    int from = 0;
    for (String text : texts) {
      int found = written.indexOf(text, from);
      if (found < 0) {
        return false;
      }
      from = found + text.length();
    }
    return true;
  }

  @Override
  public synchronized String toString() {
    return toString(StandardCharsets.UTF_8);
  }
}
