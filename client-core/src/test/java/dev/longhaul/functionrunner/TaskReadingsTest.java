package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.reflect.TypeToken;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import dev.longhaul.internal.json.Json;
import dev.longhaul.job.JobFailure;
import dev.longhaul.job.JobPhase;
import dev.longhaul.job.JobReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each word of the service means. */
class TaskReadingsTest {
  @ParameterizedTest
  @CsvSource({
    "pending, WAITING",
    "queued, WAITING",
    "submitted, WAITING",
    "running, RUNNING",
    "preparing, RUNNING",
    "executing, RUNNING",
    "finalizing, RUNNING",
    "failed, FAILED",
    "timeout, FAILED",
    "cancelled, CANCELLED",
    "canceled, CANCELLED",
    "FAILED, FAILED",
    "defrosting, UNKNOWN"
  })
  void everyStateHasItsPhase(String state, JobPhase phase) throws Exception {
    assertThat(read("{'task_id':'t','status':'" + state + "'}").phase()).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({"completed, SUCCEEDED", "failed, FAILED", "cancelled, CANCELLED", "odd, SUCCEEDED"})
  void theResultHasTheLastWord(String state, JobPhase phase) throws Exception {
    TaskStatus status = json("{'task_id':'t','status':'completed'}", TaskStatus.class);
    TaskResult result = json("{'task_id':'t','status':'" + state + "'}", TaskResult.class);

    assertThat(TaskReadings.result("t", status, result).phase()).isEqualTo(phase);
  }

  @Test
  void theReasonOfAFailureIsTextOrAnObjectAndNeverHidesTheEnding() throws Exception {
    assertThat(failure("'it broke'").message()).hasValue("it broke");
    assertThat(failure("'it broke'").code()).isEqualTo("failed");
    assertThat(failure("{'code':'E1','message':'it broke'}").message()).hasValue("it broke");
    assertThat(failure("{'code':'E1','message':'it broke'}").code()).isEqualTo("E1");
    assertThat(failure("{'reason':1}").message()).hasValue("{\"reason\":1}");
    assertThat(failure("['a','b']").message()).hasValue("[\"a\",\"b\"]");
    assertThat(failure("null").message()).isEmpty();
  }

  private static JobFailure failure(String error) throws Exception {
    TaskStatus status =
        json("{'task_id':'t','status':'failed','error':" + error + "}", TaskStatus.class);
    return TaskReadings.failure("failed", status.getError());
  }

  private static JobReading<TaskResult> read(String status) throws Exception {
    return TaskReadings.status("t", json(status, TaskStatus.class));
  }

  private static <T> T json(String text, Class<T> type) throws Json.MalformedJsonException {
    return Json.read(text.replace('\'', '"'), TypeToken.get(type));
  }
}
