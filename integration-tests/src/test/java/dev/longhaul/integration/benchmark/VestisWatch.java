package dev.longhaul.integration.benchmark;

import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.vestis.ImageRequest;
import dev.longhaul.vestis.VestisClient;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The whole stack: the Vestis client, which also submits the jobs. The service numbers them in the
 * order in which they come.
 */
final class VestisWatch implements Watcher {
  /** A burst of creates waits for its turn instead of being refused. */
  private static final int CALLS_AT_ONCE = 100;

  private final VestisClient client;
  private final LongAdder failures = new LongAdder();

  VestisWatch(String url, int jobs) {
    client =
        VestisClient.open(
            ClientOptions.builder(url)
                .credentials(Credentials.bearer(StatusAnswer.TOKEN))
                .resilience(ResilienceOptions.builder().concurrency(CALLS_AT_ONCE, jobs).build())
                .build());
  }

  @Override
  public void watch(int id, Endings endings) {
    ImageRequest picture = ImageRequest.chat(new ChatRequest().prompt("grain of sand " + id));
    client
        .submitAsync(picture)
        .whenComplete(
            (job, error) -> {
              if (error == null) {
                follow(job, endings);
              } else {
                failures.increment();
              }
            });
  }

  private static void follow(JobHandle<JobResult> job, Endings endings) {
    int id = Integer.parseInt(job.id().orElseThrow());
    job.outcome().whenComplete((outcome, error) -> endings.told(id, image(outcome)));
  }

  private static @Nullable String image(@Nullable JobOutcome<JobResult> outcome) {
    return outcome instanceof JobOutcome.Succeeded<JobResult> done
        ? String.valueOf(done.result().getImageUrl())
        : null;
  }

  @Override
  public long failures() {
    return failures.sum();
  }

  @Override
  public void close() {
    client.close();
  }
}
