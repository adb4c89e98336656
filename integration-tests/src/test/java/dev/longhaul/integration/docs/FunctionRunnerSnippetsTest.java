package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.integration.ChildProcess;
import dev.longhaul.job.GroupOutcome;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the page of the Function Runner shows does what it says there. */
@ExtendWith({LeakCheck.class, FakeExtension.class})
class FunctionRunnerSnippetsTest {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionRunnerSnippetsTest.class);

  private FunctionRunnerClient client;

  @TempDir Path folder;

  @BeforeEach
  void open(FakeFunctionRunner fake) {
    client = FunctionRunnerClient.open(ClientOptions.builder(fake.baseUrl()).build());
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aClientIsOpenedWithUrlAndToken() throws Exception {
    List<Template> shown = new ArrayList<>();
    FakeOptions guarded = FakeOptions.builder().token("s3cret").build();
    try (FakeFunctionRunner other = FakeFunctionRunner.start(guarded)) {
      FunctionRunnerSnippets.open(other.baseUrl(), "s3cret", shown::add);
    }

    assertThat(shown).extracting(Template::getId).containsExactly("text-to-image");
  }

  @Test
  void aProgramTakesItsOptionsFromTheEnvironment() throws Exception {
    FakeOptions guarded = FakeOptions.builder().token("s3cret").build();
    try (FakeFunctionRunner other = FakeFunctionRunner.start(guarded);
        ChildProcess program =
            ChildProcess.main(
                Map.of(
                    "LONGHAUL_FUNCTIONS_BASE_URL", other.baseUrl(),
                    "LONGHAUL_FUNCTIONS_TOKEN", "s3cret",
                    "LONGHAUL_FUNCTIONS_TIMEOUT", "5s"),
                FunctionRunnerSnippets.FromEnvironment.class)) {
      assertThat(program.firstLine()).isEqualTo("3 templates");
    }
  }

  @Test
  void theOptionsOfAServerSayWhereItsPathsBegin(FakeFunctionRunner fake) throws Exception {
    ClientOptions options = ClientOptions.builder(fake.baseUrl()).build();
    try (FunctionRunnerClient other = FunctionRunnerSnippets.ownOptions(options)) {
      other.statusAsync("task-1").handle((status, error) -> error).get();
    }

    assertThat(fake.ledger().requests())
        .singleElement()
        .satisfies(it -> assertThat(it.path()).isEqualTo("/runner/v2/tasks/task-1/status"));
  }

  @Test
  void thePagesOfAListEndWithAShortOne(FakeFunctionRunner fake) throws Exception {
    IntStream.range(0, 60)
        .forEach(i -> fake.addTemplate(new Template().id("t" + i).category("image")));

    assertThat(FunctionRunnerSnippets.pages(client)).hasSize(62);
    assertThat(fake.ledger().requests(FunctionRunnerOperation.LIST_TEMPLATES)).hasSize(2);
  }

  @Test
  void aMistypedInputIsToldAsOnThePage(FakeFunctionRunner fake) throws Exception {
    String page = Document.read("docs/function-runner.md").text();

    String told = FunctionRunnerSnippets.inputs(client);

    assertThat(page.replaceAll("\\s+//\\s+", " ").replaceAll("\\s+", " ")).contains(told);
    assertThat(fake.ledger().createsReceived()).isZero();
  }

  @Test
  void twoSubmissionsWithOneKeyAreOne(FakeFunctionRunner fake) throws Exception {
    List<JobHandle<TaskResult>> handles = FunctionRunnerSnippets.ownKey(client, task());

    assertThat(handles.get(1)).isSameAs(handles.get(0));
    assertThat(handles.get(2).id()).isEqualTo(handles.get(0).id());
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void aWatchTellsTheEnding() throws Exception {
    String id = client.submit(task()).id().orElseThrow();

    assertThat(FunctionRunnerSnippets.watch(client, id, LOG)).startsWith("done by ");
  }

  @Test
  void aCancellationTellsTheTruth(FakeFunctionRunner fake) throws Exception {
    fake.nextJob(JobScript.stuck());
    JobHandle<TaskResult> going = client.submit(task());
    JobHandle<TaskResult> ended = client.submit(task());
    ended.await(Duration.ofSeconds(20));

    assertThat(FunctionRunnerSnippets.cancel(going)).startsWith("will end: Cancelled");
    assertThat(FunctionRunnerSnippets.cancel(ended)).startsWith("had ended: Succeeded");
  }

  @Test
  void aResultIsSavedByItsTaskAlone() throws Exception {
    JobHandle<TaskResult> job = client.submit(task());
    job.await(Duration.ofSeconds(20));

    assertThat(FunctionRunnerSnippets.result(client, job.id().orElseThrow(), folder))
        .singleElement()
        .satisfies(file -> assertThat(file.path()).isRegularFile());
  }

  @Test
  void aBatchRunsItsTasksInTheirOrder(FakeFunctionRunner fake) throws Exception {
    JsonObject copy = new JsonObject();
    copy.addProperty("source", "still.png");

    GroupOutcome<TaskResult> outcome =
        FunctionRunnerSnippets.stillThenCopy(client, task().getInputs(), copy, LOG);

    assertThat(outcome.succeeded()).isTrue();
    assertThat(fake.ledger().requests(FunctionRunnerOperation.SUBMIT_BATCH)).hasSize(1);
  }

  private static TaskSubmission task() {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "a lighthouse at dawn");
    return new TaskSubmission().templateId("text-to-image").inputs(inputs);
  }
}
