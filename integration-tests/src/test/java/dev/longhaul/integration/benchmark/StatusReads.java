package dev.longhaul.integration.benchmark;

import dev.longhaul.generated.functionrunner.model.TaskStatus;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One of the ways to read the status of a task that are compared. */
interface StatusReads extends AutoCloseable {
  /** Returns the status, read on this thread. */
  TaskStatus read() throws Exception;

  /** Reads the status elsewhere, and tells what came of it: the status or what went wrong. */
  void start(BiConsumer<@Nullable TaskStatus, @Nullable Throwable> whenRead);

  /** Cancels what is under way, and ends threads and connections. */
  @Override
  void close();
}
