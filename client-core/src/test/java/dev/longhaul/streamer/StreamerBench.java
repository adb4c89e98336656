package dev.longhaul.streamer;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.longhaul.generated.streamer.model.GenerateReportPayload;
import dev.longhaul.generated.streamer.model.ReportFormat;
import dev.longhaul.generated.streamer.model.ReportType;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.realtime.RealtimeOptions;
import dev.longhaul.testkit.FakeStreamer;
import dev.longhaul.testkit.FakeStreamerOptions;
import dev.longhaul.testkit.StreamerScript;
import dev.longhaul.testkit.StreamerTokens;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A fake Streamer and a client of it, closed together. */
final class StreamerBench implements AutoCloseable {
  static final JsonElement PAYLOAD = new JsonPrimitive("pay-77c1-for-nobody-else");

  final FakeStreamer fake;
  final StreamerClient client;
  final List<ClientEvent> events = new CopyOnWriteArrayList<>();

  private StreamerBench(
      FakeStreamer fake, ClientOptions.Builder options, StreamerOptions streamer) {
    this.fake = fake;
    client = StreamerClient.open(heard(options).build(), streamer);
  }

  private ClientOptions.Builder heard(ClientOptions.Builder options) {
    ResilienceOptions resilience = options.build().resilience();
    return options.resilience(resilience.toBuilder().listener(events::add).build());
  }

  static StreamerBench open() {
    return open(fake -> fake, streamer -> streamer);
  }

  static StreamerBench open(UnaryOperator<StreamerOptions.Builder> streamer) {
    return open(fake -> fake, streamer);
  }

  static StreamerBench open(
      UnaryOperator<FakeStreamerOptions.Builder> change,
      UnaryOperator<StreamerOptions.Builder> streamer) {
    return open(change, options -> options, streamer);
  }

  static StreamerBench open(
      UnaryOperator<FakeStreamerOptions.Builder> change,
      UnaryOperator<ClientOptions.Builder> options,
      UnaryOperator<StreamerOptions.Builder> streamer) {
    FakeStreamer fake = FakeStreamer.start(change.apply(FakeStreamerOptions.builder()).build());
    return new StreamerBench(
        fake, options.apply(options(fake.url())), streamer.apply(quick()).build());
  }

  /** Options of a client that tries again quickly. */
  static ClientOptions.Builder options(String url) {
    Duration step = Duration.ofMillis(5);
    return ClientOptions.builder(url)
        .credentials(Credentials.bearer(StreamerTokens.valid()))
        .resilience(ResilienceOptions.builder().backOff(step, 1, step).build());
  }

  /** Options of a connection that comes back quickly. */
  static StreamerOptions.Builder quick() {
    Duration step = Duration.ofMillis(5);
    RealtimeOptions realtime = StreamerOptions.defaults().realtime();
    return StreamerOptions.builder()
        .realtime(realtime.toBuilder().backOff(step, 1, step).restartDelay(step).build());
  }

  static GenerateReportPayload january() {
    return new GenerateReportPayload()
        .startDate(LocalDate.parse("2026-01-01"))
        .endDate(LocalDate.parse("2026-01-31"))
        .format(ReportFormat.PDF)
        .reportType(ReportType.MONTHLY);
  }

  /** Lets the server know an action, and asks for it. */
  JobHandle<JsonElement> asked(StreamerScript script) throws InterruptedException {
    fake.action("work", script);
    return client.request("work", PAYLOAD);
  }

  /** The same for an action that may run twice. */
  JobHandle<JsonElement> askedRepeatable(StreamerScript... scripts) throws InterruptedException {
    fake.action("work", scripts[scripts.length - 1]);
    for (int i = 0; i < scripts.length - 1; i++) {
      fake.nextRequest(scripts[i]);
    }
    return client.request(StreamerAction.of("work").repeatable(), PAYLOAD);
  }

  static <T> T result(JobHandle<T> job) throws Exception {
    return outcome(job).resultOrThrow();
  }

  static <T> JobOutcome<T> outcome(JobHandle<T> job) throws Exception {
    return job.outcome().get(10, TimeUnit.SECONDS);
  }

  /** Returns what a future that must fail failed with. */
  static <E> E failure(Class<E> type, CompletableFuture<?> future) throws Exception {
    try {
      Object value = future.get(10, TimeUnit.SECONDS);
      throw new AssertionError("It should have failed, but gave " + value);
    } catch (ExecutionException failed) {
      return type.cast(failed.getCause());
    } catch (TimeoutException late) {
      throw new AssertionError("It hangs", late);
    }
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 5_000; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    throw new AssertionError("It did not come to be");
  }

  /** Returns all events of a job, in order, once it has ended. */
  static List<JobEvent> events(JobHandle<?> job) throws Exception {
    List<JobEvent> seen = new ArrayList<>();
    CompletableFuture<List<JobEvent>> all = new CompletableFuture<>();
    job.events()
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
              }

              @Override
              public void onNext(JobEvent event) {
                seen.add(event);
              }

              @Override
              public void onError(Throwable error) {
                all.complete(seen);
              }

              @Override
              public void onComplete() {
                all.complete(seen);
              }
            });
    return all.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    client.close();
    fake.close();
  }
}
