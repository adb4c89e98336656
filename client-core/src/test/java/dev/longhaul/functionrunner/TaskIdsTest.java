package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An id is one segment of the path, whatever characters it holds. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskIdsTest {
  private static final String TASKS = "/api/v1/functions/tasks/";

  @ParameterizedTest
  @CsvSource({
    "demo:1, demo:1",
    "a b, a%20b",
    "100%, 100%25",
    "%2e%2e, %252e%252e",
    "a/b, a%2Fb",
    "../../secrets, ..%2F..%2Fsecrets",
    "/, %2F",
    "a?b=c, a%3Fb=c",
    "a#b, a%23b",
    "'a;b,c', 'a;b,c'",
    "a+b, a+b",
    "a\\b, a%5Cb",
    "..., ...",
    "..;, ..;",
    "é日🐈, %C3%A9%E6%97%A5%F0%9F%90%88"
  })
  void everyCallKeepsTheIdInOneSegment(String id, String segment) throws Exception {
    FakeOptions options = FakeOptions.builder().jobIds(number -> id).build();
    try (Bench bench = Bench.open(options, it -> it)) {
      JobHandle<TaskResult> job = bench.submitted();

      assertThat(job.id()).contains(id);
      assertThat(bench.client.status(id).getTaskId()).isEqualTo(id);
      assertThat(bench.client.cancel(id)).isEqualTo(new CancelResult.Accepted<>(id));
      assertThat(job.await(Duration.ofSeconds(10)).id()).isEqualTo(id);
      assertThat(bench.client.result(id).getTaskId()).isEqualTo(id);
      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.READ_STATUS))
          .extracting(ReceivedRequest::path)
          .containsOnly(TASKS + segment + "/status");
      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.CANCEL_TASK))
          .extracting(ReceivedRequest::path)
          .containsOnly(TASKS + segment + "/cancel");
      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.READ_RESULT))
          .extracting(ReceivedRequest::path)
          .containsOnly(TASKS + segment + "/result");
      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.UNKNOWN)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"team/model, team%2Fmodel", "v1:x y, v1:x%20y", "../x, ..%2Fx"})
  void theIdOfATemplateIsOneSegmentToo(String id, String segment) throws Exception {
    try (Bench bench = Bench.open()) {
      bench.fake.addTemplate(new Template().id(id).name("odd"));

      assertThat(bench.client.template(id).getName()).isEqualTo("odd");
      assertThat(bench.client.templateAsync(id).join().getId()).isEqualTo(id);
      assertThat(bench.fake.ledger().requests())
          .extracting(ReceivedRequest::path)
          .containsOnly("/api/v1/functions/templates/" + segment);
    }
  }
}
