package dev.longhaul.testkit;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes each array of bytes as one chunk of a body of unknown length. */
final class ChunkedStream extends FilterOutputStream {

  private static final byte[] LINE_END = {'\r', '\n'};

  ChunkedStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return; // A chunk of no bytes would end the body.
    }
    size(length);
    out.write(bytes, offset, length);
    out.write(LINE_END);
  }

  /** Ends the body; what is below stays open. */
  void end() throws IOException {
    size(0);
    out.write(LINE_END);
  }

  private void size(int length) throws IOException {
    out.write(Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII));
    out.write(LINE_END);
  }
}
