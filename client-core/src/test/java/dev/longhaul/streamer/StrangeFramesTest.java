package dev.longhaul.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.testkit.FakeSocket;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SocketFault;
import dev.longhaul.testkit.StreamerScript;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server should not send does no harm and is told once. */
@ExtendWith(LeakCheck.class)
class StrangeFramesTest {
  private static List<String> problems(StreamerBench bench) {
    return bench.events.stream()
        .filter(ClientEvent.FrameIgnored.class::isInstance)
        .map(event -> ((ClientEvent.FrameIgnored) event).problem())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[1]",
        "{}",
        "{\"type\":7}",
        "{\"type\":\"response\"",
        "{\"type\":\"response\",\"type\":\"response\"}"
      })
  void whatIsNoFrameIsToldAndTheSocketGoesOn(String text) throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      JobHandle<JsonElement> job = bench.asked(StreamerScript.silent());
      FakeSocket socket = bench.fake.sockets().await(1);
      socket.send(text);
      StreamerBench.await(() -> problems(bench).size() == 1);
      assertThat(job.outcome()).isNotDone();
      assertThat(bench.client.health().getStatus()).isEqualTo("healthy");
      assertThat(bench.fake.sockets().opened()).isEqualTo(1);
    }
  }

  @Test
  void unknownIdsAndTypesAreToldOnceEach() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      bench.client.health();
      FakeSocket socket = bench.fake.sockets().await(1);
      for (int i = 0; i < 3; i++) {
        socket.send("{\"type\":\"progress\",\"request_id\":\"stranger\",\"percentage\":3}");
        socket.send("{\"type\":\"notice\",\"text\":\"maintenance\"}");
        socket.send("{\"type\":\"ping\"}");
        socket.send("{\"type\":\"complete\",\"request_id\":\"stranger-2\"}");
      }
      bench.fake.gatewayFault("Internal server error");
      StreamerBench.await(() -> problems(bench).size() == 4);
      bench.client.health();
      assertThat(problems(bench))
          .containsExactly(
              "it answers no request of this client",
              "its type is not known",
              "it answers no request of this client",
              "it is a fault of the gateway");
    }
  }

  @Test
  void lateFramesOfAnEndedRequestAreIgnored() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      JobHandle<JsonElement> job = bench.asked(StreamerScript.answersBeforeAsked());
      JsonElement result = StreamerBench.result(job);
      bench
          .fake
          .sockets()
          .await(1)
          .send(
              "{\"type\":\"error\",\"request_id\":\""
                  + job.id().orElseThrow()
                  + "\",\"error\":{\"code\":\"TIMEOUT\"}}");
      bench.client.health();
      assertThat(StreamerBench.result(job)).isEqualTo(result);
      assertThat(bench.events).isEmpty();
    }
  }

  @Test
  void aLateErrorIsNotTakenForThatOfAnotherRequest() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      JobHandle<JsonElement> job = bench.asked(StreamerScript.quick());
      StreamerBench.result(job);
      bench.fake.action("mute", StreamerScript.noAnswer());
      CompletableFuture<?> other = bench.client.requestAsync("mute", StreamerBench.PAYLOAD);
      StreamerBench.await(() -> bench.fake.requests().size() == 2);
      bench
          .fake
          .sockets()
          .await(1)
          .send(
              "{\"type\":\"error\",\"id\":\""
                  + job.id().orElseThrow()
                  + "\",\"error\":{\"code\":\"TIMEOUT\"}}");
      bench.client.health();
      assertThat(other).isNotDone();
    }
  }

  @Test
  void wrongTypesInKnownFieldsCountAsMissing() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      JobHandle<JsonElement> job = bench.asked(StreamerScript.silent());
      String id = job.id().orElseThrow();
      FakeSocket socket = bench.fake.sockets().await(1);
      socket.send(
          "{\"type\":\"progress\",\"request_id\":\"%s\",\"progress\":\"many\",\"message\":[],"
                  .formatted(id)
              + "\"metadata\":{\"current_step\":5}}");
      socket.send("{\"type\":\"progress\",\"request_id\":\"%s\",\"percentage\":140}".formatted(id));
      socket.send(
          "{\"type\":\"ack\",\"id\":\"%s\",\"estimated_duration\":-5,\"status\":4}".formatted(id));
      StreamerBench.await(() -> job.snapshot().rawState().equals("progress"));
      bench.client.health();
      assertThat(job.snapshot().percent()).isEmpty();
      assertThat(job.outcome()).isNotDone();
    }
  }

  @Test
  void aResultOfAnotherTypeIsAnErrorOfItsOwn() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      bench.fake.nextRequest(
          StreamerScript.builder().queued().result(new JsonPrimitive("text")).build());
      JobHandle<?> job = bench.client.generateReport(StreamerBench.january());
      StreamerBench.failure(UnexpectedAnswerException.class, job.outcome());
      bench.fake.nextRequest(StreamerScript.immediate(JsonParser.parseString("[]")));
      JobHandle<?> other = bench.client.generateReport(StreamerBench.january());
      StreamerBench.failure(UnexpectedAnswerException.class, other.outcome());
    }
  }

  @Test
  void healthThatIsPutOffIsAnErrorAndFreesItsPlaceWhenItIsDone() throws Exception {
    try (StreamerBench bench = StreamerBench.open(s -> s.concurrency(1, 5))) {
      bench.fake.nextRequest(StreamerScript.quick());
      StreamerBench.failure(UnexpectedAnswerException.class, bench.client.healthAsync());
      assertThat(bench.client.health().getStatus()).isEqualTo("healthy");
    }
  }

  @Test
  void duplicatedAndReorderedFramesChangeNoOutcome() throws Exception {
    for (SocketFault fault :
        List.of(SocketFault.duplicateFrames(), SocketFault.reorderFrames(4, 7))) {
      try (StreamerBench bench = StreamerBench.open()) {
        bench.fake.sockets().always(fault);
        bench.fake.action("work", StreamerScript.quick());
        List<CompletableFuture<JobHandle<JsonElement>>> asked = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          asked.add(bench.client.requestAsync("work", StreamerBench.PAYLOAD));
        }
        for (CompletableFuture<JobHandle<JsonElement>> one : asked) {
          assertThat(StreamerBench.result(one.get())).isNotNull();
        }
        assertThat(bench.fake.accepted("work")).isEqualTo(40);
      }
    }
  }
}
