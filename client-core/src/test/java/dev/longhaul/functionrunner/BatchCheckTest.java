package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.functionrunner.FunctionRunnerOptions.InputCheck;
import dev.longhaul.generated.functionrunner.model.BatchSubmission;
import dev.longhaul.generated.functionrunner.model.BatchTask;
import dev.longhaul.generated.functionrunner.model.QualityLevel;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch that cannot work is refused before it costs anything. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchCheckTest {
  private static final FunctionRunnerOptions STRICT = FunctionRunnerOptions.defaults();

  /** A batch, and what its error names. */
  record Row(BatchSubmission batch, String field, String told) {
    @Override
    public String toString() {
      return field + " " + told;
    }
  }

  static Stream<Row> batchesThatCannotWork() {
    BatchTask fine = Batches.task();
    JsonObject endless = new JsonObject();
    endless.addProperty("prompt", Double.NaN);
    return Stream.of(
        new Row(new BatchSubmission(), "tasks", "is missing or empty"),
        new Row(new BatchSubmission().tasks(List.of()), "tasks", "is missing or empty"),
        new Row(
            new BatchSubmission().tasks(Stream.generate(Batches::task).limit(1_001).toList()),
            "tasks",
            "holds 1001 tasks, above the limit of 1000 of this client"),
        new Row(new BatchSubmission().tasks(Arrays.asList(fine, null)), "tasks[1]", "is null"),
        new Row(Batches.of(fine, Batches.task().templateId("")), "tasks[1].template_id", "blank"),
        new Row(Batches.of(Batches.task().templateId("..")), "tasks[0].template_id", "dot segment"),
        new Row(Batches.of(fine, Batches.task().inputs(null)), "tasks[1].inputs", "is missing"),
        new Row(Batches.of(Batches.task().inputs(endless)), "inputs", "cannot be written as JSON"),
        new Row(Batches.of(Batches.task().priority(-1)), "tasks[0].priority", "outside 0 to 100"),
        new Row(Batches.of(Batches.task().priority(101)), "tasks[0].priority", "outside 0 to 100"),
        new Row(
            Batches.of(fine, Batches.task().quality(QualityLevel.of(" "))),
            "tasks[1].quality",
            "is blank"),
        new Row(Batches.of(Batches.task("")), "tasks[0].task_name", "is blank"),
        new Row(
            Batches.of(Batches.task("a"), Batches.task("b"), Batches.task("a")),
            "tasks[2].task_name",
            "is the same as that of tasks[0]"),
        new Row(
            Batches.of(Batches.task("a"), Batches.task("b", "a", "c")),
            "tasks[1].dependencies[1]",
            "names no task of the batch"),
        new Row(
            Batches.of(Batches.task("a").dependencies(Arrays.asList((String) null))),
            "tasks[0].dependencies[0]",
            "is null"),
        new Row(Batches.of(Batches.task("a", "a")), "tasks[0].dependencies[0]", "the task itself"),
        new Row(
            Batches.of(
                Batches.task("out", "x"),
                Batches.task("x", "z"),
                Batches.task("y", "x"),
                Batches.task("z", "y")),
            "tasks",
            "hold a circle: x waits for z, z waits for y, y waits for x."),
        new Row(
            Batches.of(Batches.task("a dog\nb", "c"), Batches.task("c", "a dog\nb")),
            "tasks",
            "hold a circle: tasks[0] waits for c, c waits for tasks[0]."),
        new Row(ring(1_000), "tasks", "t9 waits for t10, and so on."));
  }

  @ParameterizedTest
  @MethodSource("batchesThatCannotWork")
  void isRefusedByNameBeforeAnythingIsSent(Row row) throws Exception {
    try (Bench bench = Bench.open(STRICT)) {
      InvalidInputException wrong =
          catchThrowableOfType(
              InvalidInputException.class, () -> bench.client.submitBatch(row.batch()));

      assertThat(wrong.field()).isEqualTo(row.field());
      assertThat(wrong)
          .hasMessageStartingWith(row.field() + " ")
          .hasMessageContaining(row.told())
          .hasMessageNotContaining(Bench.PROMPT);
      assertThat(Bench.failure(bench.client.submitBatchAsync(row.batch())))
          .hasMessage(wrong.getMessage());
      assertThat(bench.fake.ledger().requests()).isEmpty();
    }
  }

  @Test
  void thereHasToBeABatch() {
    try (Bench bench = Bench.open()) {
      assertThat(Bench.failure(bench.client.submitBatchAsync(null)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("batch is missing");
    } catch (Exception unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  @Test
  void aLongChainIsNoCircle() throws Exception {
    try (Bench bench = Bench.open()) {
      List<BatchTask> chain = new ArrayList<>(ring(BatchRules.MOST_TASKS).getTasks());
      chain.set(999, Batches.task("t999"));
      BatchHandle batch = bench.client.submitBatch(new BatchSubmission().tasks(chain));
      batch.detach();

      assertThat(bench.fake.ledger().creates()).isEqualTo(1_000);
    }
  }

  @Test
  void inputsAreHeldAgainstTheTemplateOfEachTask() throws Exception {
    try (Bench bench = Bench.open(STRICT)) {
      BatchTask wide = Batches.task();
      wide.getInputs().addProperty("width", 5_000);
      InvalidInputException wrong =
          catchThrowableOfType(
              InvalidInputException.class,
              () -> bench.client.submitBatch(Batches.of(Batches.task(), Batches.task(), wide)));

      assertThat(wrong.field()).isEqualTo("tasks[2].inputs.width");
      assertThat(wrong)
          .hasMessageContaining("above the limit of 2048")
          .hasMessageNotContaining("5000");
      assertThat(bench.fake.ledger().createsReceived()).isZero();
    }
  }

  @Test
  void theFirstTemplateWithAWrongTaskIsTheOneThatIsTold() {
    try (Bench bench = Bench.open(STRICT)) {
      BatchTask report = Batches.task().templateId("report");
      BatchTask unnamed = Batches.task();
      unnamed.getInputs().addProperty("widht", 64);
      InvalidInputException wrong =
          catchThrowableOfType(
              InvalidInputException.class,
              () -> bench.client.submitBatch(Batches.of(Batches.task(), report, unnamed)));

      assertThat(wrong.field()).isEqualTo("tasks[2].inputs.widht");
      assertThat(wrong).hasMessageContaining("Did you mean width?");
    }
  }

  @Test
  void oneTemplateIsReadOnceForAllItsTasks() throws Exception {
    FunctionRunnerOptions uncached = Bench.PLAIN.toBuilder().inputCheck(InputCheck.STRICT).build();
    try (Bench bench = Bench.open(uncached)) {
      bench.client.submitBatch(Batches.of(Batches.task(), Batches.task(), Batches.task())).detach();

      assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.READ_TEMPLATE)).hasSize(1);
    }
  }

  @Test
  void aTemplateThatCannotBeReadLeavesTheCheckToTheService() throws Exception {
    try (Bench bench = Bench.open(STRICT)) {
      bench.fake.fault(FunctionRunnerOperation.READ_TEMPLATE, WireFault.status(500));
      bench.client.submitBatch(Batches.of(Batches.task())).detach();

      assertThat(bench.fake.ledger().creates()).isEqualTo(1);
    }
  }

  @Test
  void inputsThatTheTemplateDoesNotNamePassWhereTheCallerSaysSo() throws Exception {
    FunctionRunnerOptions lenient =
        STRICT.toBuilder().inputCheck(InputCheck.UNKNOWN_ALLOWED).build();
    try (Bench bench = Bench.open(lenient)) {
      BatchTask unnamed = Batches.task();
      unnamed.getInputs().addProperty("tempo", 3);
      bench.client.submitBatch(Batches.of(unnamed)).detach();

      assertThat(bench.fake.jobs().get(0).submission().getAsJsonObject("inputs").has("tempo"))
          .isTrue();
    }
  }

  private static BatchSubmission ring(int size) {
    return new BatchSubmission()
        .tasks(
            IntStream.range(0, size)
                .mapToObj(i -> Batches.task("t" + i, "t" + (i + 1) % size))
                .toList());
  }
}
