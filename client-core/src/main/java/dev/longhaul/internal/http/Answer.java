package dev.longhaul.internal.http;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

/**
 * The text of a whole answer, read within a limit.
 *
 * @param text the body as text, empty when there was none
 * @param html whether it is a web page
 * @param oversized whether there was more than the limit; the text is then empty
 */
record Answer(String text, boolean html, boolean oversized) {
  /** Reads a body, unpacked, holding never much more than the limit in memory. */
  static Answer read(Response response, long limit) throws IOException {
    ResponseBody body = response.body();
    if (body.contentLength() > limit) {
      return new Answer("", false, true);
    }
    BufferedSource source = body.source();
    if (source.request(limit + 1)) {
      return new Answer("", false, true);
    }
    MediaType type = body.contentType();
    String text = body.string();
    boolean page = type != null && type.subtype().equals("html");
    return new Answer(text, page || text.stripLeading().startsWith("<"), false);
  }
}
