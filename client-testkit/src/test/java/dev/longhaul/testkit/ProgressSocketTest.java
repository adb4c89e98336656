package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.longhaul.generated.functionrunner.model.BatchProgressResponseFrame;
import dev.longhaul.generated.functionrunner.model.ProgressCurrentFrame;
import dev.longhaul.generated.functionrunner.model.ProgressErrorFrame;
import dev.longhaul.generated.functionrunner.model.ProgressNotFoundFrame;
import dev.longhaul.generated.functionrunner.model.ProgressResponseFrame;
import dev.longhaul.generated.functionrunner.model.ProgressSubscribedFrame;
import dev.longhaul.generated.functionrunner.model.ProgressUpdateFrame;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(LeakCheck.class)
class ProgressSocketTest {

  private final FakeFunctionRunner fake =
      FakeFunctionRunner.start(FakeOptions.builder().events(EventsDialect.PROGRESS).build());
  private final Http http = new Http(fake);

  @BeforeEach
  void movesJobsByHand() {
    fake.everyJob(JobScript.byHand());
  }

  @AfterEach
  void close() {
    http.close();
    fake.close();
  }

  @Test
  void aSubscriptionToProgressBeginsWithSnapshots() throws Exception {
    SocketClient client = SocketClient.open(fake.eventsUrl());
    String id = http.submit();
    fake.job(id).running(30, "resize", "a third");

    client.send("{\"type\":\"subscribe\",\"task_ids\":[\"" + id + "\",\"none\"]}");
    JsonObject current = client.nextObject();
    JsonObject missing = client.nextObject();
    JsonObject subscribed = client.nextObject();
    fake.job(id).completed();
    JsonObject update = nextOf(client, "completed");

    Models.fit(current, ProgressCurrentFrame.class);
    assertThat(current.getAsJsonObject("data").get("overall_progress").getAsInt()).isEqualTo(30);
    assertThat(current.getAsJsonObject("data").get("status").getAsString()).isEqualTo("executing");
    Models.fit(missing, ProgressNotFoundFrame.class);
    Models.fit(subscribed, ProgressSubscribedFrame.class);
    Models.fit(update, ProgressUpdateFrame.class);
    assertThat(update.get("task_id").getAsString()).isEqualTo(id);
  }

  @Test
  void progressIsAnsweredWhenAsked() throws Exception {
    SocketClient client =
        SocketClient.open(fake.baseUrl().replace("http:", "ws:") + "/ws/progress");
    String id = http.submit();
    fake.job(id).failed("TASK_ERROR", "broken");
    String done = http.submit();
    fake.job(done).completed();

    client.send("{\"type\":\"get_progress\",\"task_id\":\"" + id + "\"}");
    JsonObject answer = client.nextObject();
    client.send("{\"type\":\"get_progress\",\"task_id\":\"none\"}");
    JsonObject missing = client.nextObject();
    client.send(
        "{\"type\":\"get_batch_progress\",\"batch_id\":\"b\",\"task_ids\":[\"%s\",\"%s\",\"x\"]}"
            .formatted(id, done));
    JsonObject batch = client.nextObject();

    Models.fit(answer, ProgressResponseFrame.class);
    assertThat(answer.getAsJsonObject("data").get("error").getAsString()).contains("broken");
    Models.fit(missing, ProgressNotFoundFrame.class);
    Models.fit(batch, BatchProgressResponseFrame.class);
    assertThat(batch.getAsJsonObject("data").get("total_tasks").getAsInt()).isEqualTo(2);
    assertThat(batch.getAsJsonObject("data").get("completed_tasks").getAsInt()).isEqualTo(1);
    assertThat(batch.getAsJsonObject("data").get("failed_tasks").getAsInt()).isEqualTo(1);
    assertThat(batch.getAsJsonObject("data").get("overall_progress").getAsInt()).isEqualTo(50);
  }

  @Test
  void whatTheProgressSocketCannotUseIsAnError() throws Exception {
    SocketClient client = SocketClient.open(fake.eventsUrl());

    for (String bad : List.of("{}", "no json", "{\"type\":\"subscribe\",\"task_ids\":[]}")) {
      client.send(bad);
      Models.fit(client.nextObject(), ProgressErrorFrame.class);
    }
  }

  @Test
  void whoUnsubscribedGetsNoMoreUpdates() throws Exception {
    SocketClient client = SocketClient.open(fake.eventsUrl());
    String id = http.submit();
    String ids = "\",\"task_ids\":[\"" + id + "\"]}";
    client.send("{\"type\":\"subscribe" + ids);
    client.nextOf("subscribed");
    client.send("{\"type\":\"unsubscribe" + ids).send("{\"type\":\"?\"}");
    client.nextOf("error");

    fake.pushEvent(fake.job(id));
    client.send("{\"type\":\"?\"}");

    assertThat(client.nextObject().get("type").getAsString()).isEqualTo("error");
  }

  private static JsonObject nextOf(SocketClient client, String status) throws Exception {
    JsonObject frame = client.nextOf("progress.update");
    while (!frame.getAsJsonObject("data").get("status").getAsString().equals(status)) {
      frame = client.nextOf("progress.update");
    }
    return frame;
  }
}
