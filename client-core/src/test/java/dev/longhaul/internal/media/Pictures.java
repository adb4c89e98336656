package dev.longhaul.internal.media;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Tiny pictures of each kind, put together by hand. */
public final class Pictures {
  private Pictures() {}

  /** Returns a whole PNG of one grey point. */
  public static byte[] png() {
    return hex(
        "89504E470D0A1A0A 0000000D49484452 00000001 00000001 0800000000 3A7E9B55"
            + "0000000A49444154 78DA6368000000820081 DA45083B 0000000049454E44AE426082");
  }

  /** Returns the head of a PNG of that size. */
  public static byte[] png(int width, int height) {
    return hex("89504E470D0A1A0A 0000000D49484452 %08X %08X 0802000000".formatted(width, height));
  }

  /** Returns a JPEG whose frame follows an application segment, a table and a fill byte. */
  public static byte[] jpeg(int width, int height) {
    return jpeg(0xC0, width, height);
  }

  static byte[] jpeg(int frame, int width, int height) {
    return hex(
        "FFD8 FFE0 0010 4A46494600 0101 00 0001 0001 0000 FFDB 0003 00 FFC4 0003 00 FF"
            + "FF%02X 0011 08 %04X %04X 03 012200 021101 031101 FFD9"
                .formatted(frame, height, width));
  }

  /** Returns a lossy WebP. */
  public static byte[] webp(int width, int height) {
    int tag = 0x10; // a key frame
    return riff(
        "VP8 ", "%02X0000 9D012A %s %s".formatted(tag, little(width, 2), little(height, 2)));
  }

  static byte[] losslessWebp(int width, int height) {
    return riff("VP8L", "2F" + little(width - 1 | height - 1 << 14, 4));
  }

  static byte[] extendedWebp(int width, int height) {
    return riff("VP8X", "10 000000" + little(width - 1, 3) + little(height - 1, 3));
  }

  private static byte[] riff(String kind, String chunk) {
    byte[] data = hex(chunk);
    String name = HexFormat.of().formatHex(kind.getBytes(StandardCharsets.US_ASCII));
    return hex(
        "52494646"
            + little(12 + data.length, 4)
            + "57454250"
            + name
            + little(data.length, 4)
            + chunk);
  }

  /** Returns the number with its smallest byte first. */
  private static String little(int number, int bytes) {
    return HexFormat.of().toHexDigits(Integer.reverseBytes(number)).substring(0, 2 * bytes);
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }
}
