package dev.longhaul.testkit;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Faults drawn by chance, the same ones for the same seed. Not for use by several threads. */
final class SeededFaults {

  private final SplittableRandom random;
  private final double share;
  private final List<WireFault> faults;

  SeededFaults(long seed, double share, List<WireFault> faults) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share lies in 0 to 1, but is " + share);
    }
    if (faults.isEmpty()) {
      throw new IllegalArgumentException("there must be a fault to draw");
    }
    this.random = new SplittableRandom(seed);
    this.share = share;
    this.faults = List.copyOf(faults);
  }

  /** The fault of the next request, or null when it meets none. */
  @Nullable WireFault next() {
    // Both are drawn for every request, so that what the n-th one meets hangs on its number alone.
    double chance = random.nextDouble();
    WireFault fault = faults.get(random.nextInt(faults.size()));
    return chance < share ? fault : null;
  }
}
