package dev.longhaul.realtime;

import dev.longhaul.error.LonghaulException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a socket ended, or why none was opened.
 *
 * @param reason what it is called
 * @param remedy what is to be done
 * @param closeCode the server's code, or {@link #NO_CODE}
 * @param retryAfter how long the server wishes to be left alone, or null
 * @param error what was wrong, or null when nothing was
 */
record LinkEnd(
    ConnectionReason reason,
    Remedy remedy,
    int closeCode,
    @Nullable Duration retryAfter,
    @Nullable LonghaulException error) {
  static final int NO_CODE = -1;

  /** What is to be done. */
  enum Remedy {
    /** Try again after the back-off. */
    RETRY,
    /** Try again with fresh credentials, once. */
    FRESH_CREDENTIALS,
    /** Wait a moment for a server that restarts. */
    AWAIT_RESTART,
    /** Stop, since another try would end alike. */
    GIVE_UP,
    /** Nothing is wrong. */
    NONE
  }

  /** Returns what is no end, or one that we wanted. */
  static LinkEnd none(ConnectionReason reason) {
    return new LinkEnd(reason, Remedy.NONE, NO_CODE, null, null);
  }

  static LinkEnd of(ConnectionReason reason, Remedy remedy, @Nullable LonghaulException error) {
    return new LinkEnd(reason, remedy, NO_CODE, null, error);
  }

  /** Returns the same with another remedy. */
  LinkEnd with(Remedy other) {
    return new LinkEnd(reason, other, closeCode, retryAfter, error);
  }
}
