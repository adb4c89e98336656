package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.vestis.ImageRequest;
import dev.longhaul.vestis.VestisClient;
import dev.longhaul.vestis.VestisLogin;
import dev.longhaul.vestis.VestisOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Calls of a Vestis client, and what they tell their caller as trees. */
final class VestisCalls {
  /** What time it is in all of them, so that an estimate in seconds can be told from a moment. */
  private static final Instant NOW = Instant.parse("2026-03-02T09:15:00Z");

  private VestisCalls() {}

  /** What is done with a client. */
  @FunctionalInterface
  interface Use {
    /** Makes one call and returns what it told. */
    JsonElement of(VestisClient client) throws Exception;
  }

  /** What is done with an account. */
  @FunctionalInterface
  interface LoginUse {
    /** Makes one call and returns what it told. */
    JsonElement of(VestisLogin login) throws Exception;
  }

  /** Returns a call by a client with the usual options. */
  static ClientCall vestis(Use use) {
    return vestis(VestisOptions.defaults(), use);
  }

  static ClientCall vestis(VestisOptions vestisOptions, Use use) {
    return scene -> {
      ClientOptions options =
          options(scene).credentials(Credentials.bearer(Onlooker.TOKEN)).build();
      try (VestisClient client = VestisClient.open(options, vestisOptions)) {
        return use.of(client);
      }
    };
  }

  /** Returns a call as an account. */
  static ClientCall login(String email, String password, LoginUse use) {
    return scene -> use.of(VestisLogin.of(options(scene).build(), email, () -> password));
  }

  /** Each call is to send one request: nothing is repeated or watched. */
  private static ClientOptions.Builder options(ClientCall.Scene scene) {
    return ClientOptions.builder(scene.server().toString())
        .resilience(ResilienceOptions.builder().maxRetries(0).build())
        .watch(
            WatchOptions.builder()
                .pollPace(scene.pause(), 1, Duration.ofHours(1))
                .clock(InstantSource.fixed(NOW))
                .build());
  }

  /** Returns a call that submits a request, and what its handle tells right after. */
  static ClientCall submission(ImageRequest image) {
    return vestis(client -> submitted(client.submit(image)));
  }

  /** A handle tells when the job will be done, where the service tells how long it will take. */
  private static JsonElement submitted(JobHandle<JobResult> handle) throws InterruptedException {
    Optional<Instant> eta = handle.snapshot().eta();
    JsonObject told = Handles.submitted(handle);
    eta.ifPresent(
        end -> told.addProperty("estimated_time", Duration.between(NOW, end).toSeconds()));
    return told;
  }
}
