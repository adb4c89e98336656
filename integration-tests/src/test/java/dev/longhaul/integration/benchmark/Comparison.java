package dev.longhaul.integration.benchmark;

import dev.longhaul.integration.benchmark.Meter.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What two ways to read cost under one load. Their blocks are short and take turns, so that
 * whatever else happens on the machine meets both alike; a ratio is that of the two blocks of one
 * pair.
 */
final class Comparison {
  private static final int PAIRS = 21;
  private static final long WARM_UP_NANOS = 6_000_000_000L;
  private static final long BLOCK_NANOS = 400_000_000L;
  private static final int FIRST_BLOCK = 200;

  private final List<Cost> bare = new ArrayList<>();
  private final List<Cost> ours = new ArrayList<>();

  private Comparison() {}

  static int pairs() {
    return PAIRS;
  }

  static Comparison run(Meter meter, Load load, StatusReads bare, StatusReads ours)
      throws Exception {
    int calls = warmUp(load, bare, ours);
    Comparison comparison = new Comparison();
    for (int pair = 0; pair < PAIRS; pair++) {
      // Each goes first in every other pair: what the first leaves behind weighs on both.
      if (pair % 2 == 0) {
        comparison.bare.add(meter.measure(load, bare, calls));
        comparison.ours.add(meter.measure(load, ours, calls));
      } else {
        comparison.ours.add(meter.measure(load, ours, calls));
        comparison.bare.add(meter.measure(load, bare, calls));
      }
    }
    return comparison;
  }

  /** Returns how many calls fill a block, as the last rounds say. */
  private static int warmUp(Load load, StatusReads bare, StatusReads ours) throws Exception {
    int calls = FIRST_BLOCK;
    long end = System.nanoTime() + WARM_UP_NANOS;
    while (System.nanoTime() < end) {
      long began = System.nanoTime();
      load.run(bare, calls);
      load.run(ours, calls);
      double block = (System.nanoTime() - began) / 2.0;
      // One slow round must not make short blocks, whose processor time is coarse.
      double change = Math.max(0.8, Math.min(2, BLOCK_NANOS / block));
      calls = (int) Math.max(FIRST_BLOCK, calls * change);
    }
    return calls;
  }

  Quartiles bare(ToDoubleFunction<Cost> figure) {
    return Quartiles.of(bare.stream().map(figure::applyAsDouble).toList());
  }

  Quartiles ours(ToDoubleFunction<Cost> figure) {
    return Quartiles.of(ours.stream().map(figure::applyAsDouble).toList());
  }

  /** Returns ours over bare. */
  Quartiles ratio(ToDoubleFunction<Cost> figure) {
    List<Double> ratios = new ArrayList<>();
    for (int pair = 0; pair < bare.size(); pair++) {
      ratios.add(figure.applyAsDouble(ours.get(pair)) / figure.applyAsDouble(bare.get(pair)));
    }
    return Quartiles.of(ratios);
  }
}
