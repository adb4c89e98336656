package dev.longhaul.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Files to send: the head of a PNG picture is all that anyone looks at. */
final class Pictures {
  private Pictures() {}

  /** Writes a picture and returns its path. */
  static String png(Path folder, String name, int width, int height) throws IOException {
    return Files.write(folder.resolve(name), png(width, height)).toString();
  }

  /** Returns the text under which a picture of {@link #png} is sent. */
  static String dataUri(int width, int height) throws IOException {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(width, height));
  }

  private static byte[] png(int width, int height) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    data.writeInt(13);
    data.writeBytes("IHDR");
    data.writeInt(width);
    data.writeInt(height);
    data.write(new byte[] {8, 2, 0, 0, 0, 0, 0, 0, 0});
    return bytes.toByteArray();
  }
}
