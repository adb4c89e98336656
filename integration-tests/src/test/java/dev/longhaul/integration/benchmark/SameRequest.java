package dev.longhaul.integration.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Looks whether both ways to read send the same: a comparison of two requests would be none. */
final class SameRequest {
  private static final int PATIENCE_MILLIS = 10_000;

  private SameRequest() {}

  static void require(Function<String, StatusReads> bare, Function<String, StatusReads> ours)
      throws IOException {
    List<String> plain = head(bare);
    List<String> whole = head(ours);
    if (!plain.equals(whole)) {
      throw new IllegalStateException("the requests differ: " + plain + " and " + whole);
    }
  }

  /** Returns the lines that a read sends, in alphabetical order, without the server's name. */
  private static List<String> head(Function<String, StatusReads> open) throws IOException {
    try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        StatusReads reads = open.apply("http://127.0.0.1:" + door.getLocalPort())) {
      door.setSoTimeout(PATIENCE_MILLIS);
      reads.start((status, error) -> {});
      try (Socket client = door.accept()) {
        return lines(client).stream().filter(line -> !line.startsWith("Host:")).sorted().toList();
      }
    }
  }

  private static List<String> lines(Socket client) throws IOException {
    client.setSoTimeout(PATIENCE_MILLIS);
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    List<String> lines = new ArrayList<>();
    for (String line = reader.readLine();
        line != null && !line.isEmpty();
        line = reader.readLine()) {
      lines.add(line);
    }
    return lines;
  }
}
