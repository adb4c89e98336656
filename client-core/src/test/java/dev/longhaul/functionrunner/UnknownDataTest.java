package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.generated.functionrunner.model.QualityLevel;
import dev.longhaul.generated.functionrunner.model.TaskOutput;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobPhase;
import dev.longhaul.testkit.EventRecorder;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What this version does not know passes through as it came, and ends nothing. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnknownDataTest {
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.open();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void anUnknownStateKeepsItsTextAndTheJobGoesOn() throws Exception {
    JobHandle<TaskResult> job = bench.submitted();
    try (EventRecorder<JobEvent> events = EventRecorder.create()) {
      job.listen(events::accept);
      bench.fake.job(job.id().orElseThrow()).rawState("hibernating");
      JobEvent.PhaseChanged changed = events.nextUntil(JobEvent.PhaseChanged.class);
      while (!changed.snapshot().rawState().equals("hibernating")) {
        changed = events.nextUntil(JobEvent.PhaseChanged.class);
      }

      assertThat(changed.snapshot().phase()).isEqualTo(JobPhase.UNKNOWN);
      bench.fake.job(job.id().orElseThrow()).completed();
      events.nextUntil(JobEvent.Ended.class);
    }
  }

  @Test
  void anUnknownStateIsReadAsItIs() throws Exception {
    JobHandle<TaskResult> job = bench.submitted();
    job.detach();
    bench.fake.job(job.id().orElseThrow()).rawState("hibernating");

    assertThat(bench.client.status(job.id().orElseThrow()).getStatus().value())
        .isEqualTo("hibernating");
  }

  @ParameterizedTest
  @CsvSource({
    "pending, WAITING",
    "queued, WAITING",
    "Submitted, WAITING",
    "running, RUNNING",
    "preparing, RUNNING",
    "executing, RUNNING",
    "FINALIZING, RUNNING",
    "failed, FAILED",
    "timeout, FAILED",
    "cancelled, CANCELLED",
    "canceled, CANCELLED",
    "completed, SUCCEEDED",
    "Completed, SUCCEEDED",
    "done, UNKNOWN"
  })
  void everyStateHasItsPhase(String state, JobPhase phase) throws Exception {
    String result = "{\"task_id\":\"t\",\"status\":\"" + state + "\"}";
    bench.fake.always(FunctionRunnerOperation.READ_RESULT, WireFault.malformedJson(result));
    bench.fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.malformedJson(result));
    JobHandle<TaskResult> job = bench.client.attach("t");

    while (job.snapshot().rawState().isEmpty()) {
      Thread.onSpinWait(); // The first read is under way; the test's time limit ends this.
    }

    assertThat(job.snapshot().phase()).isEqualTo(phase);
    assertThat(job.snapshot().rawState()).isEqualTo(state);
    job.detach();
  }

  @ParameterizedTest
  @CsvSource({"failed, Failed", "timeout, Failed", "cancelled, Cancelled", "archived, Succeeded"})
  void aResultThatDisagreesWithItsStatusHasTheLastWord(String state, String outcome)
      throws Exception {
    String result = "{\"task_id\":\"t\",\"status\":\"" + state + "\"}";
    bench.fake.always(FunctionRunnerOperation.READ_RESULT, WireFault.malformedJson(result));
    JobHandle<TaskResult> job = bench.submitted();
    bench.fake.job(job.id().orElseThrow()).completed();

    assertThat(job.await(Duration.ofSeconds(10)).getClass().getSimpleName()).isEqualTo(outcome);
  }

  @Test
  void unknownFieldsAreLetPass() throws Exception {
    String body = "{\"task_id\":\"t\",\"status\":\"queued\",\"mood\":{\"now\":[\"fine\"]}}";
    bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.malformedJson(body));

    TaskStatus status = bench.client.status("t");

    assertThat(status.getTaskId()).isEqualTo("t");
  }

  @Test
  void anUnknownKindOfOutputKeepsItsText() throws Exception {
    String body =
        "{\"task_id\":\"t\",\"status\":\"completed\",\"outputs\":{\"a\":{\"type\":\"hologram\"}}}";
    bench.fake.fault(FunctionRunnerOperation.READ_RESULT, WireFault.malformedJson(body));

    Map<String, TaskOutput> outputs = bench.client.result("t").getOutputs();

    assertThat(outputs.get("a").getType().value()).isEqualTo("hologram");
    assertThat(outputs.get("a").getType().isKnown()).isFalse();
  }

  @Test
  void anUnknownQualityIsSentAsItIs() throws Exception {
    bench.fake.fault(
        FunctionRunnerOperation.SUBMIT_TASK, WireFault.malformedJson("{\"task_id\":\"t\"}"));

    bench.client.submit(Bench.task().quality(QualityLevel.of("cinematic"))).detach();

    assertThat(
            bench
                .fake
                .ledger()
                .requests(FunctionRunnerOperation.SUBMIT_TASK)
                .get(0)
                .json()
                .get("quality"))
        .hasToString("\"cinematic\"");
  }

  @Test
  void anAcceptanceThatTellsTheIdAloneIsEnough() throws Exception {
    bench.fake.fault(
        FunctionRunnerOperation.SUBMIT_TASK, WireFault.malformedJson("{\"task_id\":\"t:1\"}"));

    JobHandle<TaskResult> job = bench.client.submit(Bench.task());

    assertThat(job.id()).contains("t:1");
    assertThat(job.snapshot().phase()).isEqualTo(JobPhase.WAITING);
    job.detach();
  }

  @Test
  void anAcceptanceInAnUnknownStateIsAnAcceptance() throws Exception {
    String body = "{\"task_id\":\"t\",\"status\":\"dreaming\",\"queue_position\":3}";
    bench.fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.malformedJson(body));

    JobHandle<TaskResult> job = bench.client.submit(Bench.task());
    job.detach();

    assertThat(job.snapshot().rawState()).isEqualTo("dreaming");
    assertThat(job.snapshot().queuePosition()).hasValue(3);
  }
}
