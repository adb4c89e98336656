package dev.longhaul.integration.benchmark;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The calls that every way to watch makes here, on OkHttp and Gson alone: with one set-up for all,
 * only what decides when to read is compared.
 */
final class JobCalls implements AutoCloseable {
  private final String url;
  private final Gson gson = new Gson();
  private final TypeAdapter<Job> jobs = gson.getAdapter(Job.class);
  private final TypeAdapter<Page> pages = gson.getAdapter(Page.class);
  private final TypeAdapter<Counts> counts = gson.getAdapter(Counts.class);
  private final LongAdder failures = new LongAdder();
  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .dispatcher(unlimited())
          .connectTimeout(Duration.ofSeconds(10))
          .readTimeout(Duration.ZERO)
          .writeTimeout(Duration.ZERO)
          .callTimeout(Duration.ofSeconds(60))
          .followRedirects(false)
          .build();

  /** What a watcher has to know of a job. */
  static final class Job {
    @SerializedName("job_id")
    int id;

    @Nullable String status;
    int progress;
    @Nullable Result result;

    /** Returns the image of a job that is done, else null. */
    @Nullable String image() {
      return "completed".equals(status) && result != null ? result.imageUrl : null;
    }
  }

  /** What a job made. */
  static final class Result {
    @SerializedName("image_url")
    @Nullable String imageUrl;
  }

  /** One page of the list. */
  static final class Page {
    List<Job> jobs = List.of();
    Position metadata = new Position();
  }

  /** Where a page stands. */
  static final class Position {
    @SerializedName("last_page")
    int lastPage;
  }

  /** What the service counted since the plan began. */
  static final class Counts {
    long creates;
    long reads;
    long lists;
  }

  JobCalls(String url) {
    this.url = url;
  }

  private static Dispatcher unlimited() {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return dispatcher;
  }

  /** Reads one job, and tells what came of it. */
  void read(String id, BiConsumer<@Nullable Job, @Nullable Throwable> whenRead) {
    start("/jobs/" + id, jobs, whenRead);
  }

  /** Reads one page of 100, counted from 1, and tells what came of it. */
  void list(int page, BiConsumer<@Nullable Page, @Nullable Throwable> whenRead) {
    start("/jobs?page=" + page + "&page_size=" + JobAnswers.MOST_ON_A_PAGE, pages, whenRead);
  }

  /** Lets the service begin a plan; its answers wait so long from now on. */
  void begin(JobPlan plan, int delayMillis) throws IOException {
    Request request =
        new Request.Builder()
            .url(url + "/plan?" + plan.query() + "&delay=" + delayMillis)
            .post(RequestBody.create(new byte[0]))
            .build();
    http.newCall(request).execute().close();
  }

  Counts counts() throws IOException {
    try (Response response = http.newCall(get("/counts")).execute()) {
      return decode(response, counts);
    }
  }

  /** Returns how many calls went wrong, which none should. */
  long failures() {
    return failures.sum();
  }

  private Request get(String path) {
    return new Request.Builder().url(url + path).build();
  }

  private <T> void start(
      String path, TypeAdapter<T> adapter, BiConsumer<@Nullable T, @Nullable Throwable> whenRead) {
    http.newCall(get(path))
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(Call call, IOException broken) {
                failed(broken, whenRead);
              }

              @Override
              public void onResponse(Call call, Response response) {
                answered(response, adapter, whenRead);
              }
            });
  }

  private <T> void answered(
      Response response,
      TypeAdapter<T> adapter,
      BiConsumer<@Nullable T, @Nullable Throwable> whenRead) {
    T value;
    try (response) {
      value = decode(response, adapter);
    } catch (IOException | RuntimeException wrong) {
      failed(wrong, whenRead);
      return;
    }
    whenRead.accept(value, null);
  }

  private <T> void failed(Exception wrong, BiConsumer<@Nullable T, @Nullable Throwable> whenRead) {
    failures.increment();
    whenRead.accept(null, wrong);
  }

  private static <T> T decode(Response response, TypeAdapter<T> adapter) throws IOException {
    if (!response.isSuccessful()) {
      throw new IOException("answered " + response.code());
    }
    return adapter.fromJson(response.body().string());
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
