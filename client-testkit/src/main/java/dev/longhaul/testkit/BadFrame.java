package dev.longhaul.testkit;

import java.nio.charset.StandardCharsets;

/** Frames that a client cannot use or does not expect. */
final class BadFrame {

  private static final byte[] HALF = ascii("{\"type\":\"task.progress\",\"task_");
  private static final byte[] NO_UTF8 = {'{', '"', (byte) 0xc3, (byte) 0x28, (byte) 0xff, '"', '}'};
  private static final int SOME_BYTES = 32;

  private BadFrame() {}

  /** JSON of so many bytes, made while it is sent. */
  static SocketLine.Write oversized(long bytes) {
    return out -> {
      FrameWriter.head(out, true, FrameReader.TEXT, bytes);
      BodySource.fill(out, bytes);
    };
  }

  /** JSON of so many objects, each in the one before. */
  static SocketLine.Write deep(int levels) {
    return out -> {
      FrameWriter.head(out, true, FrameReader.TEXT, BodySource.lengthOfNest(levels));
      BodySource.nest(out, levels);
    };
  }

  /** Half of what its head announces. */
  static SocketLine.Write truncated() {
    return out -> {
      FrameWriter.head(out, true, FrameReader.TEXT, 2L * HALF.length);
      out.write(HALF);
    };
  }

  /** A text that begins as JSON and breaks off. */
  static SocketLine.Write malformed() {
    return out -> FrameWriter.whole(out, FrameReader.TEXT, HALF);
  }

  static SocketLine.Write invalidUtf8() {
    return out -> FrameWriter.whole(out, FrameReader.TEXT, NO_UTF8);
  }

  static SocketLine.Write binary() {
    return out -> FrameWriter.whole(out, FrameReader.BINARY, new byte[SOME_BYTES]);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
