package dev.longhaul.realtime;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.http.AnswerJudge;
import dev.longhaul.realtime.LinkEnd.Remedy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Tells what the end of a socket means and what is to be done about it. */
final class LinkEnds {
  /** An answer other than an upgrade is one of ours. */
  private static final int SWITCHING = 101;

  private final Operation operation;
  private final String server;
  private final AnswerJudge judge;

  /**
   * Makes a judge of ends.
   *
   * @param server the server's name and port, for texts
   */
  LinkEnds(String service, String server, AnswerJudge judge) {
    operation = Operation.read(service, "connect", null);
    this.server = server;
    this.judge = judge;
  }

  LinkEnd handshakeTooSlow(Duration limit) {
    return retry(
        ConnectionReason.UNREACHABLE,
        unreachable("No WebSocket to " + server + " was open within " + limit + ".", null));
  }

  LinkEnd silent(Duration limit) {
    return LinkEnd.of(
        ConnectionReason.SILENT,
        Remedy.AWAIT_RESTART,
        unreachable(server + " gave no sign of life for " + limit + ".", null));
  }

  LinkEnd restarting() {
    return LinkEnd.of(
        ConnectionReason.RESTARTING,
        Remedy.AWAIT_RESTART,
        unreachable(server + " said that it restarts.", null));
  }

  LinkEnd tooBig(int limit) {
    return retry(
        ConnectionReason.TOO_BIG,
        unreachable(
            server + " sent more than " + limit + " bytes before a message was whole.", null));
  }

  /** No credentials could be had, or they are known to be refused. */
  LinkEnd withoutCredentials(LonghaulException error, Remedy remedy) {
    return LinkEnd.of(ConnectionReason.CREDENTIALS, remedy, error);
  }

  /** The socket broke, or was never open. */
  LinkEnd failed(Throwable cause, @Nullable Response answer, boolean wasOpen) {
    if (answer != null && answer.code() != SWITCHING) {
      return refused(judge.refusal(operation, answer));
    }
    if (wasOpen) {
      return retry(
          ConnectionReason.LOST,
          unreachable("The WebSocket to " + server + " broke.", quiet(cause)));
    }
    return retry(ConnectionReason.UNREACHABLE, unreachable(text(cause), quiet(cause)));
  }

  private String text(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return "The host name of " + server + " does not resolve. Check the base URL.";
    }
    if (cause instanceof ConnectException) {
      return "Nothing accepts connections at "
          + server
          + ". Check the base URL, and that the service runs.";
    }
    return cause instanceof SSLException
        ? "No secure connection to " + server + " could be made. Check its certificate."
        : "No WebSocket to " + server + " could be opened. Check the base URL.";
  }

  /** OkHttp puts the server's raw words into the text of a protocol error; they are left out. */
  private static @Nullable IOException quiet(Throwable cause) {
    return cause instanceof IOException io && !(cause instanceof ProtocolException) ? io : null;
  }

  private LinkEnd refused(LonghaulException error) {
    int status = error.facts().status().orElse(0);
    if (status < 300) {
      return LinkEnd.of(
          ConnectionReason.HANDSHAKE_REFUSED,
          Remedy.GIVE_UP,
          new UnexpectedAnswerException(
              server + " speaks no WebSocket there. Check the path of the base URL.",
              error.facts(),
              null));
    }
    if (status == 401) {
      return LinkEnd.of(ConnectionReason.CREDENTIALS, Remedy.FRESH_CREDENTIALS, error);
    }
    if (error instanceof CredentialsException) {
      return LinkEnd.of(ConnectionReason.CREDENTIALS, Remedy.GIVE_UP, error);
    }
    boolean passing =
        error instanceof ServiceFailedException
            || error instanceof RateLimitedException
            || status == 425;
    return passing
        ? new LinkEnd(
            ConnectionReason.NOT_NOW,
            Remedy.RETRY,
            LinkEnd.NO_CODE,
            error.facts().retryAfter().orElse(null),
            error)
        : LinkEnd.of(ConnectionReason.HANDSHAKE_REFUSED, Remedy.GIVE_UP, error);
  }

  /** The server closed the socket. */
  LinkEnd closed(int code) {
    return switch (code) {
      case 1000, 1005 ->
          coded(code, ConnectionReason.ENDED_BY_SERVER, Remedy.RETRY, closedBy(code));
      case 1012 -> coded(code, ConnectionReason.RESTARTING, Remedy.AWAIT_RESTART, closedBy(code));
      case 1001, 1011, 1013, 1014 ->
          coded(code, ConnectionReason.GOING_AWAY, Remedy.RETRY, closedBy(code));
      case 1009 -> coded(code, ConnectionReason.TOO_BIG, Remedy.RETRY, closedBy(code));
      case 1002, 1003, 1007, 1008, 1010 ->
          coded(code, ConnectionReason.POLICY, Remedy.GIVE_UP, closedBy(code));
      case 4401, 4403 -> coded(code, ConnectionReason.CREDENTIALS, credentials(code), denied(code));
      default -> coded(code, ConnectionReason.LOST, Remedy.RETRY, closedBy(code));
    };
  }

  /** The server closed the socket, and the protocol knows that another would end alike. */
  static LinkEnd forGood(int code, LonghaulException why) {
    return coded(code, ConnectionReason.ENDED_BY_SERVER, Remedy.GIVE_UP, why);
  }

  private static Remedy credentials(int code) {
    return code == 4401 ? Remedy.FRESH_CREDENTIALS : Remedy.GIVE_UP;
  }

  private static LinkEnd coded(
      int code, ConnectionReason reason, Remedy remedy, LonghaulException error) {
    return new LinkEnd(reason, remedy, code, null, error);
  }

  private LonghaulException denied(int code) {
    return new CredentialsException(
        "The service closed the WebSocket with code " + code + ". Pass current credentials.",
        facts(),
        null);
  }

  private LonghaulException closedBy(int code) {
    return new RefusedException(
        "The service closed the WebSocket with code " + code + ".", facts(), null);
  }

  private LonghaulException unreachable(String text, @Nullable IOException cause) {
    return new UnreachableException(text, facts(), cause);
  }

  private static LinkEnd retry(ConnectionReason reason, LonghaulException error) {
    return LinkEnd.of(reason, Remedy.RETRY, error);
  }

  private CallFacts facts() {
    return operation.facts().attempts(1).reach(CallFacts.Reach.NOT_SENT).build();
  }
}
