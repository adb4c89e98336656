package dev.longhaul.testkit;

import java.util.regex.Pattern;

/** How the event socket of a {@link FakeFunctionRunner} speaks. */
public enum EventsDialect {
  /**
   * At {@code /ws} and {@code /ws/{anything}}: frames {@code task.progress}, {@code completed},
   * {@code failed} and {@code cancelled} whose {@code channel} is {@code task.} and the id. Every
   * socket gets those of every job; nothing is subscribed to.
   */
  CHANNEL("/ws(?:/[^/]+)?", "/ws"),
  /**
   * At {@code /ws/{user_id}}: the same types with the id as {@code task_id} in their data, for the
   * ids that the socket named in a {@code subscribe} frame. Nothing confirms it and nothing tells
   * what was before.
   */
  SUBSCRIBE("/ws/[^/]+", "/ws/user-1"),
  /**
   * At {@code /progress/ws?client_id=} or {@code /ws/progress}: snapshots. A {@code subscribe} is
   * answered with {@code progress.current} or {@code progress.not_found} for each id and then
   * {@code subscribed}; changes come as {@code progress.update}; {@code get_progress} and {@code
   * get_batch_progress} are answered, and what cannot be used with {@code error}.
   */
  PROGRESS("/progress/ws|/ws/progress", "/progress/ws?client_id=client-1"),
  /**
   * At {@code /ws} and {@code /ws/{anything}}: frames {@code generation.progress}, {@code
   * completed}, {@code failed} and {@code cancelled} with names such as {@code taskId}. Every
   * socket gets those of every job.
   */
  GENERATION("/ws(?:/[^/]+)?", "/ws");

  private final Pattern path;
  private final String usual;

  EventsDialect(String path, String usual) {
    this.path = Pattern.compile(path);
    this.usual = usual;
  }

  boolean isAt(String rawPath) {
    return path.matcher(rawPath).matches();
  }

  /** Path and query that a client is given. */
  String usual() {
    return usual;
  }

  /** Tells whether a socket gets only what it asked for. */
  boolean subscribes() {
    return this == SUBSCRIBE || this == PROGRESS;
  }
}
