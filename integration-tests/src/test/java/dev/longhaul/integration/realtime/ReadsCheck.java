package dev.longhaul.integration.realtime;

import dev.longhaul.integration.realtime.LinkTimes.Up;
import dev.longhaul.testkit.ReceivedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Holds the reads of every task against the times when the socket was up. While it is up, a task is
 * read once since the socket opened or the task began, and once for its end; reads at a pace are
 * for the time when it is down. One more may be under way when the socket opens.
 */
final class ReadsCheck {
  /**
   * After this only one read may still come that is due to the opening; the machine may be busy.
   */
  static final Duration GRACE = Duration.ofMillis(250);

  /** A read that was under way when the socket opened, since it may have seen what was before. */
  private static final int UNDER_WAY = 1;

  /** When a socket has been up for so long, every task has been read. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

  private final List<Up> up;
  private final Map<String, List<Instant>> reads;
  private final List<String> problems = new ArrayList<>();

  private ReadsCheck(LinkTimes link, List<ReceivedRequest> requests) {
    up = link.up();
    reads =
        requests.stream()
            .collect(
                Collectors.groupingBy(
                    ReadsCheck::task,
                    Collectors.mapping(ReceivedRequest::at, Collectors.toList())));
  }

  /** Returns what is wrong with the reads, nothing where all is well. */
  static List<String> problems(
      Collection<PushedTask> tasks, LinkTimes link, List<ReceivedRequest> requests) {
    ReadsCheck check = new ReadsCheck(link, requests);
    tasks.forEach(task -> check.up.forEach(span -> check.judge(task, span)));
    return check.problems;
  }

  /** Returns how many of the reads came while the socket was down. */
  static long whileDown(LinkTimes link, List<ReceivedRequest> requests) {
    List<Up> up = link.up();
    return requests.stream()
        .filter(read -> up.stream().noneMatch(span -> span.holds(read.at())))
        .count();
  }

  /** Returns for how long a read would have had no excuse. */
  static Duration strict(LinkTimes link) {
    return link.up().stream()
        .map(span -> span.length().minus(GRACE))
        .filter(left -> !left.isNegative())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static String task(ReceivedRequest read) {
    String[] path = read.path().split("/");
    return path[path.length - 2]; // …/tasks/{id}/status
  }

  private void judge(PushedTask task, Up span) {
    List<Instant> within =
        reads.getOrDefault(task.id(), List.of()).stream().filter(span::holds).toList();
    Instant graceEnds = span.from().plus(GRACE);
    long late = within.stream().filter(graceEnds::isBefore).count();
    boolean ends = span.holds(task.ended()) || span.holds(task.ended().minus(GRACE));
    int forEnd = ends ? 1 : 0;
    int forBeginning = task.mayBeWatchedAt(span.from()) ? 1 + UNDER_WAY : 1;
    if (within.size() > forBeginning + forEnd) {
      problem(task, span, within.size() + " reads");
    }
    if (late > 1 + forEnd) {
      problem(task, span, late + " late reads");
    }
    Instant deadline = span.from().plus(LONG_ENOUGH);
    boolean stillThere = task.isWatchedAt(span.from()) && task.isWatchedAt(deadline);
    if (stillThere && span.holds(deadline) && within.stream().noneMatch(deadline::isAfter)) {
      problem(task, span, "no read within " + LONG_ENOUGH.toMillis() + " ms");
    }
  }

  private void problem(PushedTask task, Up span, String what) {
    List<String> at =
        reads.getOrDefault(task.id(), List.of()).stream()
            .map(read -> millis(span.from(), read))
            .toList();
    problems.add(
        "%s, while the socket was up from 0 to %s: %s; watched from %s to %s, and read at %s"
            .formatted(
                task.id(),
                millis(span.from(), span.to()),
                what,
                millis(span.from(), task.known()),
                millis(span.from(), task.ended()),
                at));
  }

  private static String millis(Instant from, Instant to) {
    return to.equals(Instant.MAX)
        ? "no end"
        : String.format(Locale.ROOT, "%.1f", Duration.between(from, to).toNanos() / 1e6);
  }
}
