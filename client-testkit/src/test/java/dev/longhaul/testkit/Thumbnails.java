package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The code under test of the documented examples: submits a thumbnail and reads its state. */
final class Thumbnails {

  private final OkHttpClient http =
      new OkHttpClient.Builder().retryOnConnectionFailure(false).build();
  private final String tasks;
  private final ScheduledExecutorService scheduler;

  Thumbnails(String baseUrl, ScheduledExecutorService scheduler) {
    this.tasks = baseUrl + "/api/v1/functions/tasks";
    this.scheduler = scheduler;
  }

  String submit(String source) throws IOException {
    String body = "{\"template_id\":\"thumbnail\",\"inputs\":{\"source\":\"" + source + "\"}}";
    RequestBody json = RequestBody.create(body, MediaType.get("application/json"));
    return send(new Request.Builder().url(tasks).post(json).build()).get("task_id").getAsString();
  }

  void watch(String id, Consumer<String> states) {
    scheduler.schedule(
        () -> {
          String state = state(id);
          states.accept(state);
          if (!state.equals("completed")) {
            watch(id, states);
          }
        },
        10,
        TimeUnit.SECONDS);
  }

  private String state(String id) {
    try {
      Request request = new Request.Builder().url(tasks + "/" + id + "/status").build();
      return send(request).get("status").getAsString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonObject send(Request request) throws IOException {
    try (Response response = http.newCall(request).execute()) {
      return JsonParser.parseString(response.body().string()).getAsJsonObject();
    }
  }
}
