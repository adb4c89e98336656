package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A plain OkHttp client for the tests, with no retry of its own. */
final class Http implements AutoCloseable {

  /** An answer that has been read to its end. */
  record Answer(int status, Response response, byte[] bytes) {

    JsonElement json() {
      return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8));
    }

    JsonObject object() {
      return json().getAsJsonObject();
    }

    String errorCode() {
      return object().getAsJsonObject("error").get("code").getAsString();
    }
  }

  private static final MediaType JSON = MediaType.get("application/json");

  private final String baseUrl;
  private final OkHttpClient client;

  Http(FakeService<?> fake) {
    this(fake, new OkHttpClient());
  }

  Http(FakeService<?> fake, OkHttpClient settings) {
    this.baseUrl = fake.baseUrl();
    this.client =
        settings
            .newBuilder()
            .retryOnConnectionFailure(false)
            .connectionPool(new ConnectionPool())
            .callTimeout(Duration.ofSeconds(20))
            .build();
  }

  Answer get(String path) throws IOException {
    return send(new Request.Builder().url(url(path)).build());
  }

  Answer post(String path, String body) throws IOException {
    return send(new Request.Builder().url(url(path)).post(RequestBody.create(body, JSON)).build());
  }

  /** Sends JSON under an idempotency key. */
  Answer post(String path, String body, String key) throws IOException {
    return send(
        new Request.Builder()
            .url(url(path))
            .header("Idempotency-Key", key)
            .post(RequestBody.create(body, JSON))
            .build());
  }

  Answer delete(String path) throws IOException {
    return send(new Request.Builder().url(url(path)).delete().build());
  }

  /** Submits a thumbnail and returns its id. */
  String submit() throws IOException {
    Answer answer = post(Requests.TASKS, Requests.THUMBNAIL);
    return answer.object().get("task_id").getAsString();
  }

  JsonObject status(String id) throws IOException {
    return get(Requests.TASKS + "/" + id + "/status").object();
  }

  Answer result(String id) throws IOException {
    return get(Requests.TASKS + "/" + id + "/result");
  }

  Answer cancel(String id) throws IOException {
    return post(Requests.TASKS + "/" + id + "/cancel", "{}");
  }

  Answer send(Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      return new Answer(response.code(), response, response.body().bytes());
    }
  }

  OkHttpClient client() {
    return client;
  }

  String url(String path) {
    return path.startsWith("http") ? path : baseUrl + path;
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
