package dev.longhaul.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that can send any bytes after its handshake. */
final class RawSocket implements AutoCloseable {

  private static final int MASK = 0x80;

  private final Socket socket;
  private final DataInputStream in;
  private final String head;

  RawSocket(String url) throws IOException {
    URI uri = URI.create(url);
    socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(5000);
    in = new DataInputStream(socket.getInputStream());
    String request =
        "GET "
            + uri.getPath()
            + " HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) in.readUnsignedByte());
    }
    head = answer.toString();
  }

  String head() {
    return head;
  }

  /** A frame with a mask of zeros, so that the payload stays readable. */
  void frame(int first, byte[] payload) throws IOException {
    byte[] frame = new byte[6 + payload.length];
    frame[0] = (byte) first;
    frame[1] = (byte) (MASK | payload.length);
    System.arraycopy(payload, 0, frame, 6, payload.length);
    send(frame);
  }

  void frame(int first, String payload) throws IOException {
    frame(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The first octet and the payload of the next short frame. */
  Frame read() throws IOException {
    int first = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    }
    return new Frame(first, in.readNBytes(length));
  }

  /** The code of the close frame that comes next, after which the connection ends. */
  int closeCode() throws IOException {
    Frame close = read();
    if (close.first() != 0x88) {
      throw new IOException("not a close frame but " + close.first());
    }
    return (close.payload()[0] & 0xff) << 8 | close.payload()[1] & 0xff;
  }

  boolean atEnd() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  record Frame(int first, byte[] payload) {

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }
}
