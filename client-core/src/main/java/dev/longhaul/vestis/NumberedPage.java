package dev.longhaul.vestis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list that counts its pages from 1.
 *
 * @param rows what is on it, in the order of the service
 * @param total how many rows the whole list had then; null when the service did not tell, as it
 *     does for a page without rows
 * @param size how many rows a full page has; less than asked for where the service gives less
 */
record NumberedPage<T>(List<T> rows, @Nullable Long total, int size) {
  static <T> NumberedPage<T> of(
      List<T> rows, int number, int asked, @Nullable Long total, @Nullable Long told) {
    int size = told != null && told >= 1 && told < asked ? told.intValue() : asked;
    // A first page that is short although there is more can only mean that pages are smaller.
    boolean smaller = number == 1 && !rows.isEmpty() && total != null && total > rows.size();
    return new NumberedPage<>(
        List.copyOf(rows), total, smaller ? Math.min(size, rows.size()) : size);
  }

  /** Returns whether a page follows; the service's own number of the last page may be too high. */
  boolean hasNext(int number, int size) {
    return !rows.isEmpty()
        && rows.size() >= size
        && (total == null || (long) (number - 1) * size + rows.size() < total);
  }

  /**
   * Returns the number of the last page, 1 when the service did not tell how many rows there are.
   */
  int last() {
    return total == null ? 1 : (int) Math.min(Integer.MAX_VALUE, (total + size - 1) / size);
  }
}
