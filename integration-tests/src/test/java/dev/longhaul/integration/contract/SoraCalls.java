package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.sora.SoraHealth;
import dev.longhaul.sora.SoraOptions;
import dev.longhaul.sora.SoraOptions.Deletion;
import dev.longhaul.sora.SoraOptions.Dialect;
import dev.longhaul.sora.SoraOptions.Probe;
import dev.longhaul.sora.VideoRequest;
import dev.longhaul.transfer.DownloadedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Calls of a Sora client, and what they tell their caller as trees. */
final class SoraCalls {
  private static final Duration DAY = Duration.ofDays(1);

  private SoraCalls() {}

  /** What is done with a client. */
  @FunctionalInterface
  interface Use {
    /** Makes one call and returns what it told. */
    JsonElement of(SoraClient client, Path folder) throws Exception;
  }

  /** Makes a request, which may need files. */
  @FunctionalInterface
  interface Making {
    /** Returns the request, its files in the folder. */
    VideoRequest in(Path folder) throws IOException;
  }

  /** Returns a call by a client with the usual options, for an organisation and a project. */
  static ClientCall sora(Use use) {
    return sora(anyone().build(), use);
  }

  static ClientCall sora(SoraOptions soraOptions, Use use) {
    return scene -> {
      ClientOptions options =
          ClientOptions.builder(scene.server().toString())
              .credentials(Credentials.bearer(Onlooker.TOKEN))
              .resilience(ResilienceOptions.builder().maxRetries(0).build())
              .watch(WatchOptions.builder().pollPace(scene.pause(), 1, DAY).build())
              .build();
      try (SoraClient client = SoraClient.open(options, soraOptions)) {
        return use.of(client, scene.folder());
      }
    };
  }

  private static SoraOptions.Builder anyone() {
    SpecOperation create = Spec.operation("sora: createVideo");
    return SoraOptions.builder()
        .organization(create.parameterExample("OpenAI-Organization").getAsString())
        .project(create.parameterExample("OpenAI-Project").getAsString());
  }

  /** Returns the options for a server that stops a video on DELETE. */
  static SoraOptions stopping() {
    return anyone().deletion(Deletion.STOPS).build();
  }

  static SoraOptions seed() {
    return anyone().dialect(Dialect.SEED).build();
  }

  static ClientCall submission(Making request) {
    return sora((c, folder) -> Handles.submitted(c.submit(request.in(folder))));
  }

  static ClientCall probe(Probe probe) {
    return sora(anyone().probe(probe).build(), (c, folder) -> health(c.health()));
  }

  private static JsonElement health(SoraHealth found) {
    int status = found.reason().map(reason -> reason.facts().status().orElse(0)).orElse(200);
    return health(found.state(), status);
  }

  /** Returns what a probe found, and the status that told it. */
  static JsonElement health(SoraHealth.State state, int status) {
    JsonObject told = new JsonObject();
    told.addProperty("state", state.name());
    told.addProperty("status", status);
    return told;
  }

  /** Returns the text of a file that was saved. */
  static JsonElement saved(DownloadedFile file) throws IOException {
    return Trees.of(Files.readString(file.path()));
  }
}
