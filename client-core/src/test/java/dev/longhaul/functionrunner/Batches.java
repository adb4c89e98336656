package dev.longhaul.functionrunner;

import com.google.gson.JsonObject;
import dev.longhaul.generated.functionrunner.model.BatchSubmission;
import dev.longhaul.generated.functionrunner.model.BatchTask;
import dev.longhaul.testkit.JobScript;
import java.util.List;

/** Batches to submit. */
final class Batches {
  private Batches() {}

  static BatchTask task() {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", Bench.PROMPT);
    return new BatchTask().templateId("text-to-image").inputs(inputs);
  }

  static BatchTask task(String name, String... dependencies) {
    BatchTask task = task().taskName(name);
    return dependencies.length == 0 ? task : task.dependencies(List.of(dependencies));
  }

  static BatchSubmission of(BatchTask... tasks) {
    return new BatchSubmission().tasks(List.of(tasks));
  }

  /** Submits tasks of these names, which are held in the queue until the test moves them. */
  static BatchHandle submitted(Bench bench, String... names) throws InterruptedException {
    bench.fake.everyJob(JobScript.byHand());
    BatchTask[] tasks = List.of(names).stream().map(Batches::task).toArray(BatchTask[]::new);
    return bench.client.submitBatch(of(tasks));
  }
}
