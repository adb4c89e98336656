package dev.longhaul.integration.benchmark;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BiConsumer;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The same read on OkHttp and Gson alone: what a careful user would write who wants nothing else.
 * It has the time limits, the pool, the dispatcher's limits and the headers that Longhaul's own
 * client has, so that only the work on top of them differs.
 */
final class BareReads implements StatusReads {
  private final String url;
  private final String authorization = "Bearer " + StatusAnswer.TOKEN;
  private final TypeAdapter<TaskStatus> adapter = new Gson().getAdapter(TaskStatus.class);
  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .dispatcher(unlimited())
          .connectTimeout(Duration.ofSeconds(10))
          .readTimeout(Duration.ZERO)
          .writeTimeout(Duration.ZERO)
          .callTimeout(Duration.ofSeconds(60))
          .followRedirects(false)
          .build();

  BareReads(String url) {
    this.url = url;
  }

  private static Dispatcher unlimited() {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return dispatcher;
  }

  private Call call() {
    Request request =
        new Request.Builder()
            .url(url + StatusAnswer.path(StatusAnswer.ID))
            .header("Authorization", authorization)
            .build();
    return http.newCall(request);
  }

  private TaskStatus decode(Response response) throws IOException {
    if (!response.isSuccessful()) {
      throw new IOException("answered " + response.code());
    }
    return adapter.fromJson(response.body().string());
  }

  @Override
  public TaskStatus read() throws IOException {
    try (Response response = call().execute()) {
      return decode(response);
    }
  }

  @Override
  public void start(BiConsumer<@Nullable TaskStatus, @Nullable Throwable> whenRead) {
    call()
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(Call call, IOException broken) {
                whenRead.accept(null, broken);
              }

              @Override
              public void onResponse(Call call, Response response) {
                answered(response, whenRead);
              }
            });
  }

  private void answered(
      Response response, BiConsumer<@Nullable TaskStatus, @Nullable Throwable> whenRead) {
    TaskStatus status;
    try (response) {
      status = decode(response);
    } catch (IOException | RuntimeException wrong) {
      whenRead.accept(null, wrong);
      return;
    }
    whenRead.accept(status, null);
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
