package dev.longhaul.internal.http;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.internal.call.Operation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What it means that an exchange broke.
 *
 * @param operation what was asked
 * @param url of which server
 * @param probe how far it came
 */
record BrokenExchange(Operation operation, HttpUrl url, SentProbe probe) {
  // OkHttp does not export these two to modules, so their names have to do. Where a name is not
  // met, nothing is proved, and nothing is repeated.
  private static final String STREAM_RESET = "okhttp3.internal.http2.StreamResetException";
  private static final String NO_STREAM = "okhttp3.internal.http2.ConnectionShutdownException";

  /** Explains it for an exchange that may take so long. */
  UnreachableException explain(IOException cause, Duration limit) {
    return explain(cause, "No whole answer came from ", limit);
  }

  /** Explains it for a download that may be silent for so long. */
  UnreachableException explainSilence(IOException cause, Duration idle) {
    return explain(cause, "Not a byte came from ", idle);
  }

  private UnreachableException explain(IOException cause, String late, Duration limit) {
    CallFacts facts = operation.facts().attempts(1).reach(reach(cause)).build();
    return new UnreachableException(text(cause, late, limit), facts, quiet(cause));
  }

  private CallFacts.Reach reach(IOException cause) {
    if (!probe.sent() || isWithoutStream(cause)) {
      return CallFacts.Reach.NOT_SENT;
    }
    return isRefusedStream(cause)
        ? CallFacts.Reach.DECLINED
        : CallFacts.Reach.MAY_HAVE_TAKEN_EFFECT;
  }

  /** The connection was closed to new streams before the headers, though announced, were sent. */
  private static boolean isWithoutStream(IOException cause) {
    return cause.getClass().getName().equals(NO_STREAM);
  }

  /**
   * HTTP/2 has words for "I did nothing": a stream reset with REFUSED_STREAM was closed before any
   * of it was processed (RFC 9113, section 8.7), and so was every stream above the last one that a
   * GOAWAY names (section 6.8), which OkHttp reports as a stream refused. From a server that has
   * begun to answer, the words contradict what it did, and prove nothing.
   */
  private boolean isRefusedStream(IOException cause) {
    return !probe.answering()
        && cause.getClass().getName().equals(STREAM_RESET)
        && "stream was reset: REFUSED_STREAM".equals(cause.getMessage());
  }

  /** OkHttp puts the server's raw words into the text of a protocol error; they are left out. */
  private static @Nullable IOException quiet(IOException cause) {
    return cause instanceof ProtocolException ? null : cause;
  }

  private String text(IOException cause, String late, Duration limit) {
    String server = url.host() + ":" + url.port();
    if (cause instanceof UnknownHostException) {
      return "The host name of " + server + " does not resolve. Check the base URL.";
    }
    if (cause instanceof ConnectException) {
      return "Nothing accepts connections at "
          + server
          + ". Check the base URL, and that the service runs.";
    }
    if (cause instanceof SSLException) {
      return "No secure connection to "
          + server
          + " could be made. Check its certificate and the base URL.";
    }
    if (cause instanceof InterruptedIOException) {
      return probe.sent()
          ? late + server + " within " + limit + "."
          : "No connection to " + server + " was made in time.";
    }
    if (isRefusedStream(cause) || isWithoutStream(cause)) {
      return server + " takes no more requests on its connection, and did nothing. Call again.";
    }
    return "The connection to " + server + " broke before the whole answer had come.";
  }
}
