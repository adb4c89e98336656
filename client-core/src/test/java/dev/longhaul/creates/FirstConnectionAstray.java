package dev.longhaul.creates;

import dev.longhaul.internal.http.UnconnectedSockets;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/** Sockets of which the first connects to another place than it is told to. */
final class FirstConnectionAstray extends UnconnectedSockets {
  private final SocketAddress astray;
  private final AtomicBoolean first = new AtomicBoolean(true);

  FirstConnectionAstray(SocketAddress astray) {
    this.astray = astray;
  }

  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public void connect(SocketAddress address, int timeout) throws IOException {
        super.connect(first.getAndSet(false) ? astray : address, timeout);
      }
    };
  }
}
