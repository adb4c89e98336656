package dev.longhaul.cli;

import dev.longhaul.job.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows under headings, in columns as wide as they need to be. What is not known is a dash. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  /** Adds a row with a cell for each heading; returns this table. */
  Table row(@Nullable Object... cells) {
    rows.add(Stream.of(cells).map(Table::text).toList());
    return this;
  }

  private static String text(@Nullable Object cell) {
    String text = cell == null ? "" : Printable.clean(cell.toString()).strip();
    return text.isEmpty() ? "-" : text;
  }

  /** Returns whether there is nothing under the headings. */
  boolean isEmpty() {
    return rows.size() == 1;
  }

  List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      line.append(row.get(column));
      boolean last = column == row.size() - 1;
      line.append(last ? "" : " ".repeat(2 + width(column) - row.get(column).length()));
    }
    return line.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  /** Returns the first of a list, at most so many; an interrupt ends the read at once. */
  static <T> List<T> first(int limit, Pages<T> pages) throws InterruptedException {
    List<T> first = new ArrayList<>();
    Optional<List<T>> page = Optional.of(List.of());
    while (page.isPresent() && first.size() < limit) {
      first.addAll(page.get());
      page = first.size() < limit ? Interruptible.await(pages.nextAsync()) : Optional.empty();
    }
    return first.subList(0, Math.min(limit, first.size()));
  }
}
