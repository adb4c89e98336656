package dev.longhaul.sora;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.generated.sora.model.VideoCreateSeed;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.sora.SoraOptions.Dialect;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.FakeVideo;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VideoScript;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A fake video server and a client of it, closed together. The client calls with a token. */
final class VideoBench implements AutoCloseable {
  static final String TOKEN = "sk-bench-7d1e5a";
  static final String PROMPT = "A lighthouse at dawn, slow camera move";

  static final SoraOptions SEED = SoraOptions.builder().dialect(Dialect.SEED).build();

  final FakeSora fake;
  final SoraClient client;

  private VideoBench(FakeSora fake, ClientOptions options, SoraOptions sora) {
    this.fake = fake;
    client = SoraClient.open(options, sora);
  }

  static VideoBench open() {
    return open(SoraOptions.defaults());
  }

  static VideoBench open(SoraOptions sora) {
    FakeSoraOptions.Builder fake = FakeSoraOptions.builder();
    if (sora.dialect() == Dialect.SEED) {
      fake.dialect(FakeSoraOptions.Dialect.SEED);
    }
    if (sora.deletion() == SoraOptions.Deletion.STOPS) {
      fake.deletion(FakeSoraOptions.Deletion.STOPS);
    }
    return open(fake, sora, options -> options);
  }

  static VideoBench open(
      FakeSoraOptions.Builder fake, SoraOptions sora, UnaryOperator<ClientOptions.Builder> change) {
    FakeSora server = FakeSora.start(fake.token(TOKEN).build());
    return new VideoBench(server, change.apply(options(server.baseUrl())).build(), sora);
  }

  /** Options of a client that tries once, so that a test meets each failure. */
  static ClientOptions.Builder options(String baseUrl) {
    Duration step = Duration.ofMillis(10);
    return ClientOptions.builder(baseUrl)
        .credentials(Credentials.bearer(TOKEN))
        .resilience(ResilienceOptions.builder().maxRetries(0).build())
        .watch(WatchOptions.builder().pollPace(step, 1, step).build());
  }

  static VideoCreate prompt() {
    return new VideoCreate().prompt(PROMPT);
  }

  static VideoRequest create() {
    return VideoRequest.create(prompt());
  }

  static VideoRequest seed() {
    return VideoRequest.seed(new VideoCreateSeed().prompt(PROMPT).duration(5));
  }

  /** Submits a video that is held in the queue until the test moves it. */
  JobHandle<Video> submitted(VideoRequest request) throws InterruptedException {
    fake.nextJob(VideoScript.byHand());
    return client.submit(request);
  }

  /** Returns a video that is completed and that nobody watches. */
  FakeVideo completed(VideoRequest request) throws InterruptedException {
    JobHandle<Video> job = submitted(request);
    job.detach();
    FakeVideo video = fake.job(job.id().orElseThrow());
    video.completed();
    return video;
  }

  /** Answers the next request of a kind with this JSON. */
  void answers(SoraOperation operation, String json) {
    fake.fault(operation, answer(json));
  }

  static WireFault answer(String json) {
    return WireFault.status(200, Map.of("Content-Type", "application/json"), json);
  }

  ReceivedRequest last(SoraOperation operation) {
    var requests = fake.ledger().requests(operation);
    return requests.get(requests.size() - 1);
  }

  /** Returns what a future that must fail failed with. */
  static LonghaulException failure(CompletableFuture<?> future) throws Exception {
    try {
      Object value = future.get(10, TimeUnit.SECONDS);
      throw new AssertionError("It should have failed, but gave " + value);
    } catch (ExecutionException failed) {
      return (LonghaulException) failed.getCause();
    } catch (TimeoutException late) {
      throw new AssertionError("It hangs", late);
    }
  }

  @Override
  public void close() {
    client.close();
    fake.close();
  }
}
