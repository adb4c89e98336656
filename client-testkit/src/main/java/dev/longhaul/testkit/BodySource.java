package dev.longhaul.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Makes bodies while they are sent, so that none of them is ever in memory whole. */
final class BodySource {

  private static final int PART_BYTES = 64 * 1024;
  private static final byte[] HEAD = ascii("{\"filler\":\"");
  private static final byte[] TAIL = ascii("\"}");
  private static final byte[] LEVEL = ascii("{\"deeper\":");
  private static final byte[] INNERMOST = ascii("{}");
  private static final byte[] LEVEL_END = ascii("}");

  private BodySource() {}

  /** An object of one long text, so many bytes in all. */
  static void fill(OutputStream out, long bytes) throws IOException {
    byte[] filler = new byte[PART_BYTES];
    Arrays.fill(filler, (byte) 'x');
    out.write(HEAD);
    long left = bytes - HEAD.length - TAIL.length;
    while (left > 0) {
      int part = (int) Math.min(left, filler.length);
      out.write(filler, 0, part);
      left -= part;
    }
    out.write(TAIL);
  }

  /** The same, packed. */
  static void fillPacked(OutputStream out, long bytes) throws IOException {
    // Finished and not closed: closing would end the connection below.
    GZIPOutputStream packed = new GZIPOutputStream(out, PART_BYTES);
    fill(packed, bytes);
    packed.finish();
  }

  /** So many objects, each in the one before it. */
  static void nest(OutputStream out, int levels) throws IOException {
    for (int level = 1; level < levels; level++) {
      out.write(LEVEL);
    }
    out.write(INNERMOST);
    for (int level = 1; level < levels; level++) {
      out.write(LEVEL_END);
    }
  }

  static long lengthOfNest(int levels) {
    return INNERMOST.length + (levels - 1L) * (LEVEL.length + LEVEL_END.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
