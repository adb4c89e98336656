package dev.longhaul.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test that leaves something behind.
 *
 * <p>Register it with {@code @ExtendWith(LeakCheck.class)}, before other extensions, so that it
 * looks after they have cleaned up. After each test it looks for
 *
 * <ul>
 *   <li>threads begun during the test that still live 3 seconds later and whose names start with
 *       {@code longhaul}, {@code OkHttp http} (a call at work) or {@code MockWebServer}; OkHttp's
 *       and Okio's shared daemons do not count;
 *   <li>fakes of this package that the test started and did not close;
 *   <li>response bodies that were never closed, as far as OkHttp noticed and logged it. OkHttp
 *       notices when the garbage collector has taken the body and its pool is then tidied, so a
 *       leak may be reported late or not at all.
 * </ul>
 *
 * <p>Connections that a client keeps open cannot be told from a pool that is meant to live on;
 * assert {@code openConnections()} of the fake where they matter.
 *
 * <p><em>Threading:</em> not for tests that run in parallel with others in one JVM, whose threads
 * it would take for leaks.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {

  private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);
  private static final List<String> WATCHED = List.of("longhaul", "OkHttp http", "MockWebServer");
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  /** Held here, because the log manager holds loggers weakly and would drop our handler. */
  private static final Logger OKHTTP = Logger.getLogger("okhttp3.OkHttpClient");

  /** Makes a check; JUnit does this. */
  public LeakCheck() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    LeakedBodies bodies = new LeakedBodies();
    OKHTTP.addHandler(bodies);
    Baseline baseline = new Baseline(liveThreads(), FakeService.open(), bodies);
    context.getStore(NAMESPACE).put(this, baseline);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Baseline baseline = context.getStore(NAMESPACE).remove(this, Baseline.class);
    List<String> leaks = new ArrayList<>();
    try {
      leaks.addAll(fakesSince(baseline));
      leaks.addAll(threadsSince(baseline));
      System.gc(); // OkHttp finds a leaked body only once the collector has taken it.
    } finally {
      OKHTTP.removeHandler(baseline.bodies());
    }
    leaks.addAll(baseline.bodies().messages());
    if (!leaks.isEmpty()) {
      throw new AssertionError("The test left behind: " + String.join("; ", leaks));
    }
  }

  private static List<String> fakesSince(Baseline baseline) {
    Set<FakeService<?>> left = new HashSet<>(FakeService.open());
    left.removeAll(baseline.fakes());
    return left.stream().map(fake -> fake + " was not closed").toList();
  }

  /** Waits for every new thread to end, all of them within one patience. */
  private static List<String> threadsSince(Baseline baseline) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> left = new ArrayList<>();
    for (Thread thread : liveThreads()) {
      if (!baseline.threads().contains(thread) && isWatched(thread) && outlives(thread, end)) {
        left.add("thread \"" + thread.getName() + "\"");
      }
    }
    return left;
  }

  private static boolean isWatched(Thread thread) {
    return WATCHED.stream().anyMatch(thread.getName()::startsWith);
  }

  /** A pool's thread takes another name when its call is over, and is no leak then. */
  private static boolean outlives(Thread thread, long end) {
    try {
      while (thread.isAlive() && isWatched(thread) && System.nanoTime() < end) {
        thread.join(LOOK_AGAIN.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return thread.isAlive() && isWatched(thread);
  }

  private static Set<Thread> liveThreads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  /** What was there before the test. */
  private record Baseline(Set<Thread> threads, Set<FakeService<?>> fakes, LeakedBodies bodies) {}

  /** Keeps what OkHttp logs about bodies that were never closed. */
  private static final class LeakedBodies extends Handler {

    private final Queue<String> messages = new ConcurrentLinkedQueue<>();

    @Override
    public void publish(LogRecord entry) {
      String message = String.valueOf(entry.getMessage());
      if (message.startsWith("A connection to ") && message.contains(" was leaked")) {
        messages.add("an unclosed response body (" + message + ")");
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    List<String> messages() {
      return List.copyOf(messages);
    }
  }
}
