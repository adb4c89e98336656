package dev.longhaul.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Draws the file that the preset jobs hand out: a grey gradient as a valid PNG. */
final class SamplePicture {

  private static final int SIDE = 64;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte GREYSCALE = 0;
  private static final byte EIGHT_BITS = 8;

  private SamplePicture() {}

  static byte[] png() {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    chunk(png, "IHDR", header());
    chunk(png, "IDAT", deflated(gradient()));
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static byte[] header() {
    return ByteBuffer.allocate(13).putInt(SIDE).putInt(SIDE).put(EIGHT_BITS).put(GREYSCALE).array();
  }

  /** Rows of one filter byte (zero: none) and one byte for each point. */
  private static byte[] gradient() {
    ByteBuffer rows = ByteBuffer.allocate(SIDE * (SIDE + 1));
    for (int y = 0; y < SIDE; y++) {
      rows.put((byte) 0);
      for (int x = 0; x < SIDE; x++) {
        rows.put((byte) (2 * (x + y)));
      }
    }
    return rows.array();
  }

  private static byte[] deflated(byte[] raw) {
    Deflater deflater = new Deflater();
    deflater.setInput(raw);
    deflater.finish();
    byte[] room = new byte[raw.length + 64];
    int length = deflater.deflate(room);
    deflater.end();
    return Arrays.copyOf(room, length);
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(name);
    png.writeBytes(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
