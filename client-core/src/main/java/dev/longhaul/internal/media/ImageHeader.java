package dev.longhaul.internal.media;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a PNG, JPEG or WebP image tell, whatever its file is called.
 *
 * <p>Read by hand: the JDK's own image reader knows no WebP and brings a desktop along.
 *
 * @param mediaType {@code image/png}, {@code image/jpeg} or {@code image/webp}
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 */
public record ImageHeader(String mediaType, int width, int height) {
  /** How much is enough of nearly any image: a JPEG has its size behind previews and profiles. */
  public static final int LONGEST_HEAD = 256 * 1024;

  /** The most segments of a JPEG, and bytes that only fill, before its size. */
  private static final int MOST_STEPS = 256 * 1024;

  /** The sizes of all but a JPEG are within so many bytes. */
  private static final int START = 30;

  private static final long PNG = 0x89504E470D0A1A0AL;
  private static final int IHDR = 0x49484452;
  private static final int RIFF = 0x52494646;
  private static final int WEBP = 0x57454250;
  private static final int VP8 = 0x56503820;
  private static final int VP8L = 0x5650384C;
  private static final int VP8X = 0x56503858;

  /**
   * Returns what the file tells, or null when it is no such image. <i>Blocking:</i> reads 30 bytes,
   * and 4 of each segment of a JPEG; what is in those is skipped.
   *
   * @throws IOException if the file cannot be read
   */
  public static @Nullable ImageHeader of(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return of(bytes);
    }
  }

  /** Returns what the bytes tell, or null when they begin no such image or end too soon. */
  public static @Nullable ImageHeader of(byte[] head) {
    try {
      return of(new ByteArrayInputStream(head));
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
  }

  /**
   * Returns what a stream tells, or null when it begins no such image or ends too soon. Reads no
   * further than to the size; does not close the stream.
   *
   * @throws IOException if the stream cannot be read
   */
  public static @Nullable ImageHeader of(InputStream stream) throws IOException {
    try {
      PushbackInputStream bytes = new PushbackInputStream(stream, START);
      byte[] head = bytes.readNBytes(START);
      bytes.unread(head);
      ByteBuffer start = ByteBuffer.wrap(head);
      if (start.getLong(0) == PNG) {
        return png(start);
      }
      if (start.getInt(0) == RIFF && start.getInt(8) == WEBP) {
        return webp(start);
      }
      return ushort(start, 0) == 0xFFD8 ? jpeg(new DataInputStream(bytes)) : null;
    } catch (EOFException | IndexOutOfBoundsException e) {
      return null; // it ends before the size is told
    }
  }

  /**
   * Returns the media type of an image, or null when the bytes begin none. A JPEG may keep its size
   * behind {@link #LONGEST_HEAD} bytes of other things: one that has not told it by then passes.
   */
  public static @Nullable String typeOf(byte[] head) {
    ImageHeader header = of(head);
    if (header != null) {
      return header.mediaType;
    }
    boolean late = head.length >= LONGEST_HEAD && (head[0] & 0xFF) == 0xFF;
    return late && (head[1] & 0xFF) == 0xD8 && (head[2] & 0xFF) == 0xFF ? "image/jpeg" : null;
  }

  private static @Nullable ImageHeader png(ByteBuffer bytes) {
    return bytes.getInt(12) == IHDR ? sized("image/png", bytes.getInt(16), bytes.getInt(20)) : null;
  }

  /** Walks the segments up to the one that opens the frame, which no picture data may precede. */
  private static @Nullable ImageHeader jpeg(DataInputStream bytes) throws IOException {
    bytes.skipNBytes(2);
    for (int step = 0; step < MOST_STEPS && bytes.readUnsignedByte() == 0xFF; step++) {
      int marker = bytes.readUnsignedByte();
      for (; marker == 0xFF && step < MOST_STEPS; step++) {
        marker = bytes.readUnsignedByte(); // the one before only fills
      }
      if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
        continue; // stands alone, without a length
      }
      int length = bytes.readUnsignedShort();
      if (opensFrame(marker)) {
        bytes.skipNBytes(1);
        int height = bytes.readUnsignedShort();
        return sized("image/jpeg", bytes.readUnsignedShort(), height);
      }
      if (marker < 0xC0 || (marker >= 0xD8 && marker <= 0xDA) || length < 2) {
        return null;
      }
      bytes.skipNBytes(length - 2);
    }
    return null;
  }

  /** Tells frames (C0 to CF) from the tables that are numbered among them. */
  private static boolean opensFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static @Nullable ImageHeader webp(ByteBuffer bytes) {
    int kind = bytes.getInt(12);
    ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (kind == VP8X) {
      return webp(1 + (little.getInt(24) & 0xFFFFFF), 1 + (little.getInt(26) >>> 8));
    }
    if (kind == VP8L && little.get(20) == 0x2F) {
      int sizes = little.getInt(21);
      return webp(1 + (sizes & 0x3FFF), 1 + (sizes >>> 14 & 0x3FFF));
    }
    boolean keyFrame =
        kind == VP8 && (little.get(20) & 1) == 0 && little.getInt(22) >>> 8 == 0x2A019D;
    return keyFrame ? webp(ushort(little, 26) & 0x3FFF, ushort(little, 28) & 0x3FFF) : null;
  }

  private static @Nullable ImageHeader webp(int width, int height) {
    return sized("image/webp", width, height);
  }

  private static @Nullable ImageHeader sized(String mediaType, int width, int height) {
    return width > 0 && height > 0 ? new ImageHeader(mediaType, width, height) : null;
  }

  private static int ushort(ByteBuffer bytes, int at) {
    return bytes.getShort(at) & 0xFFFF;
  }
}
