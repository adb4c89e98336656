package dev.longhaul.integration.benchmark;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;

/**
 * Floods WebSockets with frames that were made before. For each text {@code credit} that a client
 * sends it writes one batch of them in one go; for {@code paced:N} it writes N frames with the time
 * of their sending, 5 ms apart. Other texts are ignored. A process of its own, since its work must
 * not count as the clients'; it ends when its standard input does.
 */
final class FrameServer {
  /** What a client sends for a batch. */
  static final String CREDIT = "credit";

  /** What a client sends, with a number behind, for frames that take their time. */
  static final String PACED = "paced:";

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int BACKLOG = 2_048;
  private static final long PACE_NANOS = 5_000_000;
  private static final int STACK = 128 << 10;

  private static final byte[][] BATCHES = EventFrames.batches();

  private final DataInputStream in;
  private final OutputStream out;
  private int next;

  private FrameServer(Socket client) throws IOException {
    in = new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 10));
    out = client.getOutputStream();
  }

  /** Prints the port, then serves. */
  public static void main(String[] args) throws IOException {
    try (ServerSocket door = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"))) {
      StatusServer.endWithParent();
      System.out.println(door.getLocalPort());
      while (true) {
        Socket client = door.accept();
        client.setTcpNoDelay(true);
        new Thread(null, () -> serve(client), "client", STACK).start();
      }
    }
  }

  private static void serve(Socket client) {
    try (client) {
      FrameServer server = new FrameServer(client);
      server.shakeHands();
      while (server.take()) {
        // Until the client closes.
      }
    } catch (IOException gone) {
      // As if it had closed.
    }
  }

  @SuppressWarnings("deprecation") // of lines of bytes, which a handshake is made of
  private void shakeHands() throws IOException {
    String key = "";
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
        key = line.substring(18).strip();
      }
    }
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + acceptance(key)
            + "\r\n\r\n";
    out.write(answer.getBytes(StandardCharsets.US_ASCII));
  }

  private static String acceptance(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      byte[] hash = digest.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException(never);
    }
  }

  /** Takes one frame of the client, which is short and masked; returns whether more may come. */
  private boolean take() throws IOException {
    int opcode = in.readUnsignedByte() & 0xf;
    int length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    switch (opcode) {
      case 0x1 -> told(new String(payload, StandardCharsets.UTF_8));
      case 0x9 -> answer(0x8a, payload);
      case 0x8 -> answer(0x88, payload);
      default -> {}
    }
    return opcode != 0x8;
  }

  private void answer(int head, byte[] payload) throws IOException {
    byte[] frame = new byte[2 + payload.length];
    frame[0] = (byte) head;
    frame[1] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 2, payload.length);
    out.write(frame);
  }

  private void told(String text) throws IOException {
    if (text.equals(CREDIT)) {
      out.write(BATCHES[next++ % BATCHES.length]);
    } else if (text.startsWith(PACED)) {
      pace(Integer.parseInt(text.substring(PACED.length())));
    }
  }

  private void pace(int frames) throws IOException {
    long due = System.nanoTime();
    for (int frame = 0; frame < frames; frame++) {
      due += PACE_NANOS;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      out.write(EventFrames.stamped(frame, System.nanoTime()));
    }
  }
}
