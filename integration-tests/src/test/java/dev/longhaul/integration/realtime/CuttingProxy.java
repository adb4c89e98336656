package dev.longhaul.integration.realtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a service and lets what the service sends pass, up to a byte that the
 * seed decides: most often in the middle of a frame, sometimes of the handshake. There it cuts,
 * resets, stalls for a moment, or hangs for good.
 */
final class CuttingProxy implements AutoCloseable {
  private static final int BUFFER = 8 << 10;
  private static final int PATIENCE_MILLIS = 5_000;

  /** Between so many powers of two bytes, half to one and a half seconds of frames at most. */
  private static final double SMALLEST = 9;

  private static final double LARGEST = 22;

  private final ServerSocket door;
  private final URI service;
  private final long seed;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** What happens at the byte. */
  private enum Fate {
    CUT,
    RESET,
    STALL,
    HANG
  }

  private CuttingProxy(URI service, long seed) throws IOException {
    this.service = service;
    this.seed = seed;
    door = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  }

  /** Starts one in front of a URL. */
  static CuttingProxy before(String url, long seed) throws IOException {
    CuttingProxy proxy = new CuttingProxy(URI.create(url), seed);
    proxy.inThread(proxy::acceptAll);
    return proxy;
  }

  /** Returns the same URL, through this proxy. */
  String url() {
    return service.toString().replace(":" + service.getPort(), ":" + door.getLocalPort());
  }

  /** Returns how many connections a client has opened. */
  int opened() {
    return opened.get();
  }

  /** Returns how many of them are closed, once that are all or 5 s have passed. */
  int awaitClosed() throws InterruptedException {
    for (int i = 0; i < PATIENCE_MILLIS && closed.get() < opened.get(); i++) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return closed.get();
  }

  private void acceptAll() {
    while (true) {
      try {
        Socket client = door.accept();
        SplittableRandom chance = new SplittableRandom(seed + opened.incrementAndGet());
        inThread(() -> hold(client, chance));
      } catch (IOException over) {
        return;
      }
    }
  }

  private void hold(Socket client, SplittableRandom chance) {
    sockets.add(client);
    try (client;
        Socket server = new Socket(service.getHost(), service.getPort())) {
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread back = inThread(() -> pass(client, server));
      passUpToTheByte(server, client, chance);
      end(server);
      end(client);
      back.join();
      sockets.remove(server);
    } catch (IOException gone) {
      // Either side is gone, which ends the other.
    } catch (InterruptedException never) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(client);
      closed.incrementAndGet();
    }
  }

  /** Lets through what the client says, to its end. */
  private static void pass(Socket client, Socket server) {
    try {
      client.getInputStream().transferTo(server.getOutputStream());
    } catch (IOException gone) {
      // Ended below, whoever ended it here.
    } finally {
      end(server);
      end(client);
    }
  }

  private void passUpToTheByte(Socket server, Socket client, SplittableRandom chance)
      throws InterruptedException {
    int left = (int) Math.pow(2, chance.nextDouble(SMALLEST, LARGEST));
    Fate fate = Fate.values()[chance.nextInt(Fate.values().length)];
    int stall = chance.nextInt(20, 300);
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        int first = Math.min(count, left);
        out.write(buffer, 0, first);
        left -= first;
        if (left == 0 && meet(fate, stall, client, in)) {
          return;
        }
        if (left == 0) { // it has stalled, and is cut the next time
          fate = Fate.CUT;
          left = BUFFER + count - first;
          out.write(buffer, first, count - first);
          left -= count - first;
        }
      }
    } catch (IOException gone) {
      // As if it had ended.
    }
  }

  /** Returns whether that was the end. */
  private boolean meet(Fate fate, int stall, Socket client, InputStream rest)
      throws IOException, InterruptedException {
    switch (fate) {
      case CUT -> {
        return true;
      }
      case RESET -> {
        client.setSoLinger(true, 0);
        return true;
      }
      case STALL -> {
        return closing.await(stall, TimeUnit.MILLISECONDS);
      }
      case HANG -> rest.transferTo(OutputStream.nullOutputStream());
    }
    return true;
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException already) {
      // Nothing is left to be done for it.
    }
  }

  private Thread inThread(Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } finally {
                threads.remove(Thread.currentThread());
              }
            },
            "cutting proxy");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    return thread;
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      door.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    sockets.forEach(CuttingProxy::end);
    for (Thread thread : threads) {
      try {
        thread.join(PATIENCE_MILLIS);
      } catch (InterruptedException early) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
