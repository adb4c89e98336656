package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;

/** What the tests ask a fake video service for, and how. */
final class SoraCalls implements AutoCloseable {

  static final String VIDEOS = "/videos";
  static final String KITE = "{\"prompt\": \"A red kite over dunes\"}";
  private static final byte[] PNG_HEAD = {
    (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
  };

  private final Http http;

  SoraCalls(FakeSora fake) {
    this.http = new Http(fake);
  }

  Http http() {
    return http;
  }

  /** Creates a video with the usual prompt and returns its id. */
  String create() throws IOException {
    return id(create(KITE));
  }

  Http.Answer create(String json) throws IOException {
    return http.post(VIDEOS, json);
  }

  Http.Answer create(MultipartBody.Builder form) throws IOException {
    return post(VIDEOS, form);
  }

  Http.Answer post(String path, MultipartBody.Builder form) throws IOException {
    RequestBody body = form.setType(MultipartBody.FORM).build();
    return http.send(new Request.Builder().url(http.url(path)).post(body).build());
  }

  Http.Answer read(String id) throws IOException {
    return http.get(VIDEOS + "/" + id);
  }

  JsonObject video(String id) throws IOException {
    return read(id).object();
  }

  Http.Answer delete(String id) throws IOException {
    return http.send(new Request.Builder().url(http.url(VIDEOS + "/" + id)).delete().build());
  }

  JsonObject list(String query) throws IOException {
    return http.get(VIDEOS + query).object();
  }

  JsonArray listed(String query) throws IOException {
    return list(query).getAsJsonArray("data");
  }

  static String id(Http.Answer answer) {
    return answer.object().get("id").getAsString();
  }

  static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  /**
   * The status of a refusal, the field and the code, for example {@code 400 size invalid_value}.
   */
  static String refusal(Http.Answer answer) {
    JsonObject error = answer.object().getAsJsonObject("error");
    return answer.status() + " " + text(error, "param") + " " + text(error, "code");
  }

  static RequestBody file(String type, byte[] content) {
    return RequestBody.create(content, MediaType.get(type));
  }

  /** As much of a PNG file as tells its size. */
  static byte[] png(int width, int height) {
    return ByteBuffer.allocate(29).put(PNG_HEAD).putInt(width).putInt(height).array();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(JsonObject error, String name) {
    return error.has(name) ? error.get(name).getAsString() : "-";
  }

  @Override
  public void close() {
    http.close();
  }
}
