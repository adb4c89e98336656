package dev.longhaul.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a client sends over a WebSocket: frames of RFC 6455 without extensions, put together
 * to whole messages. Control frames are handed out where they came, also between fragments.
 */
final class FrameReader {

  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  static final int PROTOCOL_ERROR = 1002;
  private static final int NOT_UTF8 = 1007;
  private static final int TOO_BIG = 1009;

  private static final int LONGEST_CONTROL = 125;

  /** Enough for any message of a test. */
  private static final int LONGEST_MESSAGE = 16 * 1024 * 1024;

  /** What the client must not send; carries the code that the socket is closed with. */
  static final class ViolationException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int code;

    ViolationException(int code, String problem) {
      super(problem);
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** A control frame or a whole message. */
  static final class Message {

    private final int opcode;
    private final byte[] payload;

    private Message(int opcode, byte[] payload) {
      this.opcode = opcode;
      this.payload = payload;
    }

    int opcode() {
      return opcode;
    }

    byte[] payload() {
      return payload;
    }

    String text() throws ViolationException {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
      } catch (CharacterCodingException e) {
        throw new ViolationException(NOT_UTF8, "the text is not UTF-8");
      }
    }

    /** The code of a close frame; 1005 when it has none. */
    int closeCode() {
      return payload.length < 2 ? 1005 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    }
  }

  private final InputStream in;
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private int begun = CONTINUATION;

  FrameReader(InputStream in) {
    this.in = in;
  }

  Message next() throws IOException {
    while (true) {
      int first = octet();
      boolean last = (first & 0x80) != 0;
      int opcode = first & 0x0f;
      demand((first & 0x70) == 0, "a reserved bit is set");
      byte[] payload = payload(opcode);
      if (opcode >= CLOSE) {
        demand(opcode <= PONG && last, "no such control frame");
        return new Message(opcode, payload);
      }
      add(opcode, payload);
      if (last) {
        return whole();
      }
    }
  }

  private void add(int opcode, byte[] payload) throws IOException {
    if (opcode == CONTINUATION) {
      demand(begun != CONTINUATION, "a continuation of nothing");
    } else {
      demand(begun == CONTINUATION && opcode <= BINARY, "a message inside another, or of no kind");
      begun = opcode;
    }
    if (parts.size() + payload.length > LONGEST_MESSAGE) {
      throw new ViolationException(TOO_BIG, "the message is too long");
    }
    parts.write(payload);
  }

  private Message whole() {
    Message message = new Message(begun, parts.toByteArray());
    parts.reset();
    begun = CONTINUATION;
    return message;
  }

  private byte[] payload(int opcode) throws IOException {
    int second = octet();
    demand((second & 0x80) != 0, "the frame is not masked");
    long length = length(second & 0x7f);
    demand(opcode < CLOSE || length <= LONGEST_CONTROL, "the control frame is too long");
    if (length > LONGEST_MESSAGE || length < 0) {
      throw new ViolationException(TOO_BIG, "the frame is too long");
    }
    byte[] mask = octets(4);
    byte[] payload = octets((int) length);
    for (int index = 0; index < payload.length; index++) {
      payload[index] ^= mask[index & 3];
    }
    return payload;
  }

  private long length(int announced) throws IOException {
    if (announced < 126) {
      return announced;
    }
    long length = 0;
    for (byte octet : octets(announced == 126 ? 2 : 8)) {
      length = (length << 8) | (octet & 0xff);
    }
    return length;
  }

  private int octet() throws IOException {
    return octets(1)[0] & 0xff;
  }

  private byte[] octets(int count) throws IOException {
    byte[] read = in.readNBytes(count);
    if (read.length < count) {
      throw new EOFException("the client has gone");
    }
    return read;
  }

  private static void demand(boolean right, String problem) throws ViolationException {
    if (!right) {
      throw new ViolationException(PROTOCOL_ERROR, problem);
    }
  }
}
