package dev.longhaul.internal.http;

import java.io.IOException;
import java.io.Serial;
import java.net.Socket;
import java.net.SocketTimeoutException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is sent only once off a kept connection that the server has closed meanwhile. OkHttp
 * looks for that after ten idle seconds only, and before them relies on sending again; without
 * that, a create would be lost on the dead connection, and nobody could tell. One that dies in the
 * moment of writing is still not seen.
 *
 * <p><i>Blocking:</i> 1 ms for each kept connection that is tried.
 */
final class LiveConnection {
  private static final int LOOK_MILLIS = 1;

  private LiveConnection() {}

  /** Says that the connection was dead before anything was written. */
  private static final class DeadConnectionException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    DeadConnectionException() {
      super("the server closed the kept connection");
    }
  }

  /**
   * Passes a request on, for use by an interceptor of the application, until it finds a live one.
   */
  static Response proceed(Interceptor.Chain chain, Request request) throws IOException {
    while (true) {
      try {
        return chain.proceed(request);
      } catch (DeadConnectionException dropped) {
        // Each turn leaves one kept connection less, and a new one is not looked at.
      }
    }
  }

  /** Turns away from a dead connection; the last of the interceptors of the network. */
  static Response check(Interceptor.Chain chain) throws IOException {
    Request request = chain.request();
    SentProbe probe = chain.call().request().tag(SentProbe.class);
    boolean kept = probe != null && !probe.connected();
    if (kept && request.body() != null && isDead(chain.connection())) {
      throw new DeadConnectionException();
    }
    return chain.proceed(request);
  }

  /** With HTTP/2, OkHttp reads all the time and has dropped a dead connection by itself. */
  private static boolean isDead(@Nullable Connection connection) {
    return connection != null
        && connection.protocol() == Protocol.HTTP_1_1
        && saysAnything(connection.socket());
  }

  /** An idle server has nothing to say but its farewell. */
  private static boolean saysAnything(Socket socket) {
    try {
      int patience = socket.getSoTimeout();
      try {
        socket.setSoTimeout(LOOK_MILLIS);
        socket.getInputStream().read();
        return true;
      } catch (SocketTimeoutException silent) {
        return false;
      } finally {
        socket.setSoTimeout(patience);
      }
    } catch (IOException broken) {
      return true;
    }
  }
}
