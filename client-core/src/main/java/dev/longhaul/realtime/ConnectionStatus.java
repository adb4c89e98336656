package dev.longhaul.realtime;

import dev.longhaul.error.LonghaulException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How a {@link RealtimeConnection} stood at a moment, and why. Immutable. */
public final class ConnectionStatus {
  private final ConnectionState state;
  private final ConnectionReason reason;
  private final Instant since;
  private final int attempts;
  private final @Nullable Instant nextAttempt;
  private final int closeCode;
  private final @Nullable LonghaulException error;

  /** Makes a status; the next attempt is null where none is waited for. */
  ConnectionStatus(
      ConnectionState state,
      LinkEnd end,
      Instant since,
      int attempts,
      @Nullable Instant nextAttempt) {
    this.state = state;
    this.reason = end.reason();
    this.since = since;
    this.attempts = attempts;
    this.nextAttempt = nextAttempt;
    this.closeCode = end.closeCode();
    this.error = end.error();
  }

  /** Returns whether no other comes after this one. */
  boolean isLast() {
    return reason == ConnectionReason.CLOSED;
  }

  /** Returns how the connection stood. */
  public ConnectionState state() {
    return state;
  }

  /** Returns why. */
  public ConnectionReason reason() {
    return reason;
  }

  /** Returns since when, by the clock of the options. */
  public Instant since() {
    return since;
  }

  /**
   * Returns how many tries had failed at that moment since somebody asked to connect, or since a
   * socket last proved itself by a frame that made sense. A refused token that may be replaced by a
   * fresh one, and the first end for which a restart is suspected, do not count.
   */
  public int attempts() {
    return attempts;
  }

  /** Returns when the next try will be made, if one is waited for. */
  public Optional<Instant> nextAttempt() {
    return Optional.ofNullable(nextAttempt);
  }

  /** Returns the code with which the server closed the last socket, if it did. */
  public OptionalInt closeCode() {
    return closeCode == LinkEnd.NO_CODE ? OptionalInt.empty() : OptionalInt.of(closeCode);
  }

  /**
   * Returns what was wrong, if something was: in {@link ConnectionState#ERROR} always. Its text
   * holds no credential and no query of the URL.
   */
  public Optional<LonghaulException> error() {
    return Optional.ofNullable(error);
  }

  /** Returns the status in one line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("ConnectionStatus[").append(state).append(' ');
    text.append(reason).append(" since ").append(since);
    if (attempts > 0) {
      text.append(", ").append(attempts).append(" failed");
    }
    return text.append(']').toString();
  }
}
