package dev.longhaul.realtime;

/** What became of a frame that was to be sent. */
public enum SendState {
  /** It waits for an open socket. */
  QUEUED,
  /**
   * It was handed to the socket. Whether it arrived, the service alone can tell: what was on its
   * way when a socket broke is not sent again.
   */
  SENT,
  /**
   * It was not taken: the queue was full, more than 16 MiB would have waited in the socket, or the
   * connection was closed or had given up.
   */
  REFUSED,
  /** It waited for longer than {@link RealtimeOptions#queueExpiry()} and was never sent. */
  EXPIRED
}
