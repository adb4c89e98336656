package dev.longhaul.integration.benchmark;

import java.util.Collection;

/**
 * The middle of some values, and the range that holds the middle half of them.
 *
 * @param low a quarter of the values is below it
 * @param median half of them
 * @param high three quarters
 */
record Quartiles(double low, double median, double high) {
  static Quartiles of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
