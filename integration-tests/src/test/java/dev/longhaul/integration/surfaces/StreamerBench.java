package dev.longhaul.integration.surfaces;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.Credentials;
import dev.longhaul.realtime.RealtimeOptions;
import dev.longhaul.streamer.StreamerClient;
import dev.longhaul.streamer.StreamerOptions;
import dev.longhaul.testkit.FakeSocket;
import dev.longhaul.testkit.FakeStreamer;
import dev.longhaul.testkit.StreamerRequest;
import dev.longhaul.testkit.StreamerScript;
import dev.longhaul.testkit.StreamerTokens;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Requests to a Streamer, of which the one socket that asked is told, and nobody else: a job cannot
 * be read, stopped or found again, and its token was looked at when the socket was opened.
 */
final class StreamerBench implements ServiceBench {
  private static final String ACTION = "work";
  private static final JsonElement PAYLOAD = new JsonPrimitive("hard");

  private final FakeStreamer fake = FakeStreamer.start();
  private final StreamerClient client;

  StreamerBench(Machine machine) {
    fake.action(ACTION, StreamerScript.silent());
    Duration step = Duration.ofMillis(10);
    RealtimeOptions quick =
        StreamerOptions.defaults().realtime().toBuilder()
            .backOff(step, 1, step)
            .restartDelay(step)
            .build();
    client =
        StreamerClient.open(
            ServiceBench.client(fake.url(), machine).toBuilder()
                .credentials(Credentials.bearer(StreamerTokens.valid()))
                .build(),
            StreamerOptions.builder().realtime(quick).build());
  }

  @Override
  public Set<Ability> lacks() {
    return Set.of(
        Ability.BEING_READ,
        Ability.BEING_FOUND_AGAIN,
        Ability.BEING_STOPPED,
        Ability.STATES,
        Ability.CREDENTIALS_WITH_EACH_REQUEST);
  }

  @Override
  public JobHandle<JsonElement> submit() throws InterruptedException {
    return client.request(ACTION, PAYLOAD);
  }

  @Override
  public CompletableFuture<JobHandle<JsonElement>> submitAsync() {
    return client.requestAsync(ACTION, PAYLOAD);
  }

  @Override
  public JobHandle<?> attach(String id) {
    throw lacking(Ability.BEING_FOUND_AGAIN);
  }

  @Override
  public String unknownId() {
    throw lacking(Ability.BEING_FOUND_AGAIN);
  }

  private static AssertionError lacking(Ability ability) {
    return new AssertionError("A scenario needs what it does not name: " + ability);
  }

  @Override
  public JobThere job(String id) {
    FakeSocket socket = socketOf(id);
    return new JobThere() {
      private void tells(String type, String members) {
        socket.send(
            "{'type':'%s','%s':{'request_id':'%s',%s}}"
                .formatted(type, type, id, members)
                .replace('\'', '"'));
      }

      /** It fails, which is not the end when progress follows. */
      @Override
      public void waits() {
        tells("error", "'code':'PROCESSING_FAILED','message':'The data source timed out'");
      }

      @Override
      public void runs(int percent, int attempt) {
        tells("progress", "'progress':" + percent + ",'message':'Working'");
      }

      @Override
      public void succeeds() {
        tells("result", "'success':true,'data':{'rows':3}");
      }

      @Override
      public void fails() {
        tells("error", "'code':'NOT_FOUND','message':'no colours left'");
      }

      @Override
      public void isStopped() {
        throw lacking(Ability.BEING_STOPPED);
      }

      @Override
      public void isInState(String word) {
        throw lacking(Ability.STATES);
      }
    };
  }

  private FakeSocket socketOf(String id) {
    long connection =
        fake.requests().stream()
            .filter(request -> request.id().equals(id))
            .mapToLong(StreamerRequest::connection)
            .findFirst()
            .orElseThrow();
    return fake.sockets().all().stream()
        .filter(socket -> socket.id() == connection)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Stops stops() {
    return Stops.NONE;
  }

  @Override
  public boolean tellsPercent() {
    return true;
  }

  @Override
  public void takesTheNextCancelAndGoesOn() {
    // No request to stop a job ever comes.
  }

  @Override
  public void hidesJobsOnce() {
    throw lacking(Ability.BEING_READ);
  }

  @Override
  public void hidesJobs() {
    throw lacking(Ability.BEING_READ);
  }

  @Override
  public void staggers() {
    throw lacking(Ability.BEING_READ);
  }

  @Override
  public void forgetsEverything() {
    fake.restart();
  }

  @Override
  public void refusesCredentials() {
    throw lacking(Ability.CREDENTIALS_WITH_EACH_REQUEST);
  }

  @Override
  public int requests() {
    return fake.requests().size();
  }

  @Override
  public void closeClient() {
    client.close();
  }

  @Override
  public void close() {
    client.close();
    fake.close();
  }
}
