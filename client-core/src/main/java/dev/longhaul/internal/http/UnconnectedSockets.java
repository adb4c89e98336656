package dev.longhaul.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Makes sockets for OkHttp, which connects them itself and asks for nothing else. */
public abstract class UnconnectedSockets extends SocketFactory {
  @Override
  public abstract Socket createSocket() throws IOException;

  @Override
  public final Socket createSocket(String host, int port) {
    throw unasked();
  }

  @Override
  public final Socket createSocket(String host, int port, InetAddress from, int fromPort) {
    throw unasked();
  }

  @Override
  public final Socket createSocket(InetAddress host, int port) {
    throw unasked();
  }

  @Override
  public final Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
    throw unasked();
  }

  private static UnsupportedOperationException unasked() {
    return new UnsupportedOperationException("OkHttp connects its sockets itself");
  }
}
