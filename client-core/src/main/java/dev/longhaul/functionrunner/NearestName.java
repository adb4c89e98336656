package dev.longhaul.functionrunner;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody most likely meant. Pure. */
final class NearestName {
  private static final int LONGEST = 64;

  private NearestName() {}

  /**
   * Returns the known name that is nearest to the one given, if it is near: at most one letter in
   * three is wrong, case and separators aside. Of names equally near, the first.
   */
  static Optional<String> to(String name, Collection<String> known) {
    String wanted = bare(name);
    if (wanted.isEmpty() || wanted.length() > LONGEST) {
      return Optional.empty();
    }
    int near = Math.max(1, wanted.length() / 3);
    return known.stream()
        .filter(it -> Math.abs(bare(it).length() - wanted.length()) <= near)
        .filter(it -> distance(wanted, bare(it)) <= near)
        .min(Comparator.comparingInt(it -> distance(wanted, bare(it))));
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]", "");
  }

  /** Counts the letters to change, add, drop or swap with their neighbour. */
  private static int distance(String from, String to) {
    int[][] steps = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : cheapest(steps, from, to, i, j);
      }
    }
    return steps[from.length()][to.length()];
  }

  private static int cheapest(int[][] steps, String from, String to, int i, int j) {
    char last = from.charAt(i - 1);
    int changed = steps[i - 1][j - 1] + (last == to.charAt(j - 1) ? 0 : 1);
    int cheapest = Math.min(changed, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && last == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(cheapest, steps[i - 2][j - 2] + 1) : cheapest;
  }
}
