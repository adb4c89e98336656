package dev.longhaul.internal.http;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.UnreachableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** One request on its way: what it is for, whether it left, and what its breaking means. */
final class Attempt {
  private final HttpTransport transport;
  private final Operation operation;
  private final Request request;
  private final boolean download;
  private final SentProbe probe = new SentProbe();

  Attempt(HttpTransport transport, Operation operation, Request request, boolean download) {
    this.transport = transport;
    this.operation = operation;
    this.request = request;
    this.download = download;
  }

  Call begin() {
    if (transport.isClosed()) {
      throw closed("The client is closed; nothing was sent.");
    }
    return transport.newCall(
        operation, request.newBuilder().tag(SentProbe.class, probe).build(), download);
  }

  LonghaulException broken(IOException cause) {
    return transport.isClosed()
        ? closed("The client was closed in the middle of the call.")
        : new UnreachableException(text(cause), facts(), quiet(cause));
  }

  /** OkHttp puts the server's raw words into the text of a protocol error; they are left out. */
  private static @Nullable IOException quiet(IOException cause) {
    return cause instanceof ProtocolException ? null : cause;
  }

  private ClientClosedException closed(String message) {
    return new ClientClosedException(message, facts(), null);
  }

  private CallFacts facts() {
    return operation
        .facts()
        .attempts(1)
        .reach(probe.sent() ? CallFacts.Reach.MAY_HAVE_TAKEN_EFFECT : CallFacts.Reach.NOT_SENT)
        .build();
  }

  private String text(IOException cause) {
    String server = request.url().host() + ":" + request.url().port();
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
      return probe.sent() ? late(server) : "No connection to " + server + " was made in time.";
    }
    return "The connection to " + server + " broke before the whole answer had come.";
  }

  private String late(String server) {
    Duration limit = download ? transport.options().idleTimeout() : transport.timeout(operation);
    return (download ? "Not a byte came from " : "No whole answer came from ")
        + server
        + " within "
        + limit
        + ".";
  }
}
