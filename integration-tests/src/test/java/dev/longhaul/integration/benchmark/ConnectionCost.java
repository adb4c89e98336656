package dev.longhaul.integration.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What many open connections that hear nothing cost this process, each.
 *
 * @param connections how many were open
 * @param threads that each has, most of all kinds by name
 * @param bytes of the heap that each takes; the stacks of threads are not on the heap
 * @param names how many threads there are of each name, numbers left out
 */
record ConnectionCost(int connections, double threads, double bytes, Map<String, Long> names) {
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
  private static final long REST_MILLIS = 200;

  /** Opens a connection, and returns when it is open. */
  interface Opening {
    AutoCloseable open() throws Exception;
  }

  /** Measures it. What all connections share is open already. */
  static ConnectionCost of(RealtimeScale scale, Opening opening) throws Exception {
    int connections = scale.connections();
    List<AutoCloseable> open = new ArrayList<>(connections + 1);
    try {
      open.add(opening.open()); // the code, and what is made once
      long heap = used(scale.looks());
      Set<Thread> before = living();
      for (int i = 0; i < connections; i++) {
        open.add(opening.open());
      }
      long grown = used(scale.looks()) - heap;
      Map<String, Long> names = names(before);
      long threads = names.values().stream().mapToLong(Long::longValue).sum();
      return new ConnectionCost(
          connections, threads / (double) connections, grown / (double) connections, names);
    } finally {
      for (AutoCloseable one : open) {
        one.close();
      }
    }
  }

  private static Map<String, Long> names(Set<Thread> before) {
    return living().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .map(ThreadCensus::withoutNumbers)
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }

  private static Set<Thread> living() {
    return Set.copyOf(Thread.getAllStackTraces().keySet());
  }

  private static long used(int looks) throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < looks; i++) {
      TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
      System.gc();
      least = Math.min(least, MEMORY.getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  /** Returns the threads in words, the largest crowd first. */
  String crowds() {
    return names.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(crowd -> crowd.getValue() + " " + crowd.getKey())
        .collect(Collectors.joining(", "));
  }
}
