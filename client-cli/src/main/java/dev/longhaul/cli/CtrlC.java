package dev.longhaul.cli;

import org.jline.utils.Signals;

/**
 * What a press of Ctrl-C does. A shutdown hook would not do: a second press could not be told from
 * the first while the hook asks its question, and the exit code would be out of our hands. The
 * JDK's way to catch a signal is an internal class, which JLine reaches for us; where there is
 * none, Ctrl-C ends the program as if nothing had been done about it.
 */
interface CtrlC {
  /** Returns what makes every press, until it is closed, interrupt the thread that called. */
  Hold interruptsCaller();

  /** Puts back what a press did before. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** Returns the Ctrl-C of this process. */
  static CtrlC ofProcess() {
    return () -> {
      Thread caller = Thread.currentThread();
      Object before = Signals.register("INT", caller::interrupt);
      return () -> Signals.unregister("INT", before);
    };
  }
}
