package dev.longhaul.cli;

import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.OutputType;
import dev.longhaul.generated.functionrunner.model.TaskOutput;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** Saves what a job made, and writes the path of each file as soon as it is whole. */
final class ResultFiles {
  private final Display display;
  private final FunctionRunnerClient client;
  private final Path out;

  ResultFiles(Display display, FunctionRunnerClient client, Path out) {
    this.display = display;
    this.client = client;
    this.out = out;
  }

  void save(TaskResult result) throws IOException, InterruptedException {
    Map<String, TaskOutput> outputs = Objects.requireNonNullElse(result.getOutputs(), Map.of());
    if (outputs.isEmpty()) {
      display.note("The job succeeded, and has no outputs.");
    }
    for (Map.Entry<String, TaskOutput> output : outputs.entrySet()) {
      save(result.getTaskId(), output.getKey(), output.getValue());
    }
  }

  /** One output at a time, so that what was written is told even if the next one fails. */
  private void save(String id, String name, TaskOutput output)
      throws IOException, InterruptedException {
    if (OutputType.FILE.equals(output.getType()) && output.getUrl() != null) {
      TaskResult alone = new TaskResult().taskId(id).putOutputsItem(name, output);
      client.download(alone, out).forEach(file -> display.result(file.path().toString()));
    } else if (output.getValue() != null && !output.getValue().isJsonNull()) {
      display.result(DataFile.write(out, name, output.getValue()).toString());
    } else if (output.getUrl() != null) {
      display.note("The output " + name + " is a link: " + output.getUrl());
    } else {
      display.note("The output " + name + " is empty.");
    }
  }
}
