package dev.longhaul.integration.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts the threads that exist while many asynchronous reads wait for their answers. */
final class ThreadCensus {
  /** Longhaul names the threads of the dispatcher that it hands to OkHttp. */
  private static final List<String> OKHTTP = List.of("OkHttp ", "Okio ", "longhaul-http-");

  private static final long SETTLING_MILLIS = 500;

  private final Set<Thread> before = threads();

  private static Set<Thread> threads() {
    return Set.copyOf(Thread.getAllStackTraces().keySet());
  }

  /** Returns how many threads of each name there are more than at the start, numbers left out. */
  Map<String, Long> during(int reads, Function<String, StatusReads> open)
      throws IOException, InterruptedException {
    // Connections open without being accepted, and so no answer ever comes.
    try (ServerSocket silent = new ServerSocket(0, 2 * reads, InetAddress.getLoopbackAddress());
        StatusReads waiting = open.apply("http://127.0.0.1:" + silent.getLocalPort())) {
      for (int read = 0; read < reads; read++) {
        waiting.start((status, error) -> {});
      }
      TimeUnit.MILLISECONDS.sleep(SETTLING_MILLIS);
      return threads().stream()
          .filter(thread -> !before.contains(thread))
          .map(Thread::getName)
          .collect(
              Collectors.groupingBy(
                  ThreadCensus::withoutNumbers, TreeMap::new, Collectors.counting()));
    }
  }

  static String withoutNumbers(String name) {
    return name.replaceAll("\\d+(\\.\\d+)*", "#");
  }

  /** Returns those of the counted threads that OkHttp would not have by itself. */
  static Map<String, Long> beyondOkHttp(Map<String, Long> counted) {
    return counted.entrySet().stream()
        .filter(thread -> OKHTTP.stream().noneMatch(thread.getKey()::startsWith))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
