package dev.longhaul.creates;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One frame of HTTP/2 (RFC 9113, section 4).
 *
 * @param type what it is
 * @param flags what applies to it
 * @param stream the request it belongs to; 0 for the connection
 * @param payload what it carries
 */
record Http2Frame(int type, int flags, int stream, byte[] payload) {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;

  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;

  /** What is answered to a request. */
  record Answer(int status, String json) {}

  static Http2Frame read(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt() & Integer.MAX_VALUE;
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Http2Frame(type, flags, stream, payload);
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }

  boolean endsStream() {
    return (flags & END_STREAM) != 0;
  }

  boolean acknowledges() {
    return (flags & ACK) != 0;
  }

  Http2Frame acknowledgement() {
    return new Http2Frame(type, ACK, 0, type == PING ? payload : new byte[0]);
  }

  static List<Http2Frame> settings() {
    return List.of(new Http2Frame(SETTINGS, 0, 0, new byte[0]));
  }

  static Http2Frame ping() {
    return new Http2Frame(PING, 0, 0, new byte[Long.BYTES]);
  }

  static Http2Frame reset(int stream, int code) {
    return new Http2Frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(code).array());
  }

  /** The server ends the connection without an error, and takes no request above the last. */
  static Http2Frame goAway(int lastStream) {
    byte[] payload = ByteBuffer.allocate(8).putInt(lastStream).putInt(0).array();
    return new Http2Frame(GOAWAY, 0, 0, payload);
  }

  /** An answer: its head, then its body, which ends it. */
  static List<Http2Frame> answer(int stream, Answer answer) throws IOException {
    byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
    return List.of(
        new Http2Frame(HEADERS, END_HEADERS, stream, head(answer.status())),
        new Http2Frame(DATA, END_STREAM, stream, body));
  }

  /** Literals under names of the static table of HPACK: 8 is the status, 31 the content type. */
  private static byte[] head(int status) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(8);
    literal(head, Integer.toString(status));
    head.write(15);
    head.write(31 - 15);
    literal(head, "application/json");
    return head.toByteArray();
  }

  private static void literal(ByteArrayOutputStream head, String value) throws IOException {
    head.write(value.length());
    head.write(value.getBytes(StandardCharsets.US_ASCII));
  }
}
