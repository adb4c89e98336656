package dev.longhaul.integration.benchmark;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cuts what one client sends into requests, and passes over their bodies. */
final class HttpRequests {
  private static final int END_OF_HEAD = 0x0d0a0d0a;
  private static final String LENGTH = "\r\ncontent-length:";

  private final StringBuilder head = new StringBuilder(512);
  private int tail;
  private int bodyLeft;

  /** Returns the first line of the next request whose head is complete, or null when none is. */
  @Nullable String next(ByteBuffer bytes) {
    passBody(bytes);
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      head.append((char) (next & 0xff));
      tail = tail << 8 | next;
      if (tail == END_OF_HEAD) {
        String whole = head.toString();
        head.setLength(0);
        tail = 0;
        bodyLeft = length(whole);
        passBody(bytes);
        return whole.substring(0, whole.indexOf('\r'));
      }
    }
    return null;
  }

  private void passBody(ByteBuffer bytes) {
    int passed = Math.min(bodyLeft, bytes.remaining());
    bytes.position(bytes.position() + passed);
    bodyLeft -= passed;
  }

  /** Reads have no body, and most requests are reads. */
  private static int length(String head) {
    if (head.startsWith("GET")) {
      return 0;
    }
    int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
    int from = at + LENGTH.length();
    return at < 0 ? 0 : Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
  }
}
