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
 * @param sent whether a byte of the request left
 */
record BrokenExchange(Operation operation, HttpUrl url, boolean sent) {
  /** Explains it for an exchange that may take so long. */
  UnreachableException explain(IOException cause, Duration limit) {
    return explain(cause, "No whole answer came from ", limit);
  }

  /** Explains it for a download that may be silent for so long. */
  UnreachableException explainSilence(IOException cause, Duration idle) {
    return explain(cause, "Not a byte came from ", idle);
  }

  private UnreachableException explain(IOException cause, String late, Duration limit) {
    CallFacts facts =
        operation
            .facts()
            .attempts(1)
            .reach(sent ? CallFacts.Reach.MAY_HAVE_TAKEN_EFFECT : CallFacts.Reach.NOT_SENT)
            .build();
    return new UnreachableException(text(cause, late, limit), facts, quiet(cause));
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
      return sent
          ? late + server + " within " + limit + "."
          : "No connection to " + server + " was made in time.";
    }
    return "The connection to " + server + " broke before the whole answer had come.";
  }
}
