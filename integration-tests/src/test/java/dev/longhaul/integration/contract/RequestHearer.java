package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobSnapshot;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.streamer.StreamerClient;
import dev.longhaul.streamer.StreamerOptions;
import dev.longhaul.streamer.StreamerOptions.ProgressUnit;
import dev.longhaul.testkit.FakeSocket;
import dev.longhaul.testkit.FakeStreamer;
import dev.longhaul.testkit.StreamerScript;
import dev.longhaul.testkit.StreamerTokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A client that has asked a Streamer for something and is sent one frame in answer. The id in the
 * frame is that of its request, which nobody can know before.
 */
final class RequestHearer implements FrameHearer {
  private static final String ID = "6f1d2c3b-8a54-4e0e-9a77-2f0c5f3f9f[0-9]{2}";
  private static final String NOTHING = "nothing of the request";

  /** What is told of the request; a result stands at a place in the frame. */
  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("AnyFrame", NOTHING + ", its type is not known"),
          Map.entry("GatewayFaultFrame", NOTHING + ", it is a fault of the gateway"),
          Map.entry("PingFrame", NOTHING),
          Map.entry("PongFrame", NOTHING),
          Map.entry("SyncResponseFrame", "SUCCEEDED with response/data"),
          Map.entry("QueuedResponseFrame", "WAITING, Waiting for a worker, ends"),
          Map.entry("ProgressFrame", "RUNNING 41.5 %, joining, Batch 5 of 12"),
          Map.entry("ResultFrame", "SUCCEEDED with result/data"),
          Map.entry("ErrorFrame", "refused VALIDATION_ERROR"),
          Map.entry("ErrorFrame/withoutDetails", "refused RATE_LIMITED"),
          Map.entry("FlatResponseFrame", "SUCCEEDED with data"),
          Map.entry("FlatResponseFrame/failed", "refused INTERNAL_ERROR"),
          Map.entry("FlatAcknowledgmentFrame", "WAITING, Waiting for a worker"),
          Map.entry("FlatProgressFrame", "RUNNING 37.5 %, Read 12000 records"),
          Map.entry("FlatCompleteFrame", "SUCCEEDED with result"),
          Map.entry("FlatCompleteFrame/dataThatIsNoMap", "SUCCEEDED with result/data"),
          Map.entry("FlatErrorFrame", "refused INVALID_ACTION"),
          Map.entry("FlatErrorFrame/withDetails", "refused VALIDATION_ERROR"),
          Map.entry("FlatProcessorErrorFrame", "refused PROCESSING_FAILED"),
          Map.entry("TypedResponseFrame", "SUCCEEDED with data"),
          Map.entry("TypedResponseFrame/failed", "refused SERVICE_UNAVAILABLE"),
          Map.entry("TypedAcknowledgmentFrame", "RUNNING, Work has begun"),
          Map.entry("TypedProgressFrame", "RUNNING 72.25 %, Writing the file"),
          Map.entry("TypedErrorFrame", "refused RATE_LIMITED"),
          Map.entry("TypedErrorFrame/withoutRequestId", "refused INVALID_MESSAGE"),
          Map.entry("SpecAckFrame", "WAITING, Waiting for a worker"),
          Map.entry("SpecProgressFrame", "RUNNING 75.0 %, Three quarters are done"),
          Map.entry("SpecResultFrame", "SUCCEEDED with data"));

  private final List<ClientEvent> clientEvents = new CopyOnWriteArrayList<>();

  @Override
  public Map<String, String> meanings() {
    return MEANINGS;
  }

  @Override
  public void hears(String schema, String meaning, JsonElement example) throws Exception {
    try (FakeStreamer fake = FakeStreamer.start();
        StreamerClient client = client(fake, schema)) {
      fake.action("work", StreamerScript.noAnswer());
      CompletableFuture<JobHandle<JsonElement>> asked =
          client.requestAsync("work", new JsonPrimitive("hard"));
      FakeSocket socket = fake.sockets().await(1);
      String id = JsonParser.parseString(socket.next()).getAsJsonObject().get("id").getAsString();
      socket.send(example.toString().replaceAll(ID, id));

      if (meaning.startsWith(NOTHING)) {
        assertThat(asked).isNotDone();
        assertThat(client.health().getStatus()).isEqualTo("healthy");
        assertThat(asked).isNotDone();
        // What is told of a frame waits for no answer, nor does an answer for it.
        for (int looks = 0; looks < 5_000 && !meaning.equals(NOTHING + told(1)); looks++) {
          TimeUnit.MILLISECONDS.sleep(2);
        }
        assertThat(NOTHING + told(1)).isEqualTo(meaning);
      } else {
        assertThat(told(asked, example, meaning)).isEqualTo(meaning);
        assertThat(told(0)).isEmpty();
      }
    }
  }

  private StreamerClient client(FakeStreamer fake, String schema) {
    boolean fraction = schema.startsWith("Spec");
    return StreamerClient.open(
        ClientOptions.builder(fake.url())
            .credentials(Credentials.bearer(StreamerTokens.valid()))
            .resilience(ResilienceOptions.builder().listener(clientEvents::add).build())
            .build(),
        StreamerOptions.builder()
            .progressUnit(fraction ? ProgressUnit.FRACTION : ProgressUnit.PERCENT)
            .failedGrace(Duration.ZERO)
            .build());
  }

  /** Returns what was wrong with frames, of which there must not be more. */
  private String told(int most) {
    List<String> problems =
        clientEvents.stream()
            .filter(ClientEvent.FrameIgnored.class::isInstance)
            .map(event -> ", " + ((ClientEvent.FrameIgnored) event).problem())
            .toList();
    assertThat(problems).hasSizeLessThanOrEqualTo(most);
    return String.join("", problems);
  }

  private static String told(
      CompletableFuture<JobHandle<JsonElement>> asked, JsonElement example, String meaning)
      throws Exception {
    JobHandle<JsonElement> job;
    try {
      job = asked.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException refused) {
      LonghaulException error = (LonghaulException) refused.getCause();
      return "refused " + error.facts().serverCode().orElse("");
    }
    JobSnapshot now = job.snapshot();
    StringBuilder told = new StringBuilder(now.phase().name());
    if (now.phase().isTerminal()) {
      JobOutcome<JsonElement> outcome = job.outcome().get(10, TimeUnit.SECONDS);
      String place = meaning.substring(meaning.lastIndexOf(' ') + 1);
      assertThat(Trees.plain(outcome.resultOrThrow())).isEqualTo(Trees.plain(at(place, example)));
      return told + " with " + place;
    }
    now.percent().ifPresent(percent -> told.append(' ').append(percent).append(" %"));
    now.stage().ifPresent(stage -> told.append(", ").append(stage));
    now.message().ifPresent(message -> told.append(", ").append(message));
    now.eta().ifPresent(eta -> told.append(", ends"));
    return told.toString();
  }

  /** Returns what stands at a place of a frame, without what is mixed into a result there. */
  private static JsonElement at(String place, JsonElement frame) {
    JsonElement found = frame.deepCopy();
    for (String step : place.split("/")) {
      found = found.getAsJsonObject().get(step);
    }
    if (place.equals("result") && found instanceof JsonObject merged) {
      merged.remove("success");
      merged.remove("metadata");
    }
    return found;
  }
}
