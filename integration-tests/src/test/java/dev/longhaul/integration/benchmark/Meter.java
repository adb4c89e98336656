package dev.longhaul.integration.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * Measures what a block of calls costs this process: processor time and allocation of all of its
 * threads, and the time that passed.
 */
final class Meter {
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  /**
   * What one call cost.
   *
   * @param cpuMicros processor time, of the garbage collector and the kernel too
   * @param bytes allocated on the heap
   * @param perSecond how many calls ended in a second
   */
  record Cost(double cpuMicros, double bytes, double perSecond) {}

  /** Makes a meter; throws when this JVM cannot tell what has to be known. */
  Meter() {
    if (!threads.isThreadAllocatedMemorySupported() || !threads.isThreadAllocatedMemoryEnabled()) {
      throw new IllegalStateException("this JVM does not count what a thread allocates");
    }
    if (system.getProcessCpuTime() < 0) {
      throw new IllegalStateException("this JVM does not know its processor time");
    }
  }

  /** Returns what each of the calls cost; begins with an empty heap. */
  Cost measure(Load load, StatusReads reads, int calls) throws Exception {
    System.gc();
    Map<Long, Long> allocated = allocated();
    long cpu = system.getProcessCpuTime();
    long began = System.nanoTime();
    load.run(reads, calls);
    long took = System.nanoTime() - began;
    long spent = system.getProcessCpuTime() - cpu;
    return new Cost(spent / 1e3 / calls, growth(allocated) / (double) calls, calls * 1e9 / took);
  }

  private Map<Long, Long> allocated() {
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> all = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      all.put(ids[i], bytes[i]);
    }
    return all;
  }

  /**
   * A thread that is gone by now stood idle for the seconds that its pool grants, which is longer
   * than a block: it allocated nothing in this one.
   */
  private long growth(Map<Long, Long> before) {
    return allocated().entrySet().stream()
        .mapToLong(now -> now.getValue() - before.getOrDefault(now.getKey(), 0L))
        .filter(grown -> grown > 0)
        .sum();
  }
}
