package dev.longhaul.integration.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Looks again and again which threads of Longhaul there are, and keeps the largest crowd. */
final class OwnThreads implements AutoCloseable {
  private static final long PACE_MILLIS = 100;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
  private volatile Map<String, Long> most = Map.of();

  OwnThreads() {
    looks.scheduleAtFixedRate(this::look, 0, PACE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    ThreadInfo[] all = threads.getThreadInfo(threads.getAllThreadIds());
    Map<String, Long> ours =
        ThreadCensus.beyondOkHttp(
            Arrays.stream(all)
                .filter(Objects::nonNull)
                .map(ThreadInfo::getThreadName)
                .filter(name -> name.startsWith("longhaul"))
                .collect(
                    Collectors.groupingBy(
                        ThreadCensus::withoutNumbers, TreeMap::new, Collectors.counting())));
    if (count(ours) > count(most)) {
      most = ours;
    }
  }

  private static long count(Map<String, Long> threads) {
    return threads.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the threads by name at the moment when there were most, numbers left out. */
  Map<String, Long> most() {
    return most;
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
