package dev.longhaul.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests, as far as a fake needs them: no trailers, no upgrades. */
final class HttpReader {

  /** The first line of a request. */
  record RequestLine(String method, String target) {

    String path() {
      int query = target.indexOf('?');
      return query < 0 ? target : target.substring(0, query);
    }
  }

  /** A body: what was kept of it, and how long it really was. */
  static final class Body {

    static final Body NONE = new Body(new byte[0], 0);

    private final byte[] kept;
    private final long length;

    private Body(byte[] kept, long length) {
      this.kept = kept;
      this.length = length;
    }

    byte[] bytes() {
      return kept;
    }

    long length() {
      return length;
    }

    String text() {
      return new String(kept, StandardCharsets.UTF_8);
    }
  }

  /** Enough for any request of a test; longer lines are no HTTP. */
  private static final int LONGEST_LINE = 64 * 1024;

  private final InputStream in;
  private final int keep;

  /** Keeps at most so many bytes of a body and drops the rest while reading on. */
  HttpReader(InputStream in, int keep) {
    this.in = in;
    this.keep = keep;
  }

  /** The next request line, or null when the client has hung up in between. */
  @Nullable RequestLine requestLine() throws IOException {
    String line = line();
    if (line == null) {
      return null;
    }
    String[] words = line.split(" ", -1);
    if (words.length != 3) {
      throw new IOException("not a request line");
    }
    return new RequestLine(words[0], words[1]);
  }

  Map<String, List<String>> headers() throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = presentLine(); !line.isEmpty(); line = presentLine()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("not a header");
      }
      headers
          .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
          .add(line.substring(colon + 1).trim());
    }
    headers.replaceAll((name, values) -> List.copyOf(values));
    return Collections.unmodifiableMap(headers);
  }

  Body body(Map<String, List<String>> headers) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    long length =
        first(headers, "Transfer-Encoding").toLowerCase(Locale.ROOT).equals("chunked")
            ? chunks(kept)
            : part(number(first(headers, "Content-Length"), 10), kept);
    return new Body(kept.toByteArray(), length);
  }

  static String first(Map<String, List<String>> headers, String name) {
    return headers.getOrDefault(name, List.of("")).get(0);
  }

  private long chunks(ByteArrayOutputStream kept) throws IOException {
    long all = 0;
    long size;
    do {
      size = number(presentLine(), 16);
      all += part(size, kept);
      presentLine();
    } while (size > 0);
    return all;
  }

  private long part(long length, ByteArrayOutputStream kept) throws IOException {
    byte[] buffer = new byte[8192];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException("the body ends early");
      }
      kept.write(buffer, 0, Math.min(read, keep - kept.size()));
      left -= read;
    }
    return length;
  }

  private static long number(String text, int radix) throws IOException {
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text, radix);
    } catch (NumberFormatException e) {
      throw new IOException("not a length", e);
    }
  }

  private String presentLine() throws IOException {
    String line = line();
    if (line == null) {
      throw new EOFException("the request ends early");
    }
    return line;
  }

  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      if (line.size() == LONGEST_LINE) {
        throw new IOException("the line is too long");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
