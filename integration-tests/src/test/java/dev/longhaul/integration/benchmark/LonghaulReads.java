package dev.longhaul.integration.benchmark;

import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The read through the whole stack, with every default in force. */
final class LonghaulReads implements StatusReads {
  private final FunctionRunnerClient client;

  private LonghaulReads(String url, ResilienceOptions resilience) {
    client =
        FunctionRunnerClient.open(
            ClientOptions.builder(url)
                .credentials(Credentials.bearer(StatusAnswer.TOKEN))
                .resilience(resilience)
                .build());
  }

  /** Returns reads that nobody listens to. */
  static LonghaulReads unheard(String url) {
    return new LonghaulReads(url, ResilienceOptions.defaults());
  }

  /** Returns reads with a listener that does nothing. */
  static LonghaulReads heard(String url) {
    return new LonghaulReads(url, ResilienceOptions.builder().listener(event -> {}).build());
  }

  @Override
  public TaskStatus read() throws InterruptedException {
    return client.status(StatusAnswer.ID);
  }

  @Override
  public void start(BiConsumer<@Nullable TaskStatus, @Nullable Throwable> whenRead) {
    client.statusAsync(StatusAnswer.ID).whenComplete(whenRead);
  }

  @Override
  public void close() {
    client.close();
  }
}
