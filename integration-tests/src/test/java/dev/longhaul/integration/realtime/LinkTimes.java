package dev.longhaul.integration.realtime;

import dev.longhaul.realtime.ConnectionState;
import dev.longhaul.realtime.ConnectionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** When a connection was up, as its statuses tell. Safe for use by several threads. */
final class LinkTimes {
  private final List<ConnectionStatus> statuses = new ArrayList<>();

  /**
   * A time for which the connection was up.
   *
   * @param from when its socket opened
   * @param to when it was lost
   */
  record Up(Instant from, Instant to) {
    boolean holds(Instant when) {
      return !when.isBefore(from) && when.isBefore(to);
    }

    Duration length() {
      return Duration.between(from, to);
    }
  }

  synchronized void add(ConnectionStatus status) {
    statuses.add(status);
  }

  /** Returns every time for which it was up, until it was disconnected. */
  synchronized List<Up> up() {
    List<Up> all = new ArrayList<>();
    for (int i = 0; i < statuses.size(); i++) {
      if (statuses.get(i).state() == ConnectionState.CONNECTED) {
        Instant to = i + 1 < statuses.size() ? statuses.get(i + 1).since() : Instant.now();
        all.add(new Up(statuses.get(i).since(), to));
      }
    }
    return all;
  }

  /** Returns how often it was in a state. */
  synchronized long count(ConnectionState state) {
    return statuses.stream().filter(status -> status.state() == state).count();
  }
}
