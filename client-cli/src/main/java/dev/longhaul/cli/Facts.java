package dev.longhaul.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one thing, a line for each fact. */
final class Facts {
  private final List<String> lines = new ArrayList<>();

  /** Adds a fact, unless it is not known; returns these facts. */
  Facts add(String name, @Nullable Object value) {
    if (value != null) {
      lines.add("%-16s%s".formatted(name + ":", value));
    }
    return this;
  }

  void print(Display display) {
    lines.forEach(display::result);
  }
}
