package dev.longhaul.testkit;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** One answer as it goes onto the wire. Immutable. */
final class WireAnswer {

  /** The bytes of a body, made while they are sent. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Stands for the length of a body whose length is not known before it is made. */
  static final long IN_CHUNKS = -1;

  static final String REQUEST_ID = "X-Request-ID";
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String DATE = "Date";

  /** Not the JDK's own RFC 1123 format, which writes the first days of a month with one digit. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final int status;
  private final Map<String, String> headers;
  private final long length;
  private final Content content;

  private WireAnswer(int status, Map<String, String> headers, long length, Content content) {
    this.status = status;
    this.headers = headers;
    this.length = length;
    this.content = content;
  }

  static WireAnswer json(int status, JsonElement body) {
    return text(status, "application/json", GSON.toJson(body));
  }

  static WireAnswer text(int status, String type, String body) {
    return bytes(status, type, body.getBytes(StandardCharsets.UTF_8));
  }

  static WireAnswer bytes(int status, String type, byte[] body) {
    return streamed(status, body.length, out -> out.write(body)).with(CONTENT_TYPE, type);
  }

  static WireAnswer streamed(int status, long length, Content content) {
    return new WireAnswer(status, Map.of(), length, content)
        .with(REQUEST_ID, UUID.randomUUID().toString());
  }

  WireAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.keySet().removeIf(header::equalsIgnoreCase);
    more.put(header, value);
    return new WireAnswer(status, more, length, content);
  }

  /** The same answer to another request. */
  WireAnswer again() {
    return with(REQUEST_ID, UUID.randomUUID().toString());
  }

  /** The answer as it leaves now; one that has a date of its own keeps it. */
  WireAnswer at(Instant now) {
    return headers.keySet().stream().anyMatch(DATE::equalsIgnoreCase)
        ? this
        : with(DATE, HTTP_DATE.format(now));
  }

  void writeTo(OutputStream out) throws IOException {
    writeHead(out);
    if (hasBody() && length == IN_CHUNKS) {
      ChunkedStream chunks = new ChunkedStream(out);
      content.writeTo(chunks);
      chunks.end();
    } else if (hasBody()) {
      content.writeTo(out);
    }
    out.flush();
  }

  /** Writes the head as if a body were to come. */
  void writeHeadTo(OutputStream out) throws IOException {
    writeHead(out);
    out.flush();
  }

  /** Writes the head as if all were to come, and then only the first half of the body. */
  void writeHalfTo(OutputStream out) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    content.writeTo(whole);
    writeHead(out);
    out.write(whole.toByteArray(), 0, whole.size() / 2);
    out.flush();
  }

  private boolean hasBody() {
    return status != 204 && status != 304;
  }

  private void writeHead(OutputStream out) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" \r\n");
    headers.forEach((name, value) -> line(head, name, value));
    if (hasBody() && length == IN_CHUNKS) {
      line(head, "Transfer-Encoding", "chunked");
    } else if (hasBody()) {
      line(head, "Content-Length", Long.toString(length));
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
