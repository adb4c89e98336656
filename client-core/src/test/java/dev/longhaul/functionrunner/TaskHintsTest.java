package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.generated.functionrunner.model.QualityLevel;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.job.EngineView;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a Function Runner tells about when to look again reaches the engine. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskHintsTest {
  private static final Map<String, String> IN_NINE_SECONDS = Map.of("Retry-After", "9");
  private static final String END = "2026-03-02T10:01:00Z";

  private final FakeFunctionRunner fake = FakeFunctionRunner.start();
  private final HttpTransport transport =
      new HttpTransport("function-runner", ClientOptions.builder(fake.baseUrl()).build());
  private final JobService<TaskSubmission, TaskResult> service =
      new TaskCalls(
              new Runner(
                  transport,
                  Bench.PLAIN,
                  Runner.newCache(transport, Bench.PLAIN),
                  CallOptions.defaults(),
                  null))
          .asJobService();

  @AfterEach
  void close() {
    transport.close();
    fake.close();
  }

  @Test
  void anAcceptedTaskTellsWhenItWillBeDoneAndWhenToAsk() throws Exception {
    fake.fault(
        FunctionRunnerOperation.SUBMIT_TASK,
        WireFault.status(
            202, IN_NINE_SECONDS, "{\"task_id\":\"t\",\"estimated_completion\":\"" + END + "\"}"));
    JobReading<TaskResult> accepted = EngineView.submit(service, Bench.task());

    assertThat(EngineView.eta(accepted)).isEqualTo(Instant.parse(END));
    assertThat(EngineView.pollAfter(accepted)).hasSeconds(9);
  }

  @Test
  void aReadTellsBothToo() throws Exception {
    fake.fault(
        FunctionRunnerOperation.READ_STATUS,
        WireFault.status(
            200,
            IN_NINE_SECONDS,
            "{\"task_id\":\"t\",\"status\":\"running\",\"eta\":\"" + END + "\"}"));
    JobReading<TaskResult> read = EngineView.read(service, "t");

    assertThat(EngineView.eta(read)).isEqualTo(Instant.parse(END));
    assertThat(EngineView.pollAfter(read)).hasSeconds(9);
  }

  @Test
  void tasksOfOneTemplateAndQualityTakeAlike() {
    assertThat(EngineView.kind(service, Bench.task()))
        .isEqualTo(EngineView.kind(service, Bench.task()))
        .isNotEqualTo(EngineView.kind(service, Bench.task().quality(QualityLevel.of("ultra"))))
        .isNotEqualTo(EngineView.kind(service, Bench.task().templateId("another_v1")))
        .doesNotContain(Bench.PROMPT);
  }
}
