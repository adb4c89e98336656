package dev.longhaul.vestis;

import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.FakeVestisOptions;
import dev.longhaul.testkit.ImageScript;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A fake Vestis and a client of it, closed together. The client calls with a token. */
final class VestisBench implements AutoCloseable {
  static final String TOKEN = "tok-5e4d-for-nobody-else";

  final FakeVestis fake;
  final VestisClient client;

  private VestisBench(FakeVestis fake, ClientOptions options, VestisOptions vestis) {
    this.fake = fake;
    client = VestisClient.open(options, vestis);
  }

  static VestisBench open() {
    return open(fake -> fake, VestisOptions.defaults());
  }

  static VestisBench open(UnaryOperator<FakeVestisOptions.Builder> change, VestisOptions vestis) {
    FakeVestis fake =
        FakeVestis.start(change.apply(FakeVestisOptions.builder().token(TOKEN)).build());
    return new VestisBench(fake, options(fake.baseUrl()).build(), vestis);
  }

  /** Options of a client that tries once and reads often. */
  static ClientOptions.Builder options(String baseUrl) {
    Duration step = Duration.ofMillis(10);
    return ClientOptions.builder(baseUrl)
        .credentials(Credentials.bearer(TOKEN))
        .resilience(ResilienceOptions.builder().maxRetries(0).build())
        .watch(WatchOptions.builder().pollPace(step, 1, step).build());
  }

  /** Submits a job that waits until the test moves it. */
  JobHandle<JobResult> submitted() throws InterruptedException {
    fake.nextJob(ImageScript.byHand());
    return client.submit(Images.scarf());
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

  @Override
  public void close() {
    client.close();
    fake.close();
  }
}
