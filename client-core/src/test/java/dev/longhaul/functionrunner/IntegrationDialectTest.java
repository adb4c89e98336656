package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.functionrunner.FunctionRunnerOptions.Dialect;
import dev.longhaul.functionrunner.FunctionRunnerOptions.InputCheck;
import dev.longhaul.generated.functionrunner.model.OutputType;
import dev.longhaul.generated.functionrunner.model.QualityLevel;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobFailure;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.WireFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The other paths and names that a Function Runner may speak come to the same. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IntegrationDialectTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final FunctionRunnerOptions PLAIN =
      Bench.PLAIN.toBuilder().dialect(Dialect.INTEGRATION).build();
  private static final FunctionRunnerOptions STRICT =
      PLAIN.toBuilder().inputCheck(InputCheck.STRICT).build();

  @Test
  void aTaskGoesFromSubmissionToFile(@TempDir Path folder) throws Exception {
    try (Bench bench = Bench.open(STRICT)) {
      bench.fake.everyJob(JobScript.quick());
      JobHandle<TaskResult> task = bench.client.submit(Bench.task());
      TaskResult result = task.await(PATIENCE).resultOrThrow();

      assertThat(result.getTaskId()).isEqualTo(task.id().orElseThrow());
      assertThat(result.getExecutionTimeSeconds()).isPositive();
      assertThat(bench.client.download(result, folder))
          .singleElement()
          .satisfies(file -> assertThat(Files.size(file.path())).isPositive());
      assertThat(bench.fake.ledger().requests())
          .extracting(ReceivedRequest::path)
          .noneMatch(path -> path.contains("/functions/t"));
    }
  }

  @Test
  void theSubmissionKeepsItsFieldsAndItsKey() throws Exception {
    try (Bench bench = Bench.open(PLAIN)) {
      bench.fake.everyJob(JobScript.byHand());
      TaskSubmission task = Bench.task().priority(0).quality(QualityLevel.ULTRA);
      JobHandle<TaskResult> handle = bench.client.submit(task);

      FakeJob job = bench.fake.jobs().get(0);
      JsonObject sent = job.submission();
      assertThat(job.idempotencyKey()).isEqualTo(handle.key().toString());
      assertThat(sent.keySet())
          .containsExactlyInAnyOrder("template_id", "inputs", "quality", "priority", "metadata");
      assertThat(sent.get("priority").getAsInt()).isZero();
      assertThat(sent.get("quality").getAsString()).isEqualTo("ultra");
      assertThat(sent.getAsJsonObject("inputs")).isEqualTo(task.getInputs());
      assertThat(sent.getAsJsonObject("metadata").get("idempotency_key").getAsString())
          .isEqualTo(handle.key().toString());
    }
  }

  static Stream<TaskSubmission> tasksOutOfRange() {
    return Stream.of(
        Bench.task().priority(-1),
        Bench.task().priority(101),
        Bench.task().quality(QualityLevel.of(" ")));
  }

  @ParameterizedTest
  @MethodSource("tasksOutOfRange")
  void priorityAndQualityHaveTheSameLimits(TaskSubmission task) {
    try (Bench bench = Bench.open(PLAIN)) {
      assertThatThrownBy(() -> bench.client.submit(task)).isInstanceOf(InvalidInputException.class);
      assertThat(bench.fake.ledger().requests()).isEmpty();
    }
  }

  @Test
  void anEstimateThatIsNoTimeOfDayIsNotTakenForOne() throws Exception {
    try (Bench bench = Bench.open(PLAIN)) {
      bench.fake.fault(
          FunctionRunnerOperation.SUBMIT_TASK,
          WireFault.malformedJson("{\"task_id\":\"t\",\"estimated_completion\":42.5}"));
      JobHandle<TaskResult> task = bench.client.submit(Bench.task());

      assertThat(task.snapshot().eta()).isEmpty();
      assertThat(task.snapshot().rawState()).isEqualTo("submitted");
    }
  }

  @Test
  void anAnswerWithoutAnIdIsUncertain() {
    try (Bench bench = Bench.open(PLAIN)) {
      bench.fake.fault(
          FunctionRunnerOperation.SUBMIT_TASK,
          WireFault.malformedJson("{\"tracking_id\":\"track-1\"}"));
      SubmissionUncertainException uncertain =
          catchThrowableOfType(
              SubmissionUncertainException.class, () -> bench.client.submit(Bench.task()));

      assertThat(uncertain).isNotNull();
      assertThat(bench.fake.ledger().createsReceived()).isEqualTo(1);
    }
  }

  @Test
  void aTemplateThatIsNotThereIsRefused() {
    try (Bench bench = Bench.open(PLAIN)) {
      assertThatThrownBy(() -> bench.client.submit(Bench.task().templateId("nothing")))
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void progressAndTheReasonOfAFailureAreRead() throws Exception {
    try (Bench bench = Bench.open(PLAIN)) {
      JobHandle<TaskResult> task = bench.submitted();
      FakeJob job = bench.fake.jobs().get(0);
      job.running(61.5, "generation", "Frame 3");
      TaskStatus status = bench.client.status(job.id());
      assertThat(status.getProgress()).isEqualTo(61.5);
      assertThat(status.getStage()).isEqualTo("generation");
      assertThat(status.getMessage()).isEqualTo("Frame 3");

      job.failed("TASK_ERROR", "Out of memory");
      assertThat(bench.client.status(job.id()).getError().getAsString()).contains("Out of memory");
      assertThat(task.await(PATIENCE))
          .isInstanceOfSatisfying(
              JobOutcome.Failed.class,
              failed -> {
                JobFailure failure = failed.failure();
                assertThat(failure.code()).isEqualTo("failed");
                assertThat(failure.message().orElseThrow()).contains("Out of memory");
              });
      assertThat(bench.client.result(job.id()).getError().getAsString()).contains("Out of memory");
    }
  }

  @Test
  void anOutputOfAnyShapeIsKeptAsData() throws Exception {
    String outputs =
        "{\"log\":{\"path\":\"renders/log.txt\"},\"score\":0.5,\"none\":null,"
            + "\"image\":{\"type\":\"file\",\"url\":\"/f/1\",\"size_bytes\":3}}";
    try (Bench bench = Bench.open(PLAIN)) {
      bench.fake.fault(
          FunctionRunnerOperation.READ_STATUS,
          WireFault.malformedJson(
              "{\"task_id\":\"t\",\"status\":\"completed\",\"execution_time\":35.5,"
                  + "\"error_message\":null,\"outputs\":"
                  + outputs
                  + "}"));
      TaskResult result = bench.client.result("t");

      assertThat(result.getExecutionTimeSeconds()).isEqualTo(35.5);
      assertThat(result.getOutputs()).containsOnlyKeys("log", "score", "none", "image");
      assertThat(result.getOutputs().get("log").getType()).isEqualTo(OutputType.DATA);
      assertThat(result.getOutputs().get("log").getValue())
          .isEqualTo(JsonParser.parseString("{\"path\":\"renders/log.txt\"}"));
      assertThat(result.getOutputs().get("score").getValue().getAsDouble()).isEqualTo(0.5);
      assertThat(result.getOutputs().get("image").getType()).isEqualTo(OutputType.FILE);
      assertThat(result.getOutputs().get("image").getSizeBytes()).isEqualTo(3);
    }
  }

  @Test
  void anAcceptedCancellationEndsTheTask() throws Exception {
    try (Bench bench = Bench.open(PLAIN)) {
      JobHandle<TaskResult> task = bench.submitted();

      assertThat(task.cancel()).isInstanceOf(CancelResult.Accepted.class);
      assertThat(task.await(PATIENCE)).isInstanceOf(JobOutcome.Cancelled.class);
    }
  }

  @Test
  void aCancellationThatCameTooLateTellsTheOutcome() throws Exception {
    try (Bench bench = Bench.open(PLAIN)) {
      JobHandle<TaskResult> task = bench.submitted();
      task.detach();
      bench.fake.jobs().get(0).completed();

      assertThat(bench.client.cancel(task.id().orElseThrow()))
          .isInstanceOfSatisfying(
              CancelResult.AlreadyFinished.class,
              it -> assertThat(it.outcome()).isInstanceOf(JobOutcome.Succeeded.class));
    }
  }

  @Test
  void aRefusalThatLooksLikeAFailureProvesNothing() throws Exception {
    try (Bench bench = Bench.open(PLAIN)) {
      bench.fake.nextJob(JobScript.byHand().toBuilder().refusesCancel().build());
      JobHandle<TaskResult> task = bench.client.submit(Bench.task());

      assertThat(task.cancel()).isInstanceOf(CancelResult.AnswerLost.class);
      assertThat(bench.client.cancel("nobody")).isInstanceOf(CancelResult.AnswerLost.class);
    }
  }

  @Test
  void anUnknownTaskThatLooksLikeAFailureIsNotTakenForGone() throws Exception {
    try (Bench bench = Bench.open(PLAIN)) {
      assertThatThrownBy(() -> bench.client.status("nobody"))
          .isInstanceOf(ServiceFailedException.class);
      JobHandle<TaskResult> task = bench.submitted();
      bench.fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.status(500));
      int before = bench.fake.ledger().requests(FunctionRunnerOperation.READ_STATUS).size();
      bench.fake.ledger().await(FunctionRunnerOperation.READ_STATUS, before + 5);
      assertThat(task.outcome()).isNotDone();

      bench.fake.clearFaults();
      bench.fake.jobs().get(0).completed();
      assertThat(task.await(PATIENCE)).isInstanceOf(JobOutcome.Succeeded.class);
    }
  }

  @Test
  void batchesAreRefusedBeforeAnythingIsSent() throws Exception {
    try (Bench bench = Bench.open(STRICT)) {
      assertThatThrownBy(() -> bench.client.submitBatch(Batches.of(Batches.task())))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("INTEGRATION, which has no batches")
          .hasMessageContaining("one by one");
      assertThat(Bench.failure(bench.client.submitBatchAsync(Batches.of(Batches.task()))))
          .isInstanceOf(InvalidInputException.class);
      assertThat(Bench.failure(bench.client.attachBatchAsync("b")))
          .isInstanceOf(InvalidInputException.class);
      assertThat(bench.fake.ledger().requests()).isEmpty();
    }
  }
}
