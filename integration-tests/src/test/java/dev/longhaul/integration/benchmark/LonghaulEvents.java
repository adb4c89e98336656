package dev.longhaul.integration.benchmark;

import dev.longhaul.policy.ClientOptions;
import dev.longhaul.projectevents.ProjectEvent;
import dev.longhaul.projectevents.ProjectEventsClient;
import dev.longhaul.rx.RxRealtime;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The client of project events with every default in force, and a listener or a Flowable. */
final class LonghaulEvents implements EventWay {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ProjectEventsClient client;
  private final EventTally tally;
  private final long socketThread;
  private volatile @Nullable PacedEvents paced;

  private LonghaulEvents(String url, boolean flowing) throws InterruptedException {
    Set<Long> before = networkThreads();
    client = ProjectEventsClient.open(ClientOptions.builder(url).build());
    tally = new EventTally(text -> client.connection().send(text));
    if (flowing) {
      RxRealtime.events(client).subscribe(this::heard, closed -> {});
    } else {
      client.listen(this::heard);
    }
    client.connect();
    if (!client.connection().awaitConnected(PATIENCE)) {
      throw new IllegalStateException("not connected: " + client);
    }
    Set<Long> after = networkThreads();
    after.removeAll(before);
    socketThread = after.iterator().next();
  }

  static LonghaulEvents listening(String url) throws InterruptedException {
    return new LonghaulEvents(url, false);
  }

  static LonghaulEvents flowing(String url) throws InterruptedException {
    return new LonghaulEvents(url, true);
  }

  /** OkHttp names the thread that reads a socket after the server. */
  private static Set<Long> networkThreads() {
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(Objects::nonNull)
        .filter(thread -> thread.getThreadName().startsWith("OkHttp http"))
        .map(ThreadInfo::getThreadId)
        .collect(Collectors.toSet());
  }

  private void heard(ProjectEvent event) {
    if (event instanceof ProjectEvent.Missed missed) {
      throw new IllegalStateException("events were missed: " + missed);
    }
    PacedEvents clocked = paced;
    if (clocked == null) {
      tally.heard();
    } else if (event instanceof ProjectEvent.TaskChanged task) {
      clocked.heard(task.update().message().orElseThrow());
    }
  }

  @Override
  public void hear(int events) throws InterruptedException {
    tally.run(events);
  }

  @Override
  public void hearPaced(int events, LongConsumer stamps) throws InterruptedException {
    PacedEvents clocked = new PacedEvents(events, stamps);
    paced = clocked;
    client.connection().send(FrameServer.PACED + events);
    clocked.await();
    paced = null;
  }

  @Override
  public long socketThread() {
    return socketThread;
  }

  @Override
  public void close() {
    client.close();
  }
}
