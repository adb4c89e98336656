package dev.longhaul.integration.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What several ways to hear events cost. Their blocks are short and take turns, so that whatever
 * else happens on the machine meets all alike; a ratio is that of two blocks of one round.
 */
final class EventBlocks {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final List<List<Cost>> rounds = new ArrayList<>();

  private EventBlocks() {}

  /**
   * What one event cost.
   *
   * @param perSecond how many events were heard in a second
   * @param cpuMicros processor time of the process, of the garbage collector and the kernel too
   * @param bytes allocated on the thread of the socket
   */
  record Cost(double perSecond, double cpuMicros, double bytes) {}

  /** Measures ways in turns; the first rounds are the warm-up. */
  static EventBlocks run(RealtimeScale scale, List<EventWay> ways) throws InterruptedException {
    EventBlocks blocks = new EventBlocks();
    for (int round = -scale.warmUpRounds(); round < scale.rounds(); round++) {
      List<Cost> costs = new ArrayList<>();
      ways.forEach(way -> costs.add(new Cost(0, 0, 0)));
      for (int turn = 0; turn < ways.size(); turn++) {
        // Another goes first in each round: what the first leaves behind weighs on all.
        int way = Math.floorMod(round + turn, ways.size());
        costs.set(way, block(ways.get(way), scale.block()));
      }
      if (round >= 0) {
        blocks.rounds.add(costs);
      }
    }
    return blocks;
  }

  private static Cost block(EventWay way, int events) throws InterruptedException {
    System.gc();
    long allocated = THREADS.getThreadAllocatedBytes(way.socketThread());
    long cpu = SYSTEM.getProcessCpuTime();
    long began = System.nanoTime();
    way.hear(events);
    long took = System.nanoTime() - began;
    long spent = SYSTEM.getProcessCpuTime() - cpu;
    long grown = THREADS.getThreadAllocatedBytes(way.socketThread()) - allocated;
    return new Cost(events * 1e9 / took, spent / 1e3 / events, grown / (double) events);
  }

  /** Returns a figure of a way, by its place in the list. */
  Quartiles of(int way, ToDoubleFunction<Cost> figure) {
    return Quartiles.of(
        rounds.stream().map(round -> figure.applyAsDouble(round.get(way))).toList());
  }

  /** Returns a figure of a way over that of another. */
  Quartiles ratio(int way, int other, ToDoubleFunction<Cost> figure) {
    return Quartiles.of(
        rounds.stream()
            .map(
                round ->
                    figure.applyAsDouble(round.get(way)) / figure.applyAsDouble(round.get(other)))
            .toList());
  }
}
