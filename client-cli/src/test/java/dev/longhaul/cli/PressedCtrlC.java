package dev.longhaul.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A Ctrl-C that a test presses. */
final class PressedCtrlC implements CtrlC {
  private final CompletableFuture<Thread> holder = new CompletableFuture<>();
  private volatile boolean released;

  @Override
  public Hold interruptsCaller() {
    holder.complete(Thread.currentThread());
    return () -> released = true;
  }

  /** Presses once the program listens; fails after 5 seconds. */
  void press() throws Exception {
    holder.get(5, TimeUnit.SECONDS).interrupt();
  }

  /** Returns whether the program put back what Ctrl-C did before. */
  boolean isReleased() {
    return released;
  }
}
