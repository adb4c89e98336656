package dev.longhaul.functionrunner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers every request with the very bytes that a test wants; each connection serves one request.
 */
final class RawServer implements AutoCloseable {
  /** Writes an answer, at its own pace. */
  @FunctionalInterface
  interface Answer {
    void writeTo(OutputStream out) throws Exception;
  }

  private final ServerSocket listening;
  private final Answer answer;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private RawServer(Answer answer) throws IOException {
    this.answer = answer;
    listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    inThread(this::acceptAll);
  }

  static RawServer answering(Answer answer) {
    try {
      return new RawServer(answer);
    } catch (IOException unlikely) {
      throw new UncheckedIOException(unlikely);
    }
  }

  static void head(OutputStream out, String... headers) throws IOException {
    String lines = "HTTP/1.1 200 OK\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    out.write(lines.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  String baseUrl() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  private void acceptAll() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        inThread(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String line = in.readLine();
      while (line != null && !line.isEmpty()) {
        line = in.readLine();
      }
      answer.writeTo(socket.getOutputStream());
      socket.getOutputStream().flush();
    } catch (Exception gone) {
      // The client hung up, or the test is over: the end of this connection either way.
    } finally {
      open.remove(socket);
    }
  }

  private static void inThread(Runnable work) {
    Thread thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException unlikely) {
      throw new UncheckedIOException(unlikely);
    }
  }
}
