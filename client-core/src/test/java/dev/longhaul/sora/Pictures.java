package dev.longhaul.sora;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Heads of pictures, which tell their kind and size, and no more. */
final class Pictures {
  private Pictures() {}

  static byte[] png(int width, int height) {
    return ByteBuffer.allocate(33)
        .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
        .putInt(13)
        .put(new byte[] {'I', 'H', 'D', 'R'})
        .putInt(width)
        .putInt(height)
        .put(new byte[] {8, 2, 0, 0, 0})
        .array();
  }

  static byte[] jpeg(int width, int height) {
    return ByteBuffer.allocate(21)
        .putShort((short) 0xFFD8)
        .putShort((short) 0xFFC0)
        .putShort((short) 17)
        .put((byte) 8)
        .putShort((short) height)
        .putShort((short) width)
        .array();
  }

  /** Returns a JPEG whose size stands behind five full segments, 320 KiB. */
  static byte[] lateJpeg(int width, int height) {
    int full = 0xFFFF;
    byte[] frame = jpeg(width, height);
    ByteBuffer picture = ByteBuffer.allocate(frame.length + 5 * (full + 2));
    picture.put(frame, 0, 2);
    for (int segment = 0; segment < 5; segment++) {
      picture.putShort((short) 0xFFED).putShort((short) full).put(new byte[full - 2]);
    }
    return picture.put(frame, 2, frame.length - 2).array();
  }

  static byte[] webp(int width, int height) {
    return ByteBuffer.allocate(30)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {'R', 'I', 'F', 'F'})
        .putInt(22)
        .put(new byte[] {'W', 'E', 'B', 'P', 'V', 'P', '8', 'X'})
        .putInt(10)
        .putInt(0)
        .putShort((short) ((width - 1) & 0xFFFF))
        .put((byte) ((width - 1) >> 16))
        .putShort((short) ((height - 1) & 0xFFFF))
        .put((byte) ((height - 1) >> 16))
        .array();
  }

  static String dataUrl(String type, byte[] picture) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(picture);
  }

  /** Returns a file of a folder with this content. */
  static Path file(Path folder, String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException unlikely) {
      throw new UncheckedIOException(unlikely);
    }
  }
}
