package dev.longhaul.integration.docs;

import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.functionrunner.FunctionRunnerOptions;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.policy.ResilienceOptions;
import java.net.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.slf4j.Logger;

/** The examples of docs/resilience.md: what lies in a region stands there word for word. */
final class ResilienceSnippets {
  private ResilienceSnippets() {}

  static FunctionRunnerClient limits(String url) {
    // region: resilience-options
    ResilienceOptions resilience =
        ResilienceOptions.builder()
            .deadline(Duration.ofMinutes(5))
            .maxRetries(5)
            .backOff(Duration.ofMillis(500), 2, Duration.ofSeconds(20))
            .concurrency(20, 200) // 20 calls at the service, 200 more in line
            .rateLimit(50, Duration.ofSeconds(1))
            .circuitBreaker(5, 10, Duration.ofSeconds(30))
            .build();
    ClientOptions options = ClientOptions.builder(url).resilience(resilience).build();
    FunctionRunnerClient client = FunctionRunnerClient.open(options);
    // endregion
    return client;
  }

  static TaskStatus perCall(FunctionRunnerClient client, String id) throws InterruptedException {
    // region: resilience-per-call
    CallOptions patient =
        CallOptions.builder()
            .deadline(Duration.ofMinutes(10))
            .attemptTimeout(Duration.ofMinutes(2))
            .maxRetries(8)
            .header("X-Team", "lighthouse")
            .build();
    TaskStatus status = client.with(patient).status(id);
    // endregion
    return status;
  }

  static ResilienceOptions predicate() {
    // region: resilience-predicate
    ResilienceOptions picky =
        ResilienceOptions.builder()
            .retryWhen(
                failure ->
                    failure instanceof RateLimitedException
                        || failure instanceof ServiceFailedException)
            .build();
    // endregion
    return picky;
  }

  static FunctionRunnerClient ownHttpClient(String url, Proxy proxy, String host, String tenant) {
    // region: resilience-http-client
    OkHttpClient http =
        new OkHttpClient.Builder()
            .proxy(proxy)
            .addInterceptor(
                chain -> {
                  Request request = chain.request();
                  boolean ours = request.url().host().equals(host); // a download may go elsewhere
                  return chain.proceed(
                      ours ? request.newBuilder().header("X-Tenant", tenant).build() : request);
                })
            .build();
    ClientOptions options = ClientOptions.builder(url).httpClient(http).build();
    // endregion
    return FunctionRunnerClient.open(options);
  }

  /** Stands for the reader's way to a token. */
  interface TokenService {
    CompletableFuture<String> freshToken();
  }

  static FunctionRunnerClient freshToken(String url, TokenService tokens) {
    // region: resilience-credentials
    ClientOptions options =
        ClientOptions.builder(url).credentials(Credentials.refreshing(tokens::freshToken)).build();
    // endregion
    return FunctionRunnerClient.open(options);
  }

  static FunctionRunnerClient keyMode(ClientOptions options, KeyMode mode) {
    // region: resilience-key-mode
    FunctionRunnerClient client =
        FunctionRunnerClient.open(options, FunctionRunnerOptions.builder().keys(mode).build());
    // endregion
    return client;
  }

  /** Stands for where the reader keeps keys, and for how the reader finds a job by its key. */
  interface Orders {
    UUID keyOf(String order);

    Optional<String> taskWithKey(UUID key);
  }

  // region: resilience-own-key
  static JobHandle<TaskResult> submitOnce(
      FunctionRunnerClient client, TaskSubmission task, String order, Orders orders)
      throws InterruptedException {
    UUID key = orders.keyOf(order); // written down before anything is sent
    try {
      return client.submit(task, key);
    } catch (SubmissionUncertainException uncertain) {
      Optional<String> id = orders.taskWithKey(uncertain.key());
      if (id.isPresent()) {
        return client.attach(id.get());
      }
      if (uncertain.exists()) {
        throw uncertain; // the job is there and nobody finds it: let a person look
      }
      return client.submit(task, key); // our decision: there is none
    }
  }

  // endregion

  static FunctionRunnerClient listener(String url, Logger log) {
    // region: resilience-listener
    ResilienceOptions resilience =
        ResilienceOptions.builder()
            .listener(
                event -> {
                  if (event instanceof ClientEvent.Retrying retrying) {
                    log.info("{} again in {}", retrying.operation(), retrying.delay());
                  } else if (event instanceof ClientEvent.Paused paused) {
                    log.warn("{} wants a rest of {}", paused.service(), paused.length());
                  }
                })
            .build();
    // endregion
    return FunctionRunnerClient.open(ClientOptions.builder(url).resilience(resilience).build());
  }
}
