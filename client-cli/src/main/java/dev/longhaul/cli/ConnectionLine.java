package dev.longhaul.cli;

import dev.longhaul.job.Registration;
import dev.longhaul.realtime.ConnectionReason;
import dev.longhaul.realtime.ConnectionState;
import dev.longhaul.realtime.ConnectionStatus;
import dev.longhaul.realtime.RealtimeConnection;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Tells in one line how a connection stands, whenever its state or the reason changes: a server
 * that is down for an hour takes one line, however often it is tried.
 *
 * <p><i>Concurrency:</i> a connection tells one status after the other.
 */
final class ConnectionLine implements Consumer<ConnectionStatus> {
  private volatile Consumer<String> lines;
  private String last = "";

  ConnectionLine(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Tells of a connection, if there is one, until the registration is closed. */
  Registration of(Optional<RealtimeConnection> connection) {
    return connection.map(one -> one.listen(this)).orElse(() -> {});
  }

  /** Tells somebody else from now on. */
  void moveTo(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void accept(ConnectionStatus status) {
    String mark = status.state() + " " + status.reason();
    if (isOurWish(status) || mark.equals(last)) {
      return;
    }
    last = mark;
    lines.accept(line(status));
  }

  /** What this program wanted is no news to its user. */
  private static boolean isOurWish(ConnectionStatus status) {
    return switch (status.reason()) {
      case NOT_ASKED, TOLD_TO, CLOSED -> true;
      default -> false;
    };
  }

  /** Returns the line for a status. */
  static String line(ConnectionStatus status) {
    String state = "connection: " + status.state().name().toLowerCase(Locale.ROOT);
    String more =
        switch (status.state()) {
          case CONNECTING, CONNECTED -> "";
          case RECONNECTING, SUSPENDED -> why(status) + next(status);
          case DISCONNECTED, ERROR -> why(status);
        };
    return more.isEmpty() ? state : state + " (" + more + ")";
  }

  private static String why(ConnectionStatus status) {
    String code =
        status.closeCode().isPresent() ? ", close code " + status.closeCode().getAsInt() : "";
    OptionalInt http =
        status.error().map(error -> error.facts().status()).orElseGet(OptionalInt::empty);
    String answer = http.isPresent() ? ", HTTP " + http.getAsInt() : "";
    return words(status.reason(), status.state()) + code + answer;
  }

  private static String words(ConnectionReason reason, ConnectionState state) {
    return switch (reason) {
      case UNREACHABLE -> "the server cannot be reached";
      case NOT_NOW -> "the server cannot take a connection now";
      case HANDSHAKE_REFUSED -> "the server refused the connection";
      case CREDENTIALS -> "the token was refused";
      case SILENT -> "no sign of life";
      case RESTARTING -> "the server restarts";
      case GOING_AWAY -> "the server goes away";
      case ENDED_BY_SERVER -> "the server ended it";
      case POLICY -> "the server objects to what it was sent";
      case TOO_BIG -> "a message was too big";
      case RENEWAL -> "renewed before the service ends it";
      default -> state == ConnectionState.RECONNECTING ? "lost" : "";
    };
  }

  private static String next(ConnectionStatus status) {
    Duration wait =
        status.nextAttempt().map(at -> Duration.between(status.since(), at)).orElse(Duration.ZERO);
    String attempt = status.attempts() == 0 ? "" : "attempt " + (status.attempts() + 1) + ", ";
    String when =
        wait.toMillis() < 50
            ? "next try now"
            : String.format(Locale.ROOT, "next try in %.1f s", wait.toMillis() / 1000.0);
    return "; " + attempt + when;
  }
}
