package dev.longhaul.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.internal.http.UnconnectedSockets;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import dev.longhaul.testkit.StreamerScript;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request when its socket breaks, at every step of it. */
@ExtendWith(LeakCheck.class)
class DroppedSocketTest {
  private static StreamerScript.Builder steps() {
    Duration gap = Duration.ofMillis(30);
    return StreamerScript.builder()
        .queued()
        .after(gap)
        .progress(30, "One")
        .after(gap)
        .progress(60, "Two")
        .after(gap)
        .result();
  }

  @Test
  void anUnacknowledgedRequestIsUncertainAndNotSentAgain() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      assertThatThrownBy(() -> bench.asked(steps().dropsAt(1).build()))
          .isInstanceOfSatisfying(
              SubmissionUncertainException.class,
              doubt ->
                  assertThat(bench.fake.requests().get(0).metadata())
                      .containsEntry("idempotency_key", doubt.key().toString()));
      assertThat(bench.client.health().getStatus()).isEqualTo("healthy");
      assertThat(bench.fake.accepted("work")).isEqualTo(1);
      assertThat(bench.fake.sockets().opened()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void anAcknowledgedRequestEndsAsOutcomeUnknown(int step) throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      JobHandle<JsonElement> job = bench.asked(steps().dropsAt(step).build());
      OutcomeUnknownException unknown =
          StreamerBench.failure(OutcomeUnknownException.class, job.outcome());
      assertThat(unknown.facts().jobId()).isEqualTo(job.id());
      assertThat(bench.client.health().getStatus()).isEqualTo("healthy");
      assertThat(bench.fake.accepted("work")).isEqualTo(1);
    }
  }

  @Test
  void anEndedJobKeepsItsOutcome() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      JobHandle<JsonElement> job = bench.asked(StreamerScript.quick());
      JsonElement result = StreamerBench.result(job);
      bench.fake.restart();
      StreamerBench.await(() -> bench.fake.sockets().opened() == 2);
      assertThat(StreamerBench.result(job)).isEqualTo(result);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aRepeatableRequestIsAskedAgainUnderTheSameKey(int step) throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      JobHandle<JsonElement> job =
          bench.askedRepeatable(steps().dropsAt(step).build(), steps().build());
      assertThat(StreamerBench.result(job)).isNotNull();
      List<dev.longhaul.testkit.StreamerRequest> requests = bench.fake.requests();
      assertThat(requests).hasSize(2);
      assertThat(job.id()).hasValue(requests.get(0).id());
      assertThat(requests.get(1).id()).isNotEqualTo(requests.get(0).id());
      assertThat(requests)
          .allSatisfy(
              request ->
                  assertThat(request.metadata())
                      .containsEntry("idempotency_key", job.key().toString()));
      assertThat(job.snapshot().serverRetries()).isEqualTo(step == 1 ? 0 : 1);
    }
  }

  @Test
  void aRequestThatKillsEverySocketIsGivenUp() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      assertThatThrownBy(() -> bench.askedRepeatable(steps().dropsAt(1).build()))
          .isInstanceOf(SubmissionUncertainException.class);
      assertThat(bench.fake.accepted("work")).isEqualTo(4); // 3 retries
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 1006, 1009, 1011, 1012})
  void anyCloseCodeEndsWhatIsAtWork(int code) throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      StreamerScript script =
          code == 1006 ? steps().dropsAt(2).build() : steps().closesAt(2, code).build();
      JobHandle<JsonElement> job = bench.asked(script);
      StreamerBench.failure(OutcomeUnknownException.class, job.outcome());
    }
  }

  @Test
  void whatOnlyWaitedIsSentOnTheNextSocket() throws Exception {
    try (StreamerBench bench = StreamerBench.open(streamer -> streamer.concurrency(1, 100))) {
      bench.fake.action("work", StreamerScript.quick());
      bench.fake.nextRequest(steps().dropsAt(3).build());
      JobHandle<JsonElement> first = bench.client.request("work", StreamerBench.PAYLOAD);
      List<CompletableFuture<JobHandle<JsonElement>>> waiting = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        waiting.add(bench.client.requestAsync("work", StreamerBench.PAYLOAD));
      }
      StreamerBench.failure(OutcomeUnknownException.class, first.outcome());
      for (CompletableFuture<JobHandle<JsonElement>> one : waiting) {
        assertThat(StreamerBench.result(one.get())).isNotNull();
      }
      assertThat(bench.fake.accepted("work")).isEqualTo(6);
    }
  }

  @Test
  void aServerThatEndsInGoodOrderIsAskedAgainForWhatWaits() throws Exception {
    try (StreamerBench bench = StreamerBench.open(streamer -> streamer.concurrency(1, 100))) {
      bench.fake.action("work", StreamerScript.quick());
      bench.fake.nextRequest(steps().closesAt(2, 1000).build());
      bench.client.request("work", StreamerBench.PAYLOAD);
      assertThat(StreamerBench.result(bench.client.request("work", StreamerBench.PAYLOAD)))
          .isNotNull();
    }
  }

  /** A result that takes its time to be read, on the thread of the socket. */
  @JsonAdapter(Slow.Reading.class)
  static final class Slow {
    static final CountDownLatch BEING_READ = new CountDownLatch(1);
    static final CountDownLatch READ = new CountDownLatch(1);

    static final class Reading extends TypeAdapter<Slow> {
      @Override
      public Slow read(JsonReader in) throws IOException {
        in.skipValue();
        BEING_READ.countDown();
        try {
          READ.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException closing) {
          Thread.currentThread().interrupt();
        }
        return new Slow();
      }

      @Override
      public void write(JsonWriter out, Slow value) {}
    }
  }

  @Test
  void aRequestThatFoundNoSocketWaitsForOneAndIsNotCalledSent() throws Exception {
    Duration patience = Duration.ofSeconds(1);
    try (StreamerBench bench = StreamerBench.open(streamer -> streamer.answerTimeout(patience))) {
      bench.fake.action("work", StreamerScript.immediate());
      bench.fake.action("slow", StreamerScript.immediate());
      CompletableFuture<?> slow =
          bench.client.requestAsync(
              StreamerRequest.builder(StreamerAction.of("slow", Slow.class)).build());
      assertThat(Slow.BEING_READ.await(10, TimeUnit.SECONDS)).isTrue();
      // The client hears of the lost socket only when that frame is done.
      bench.fake.sockets().always(SocketFault.refuse(503, Map.of(), ""));
      bench.client.connection().reconnect();
      CompletableFuture<JobHandle<JsonElement>> late =
          bench.client.requestAsync("work", StreamerBench.PAYLOAD);
      TimeUnit.MILLISECONDS.sleep(patience.toMillis() * 5 / 4);
      assertThat(late).isNotDone();
      Slow.READ.countDown();
      bench.fake.sockets().clearFaults();

      assertThat(StreamerBench.result(late.get(10, TimeUnit.SECONDS))).isNotNull();
      assertThat(bench.fake.accepted("work")).isEqualTo(1);
      assertThat(slow).isDone();
    }
  }

  /** Its sockets take nothing while the gate is shut, as when a server reads nothing. */
  private static final class Gated extends UnconnectedSockets {
    private volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public Socket createSocket() {
      return new Socket() {
        @Override
        public OutputStream getOutputStream() throws IOException {
          return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
              try {
                gate.await();
              } catch (InterruptedException closing) {
                throw new InterruptedIOException();
              }
              out.write(from, offset, length);
            }
          };
        }
      };
    }
  }

  @Test
  void aSocketThatHoldsAllItCanIsGivenMoreLater() throws Exception {
    Gated sockets = new Gated();
    OkHttpClient http = new OkHttpClient.Builder().socketFactory(sockets).build();
    try (StreamerBench bench =
        StreamerBench.open(
            fake -> fake,
            options -> options.httpClient(http),
            streamer -> streamer.concurrency(30, 100))) {
      bench.fake.action("work", StreamerScript.immediate());
      bench.client.health();
      sockets.gate = new CountDownLatch(1);
      JsonElement large = new JsonPrimitive("x".repeat((1 << 20) - 2));
      List<CompletableFuture<JobHandle<JsonElement>>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(bench.client.requestAsync("work", large));
      }
      TimeUnit.MILLISECONDS.sleep(250); // the last of them were refused, and are tried again
      sockets.gate.countDown();
      for (CompletableFuture<JobHandle<JsonElement>> one : all) {
        assertThat(one.get(20, TimeUnit.SECONDS)).isNotNull();
      }
      assertThat(bench.client.health().getStatus()).isEqualTo("healthy");
      assertThat(bench.fake.sockets().opened()).isEqualTo(1);
      assertThat(bench.fake.accepted("work")).isEqualTo(20);
    }
  }

  @Test
  void cancellingIsNotSupportedAndSendsNothing() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      JobHandle<JsonElement> job = bench.asked(StreamerScript.silent());
      assertThat(job.cancel()).isInstanceOf(CancelResult.NotSupported.class);
      assertThat(bench.fake.sockets().all().get(0).received()).hasSize(1);
    }
  }
}
