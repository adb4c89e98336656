package dev.longhaul.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes frames of RFC 6455 as a server does: without masks. */
final class FrameWriter {

  private static final int NO_CODE = 1005;

  private FrameWriter() {}

  static void whole(OutputStream out, int opcode, byte[] payload) throws IOException {
    frame(out, true, opcode, payload);
  }

  static void inFragments(OutputStream out, byte[] payload, int size) throws IOException {
    int opcode = FrameReader.TEXT;
    for (int from = 0; from == 0 || from < payload.length; from += size) {
      int to = Math.min(payload.length, from + size);
      frame(out, to == payload.length, opcode, Arrays.copyOfRange(payload, from, to));
      opcode = FrameReader.CONTINUATION;
    }
  }

  /** What a close frame holds; the code 1005 stands for none. */
  static byte[] closing(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    return code == NO_CODE
        ? new byte[0]
        : ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array();
  }

  /** The head of a frame; its payload is whatever follows. */
  static void head(OutputStream out, boolean last, int opcode, long length) throws IOException {
    out.write((last ? 0x80 : 0) | opcode);
    if (length < 126) {
      out.write((int) length);
    } else if (length < 1 << 16) {
      out.write(126);
      out.write(ByteBuffer.allocate(2).putShort((short) length).array());
    } else {
      out.write(127);
      out.write(ByteBuffer.allocate(8).putLong(length).array());
    }
  }

  private static void frame(OutputStream out, boolean last, int opcode, byte[] payload)
      throws IOException {
    head(out, last, opcode, payload.length);
    out.write(payload);
  }
}
