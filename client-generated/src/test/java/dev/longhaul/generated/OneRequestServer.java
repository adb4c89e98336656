package dev.longhaul.generated;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Takes one request over a real socket, keeps it, and lets the test write the answer. */
final class OneRequestServer implements Closeable {
  private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final CompletableFuture<String> request = new CompletableFuture<>();

  OneRequestServer(Answer answer) throws IOException {
    Thread thread = new Thread(() -> serve(answer), "one-request-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Writes an answer. */
  interface Answer {
    void write(OutputStream out) throws Exception;
  }

  /** Gives an answer of status 200 with a JSON body. */
  static Answer json(String body) {
    return out ->
        out.write(
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.US_ASCII));
  }

  private void serve(Answer answer) {
    try (Socket connection = socket.accept()) {
      request.complete(read(connection.getInputStream()));
      answer.write(connection.getOutputStream());
      connection.getOutputStream().flush();
    } catch (Exception e) {
      request.completeExceptionally(e);
    }
  }

  private static String read(InputStream in) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    StringBuilder text = new StringBuilder();
    int length = 0;
    for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
      text.append(line).append('\n');
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
      }
    }
    text.append('\n');
    for (int i = 0; i < length; i++) {
      text.append((char) reader.read());
    }
    return text.toString();
  }

  String baseUrl() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/base/";
  }

  /** Gives the request as it came over the wire. */
  String request() {
    return request.join();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
