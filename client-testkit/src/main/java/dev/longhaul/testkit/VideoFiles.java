package dev.longhaul.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Makes the files that fake videos hand out: small, and read by others as what they are. */
final class VideoFiles {

  private static final int UNITS_PER_SECOND = 1000;
  private static final int NORMAL_SPEED = 0x0001_0000;
  private static final short FULL_VOLUME = 0x0100;

  /** A gradient of 16 by 9 pixels. */
  private static final byte[] WEBP =
      Base64.getDecoder()
          .decode(
              "UklGRkgAAABXRUJQVlA4IDwAAACwAQCdASoQAAkAAoBCJbACdAEOtXEwAP74laC6ML0rp830IdtXUjnjgj7k"
                  + "bo7vdaCr/41psS//nQ5JIAA=");

  /** The same, in grey. */
  private static final byte[] JPEG =
      Base64.getDecoder()
          .decode(
              "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBM"
                  + "S0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/wAALCAAJABABAREA/8QAFQAB"
                  + "AQAAAAAAAAAAAAAAAAAABAX/xAAYEAADAQEAAAAAAAAAAAAAAAAAAwViQf/aAAgBAQAAPwCc"
                  + "mXkemXkckoJ4f//Z");

  private VideoFiles() {}

  /**
   * A film without tracks: its length is told, and its id stands where players skip it, so that no
   * two files are the same.
   */
  static byte[] mp4(String id, int seconds) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(box("ftyp", ascii("isom\0\0\2\0mp41")));
    file.writeBytes(box("moov", box("mvhd", header(seconds))));
    file.writeBytes(box("free", id.getBytes(StandardCharsets.UTF_8)));
    file.writeBytes(box("mdat", new byte[0]));
    return file.toByteArray();
  }

  static byte[] webp() {
    return WEBP.clone();
  }

  static byte[] jpeg() {
    return JPEG.clone();
  }

  private static byte[] header(int seconds) {
    ByteBuffer header = ByteBuffer.allocate(100);
    header.position(12);
    header.putInt(UNITS_PER_SECOND).putInt(seconds * UNITS_PER_SECOND);
    header.putInt(NORMAL_SPEED).putShort(FULL_VOLUME);
    // A picture that is neither turned nor stretched, as a matrix of nine numbers.
    header.putInt(36, NORMAL_SPEED).putInt(52, NORMAL_SPEED).putInt(68, 0x4000_0000);
    header.putInt(96, 1);
    return header.array();
  }

  private static byte[] box(String type, byte[] content) {
    int length = 8 + content.length;
    return ByteBuffer.allocate(length).putInt(length).put(ascii(type)).put(content).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
