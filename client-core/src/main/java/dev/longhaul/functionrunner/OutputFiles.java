package dev.longhaul.functionrunner;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.model.OutputType;
import dev.longhaul.generated.functionrunner.model.TaskOutput;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.FileName;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.transfer.DownloadedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Saves the outputs of a task that are files, one after the other, in the order of the answer. */
final class OutputFiles {
  private final HttpTransport transport;
  private final TaskResult result;
  private final Path folder;
  private final List<Map.Entry<String, TaskOutput>> files = new ArrayList<>();
  private final List<DownloadedFile> saved = new ArrayList<>();

  OutputFiles(HttpTransport transport, TaskResult result, Path folder) {
    this.transport = transport;
    this.result = result;
    this.folder = folder;
  }

  CompletableFuture<List<DownloadedFile>> save() {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw InvalidInputException.of(
          "folder", "is a file", "Pass a folder; it is made if it does not exist.");
    }
    Map<String, TaskOutput> outputs = Objects.requireNonNullElse(result.getOutputs(), Map.of());
    outputs.forEach(
        (name, output) -> {
          if (isFile(output)) {
            files.add(Map.entry(name, output));
          }
        });
    LinkedFuture<List<DownloadedFile>> all =
        new LinkedFuture<>(CompletableFuture.completedFuture(0));
    saveFrom(0, all);
    return all;
  }

  private static boolean isFile(@Nullable TaskOutput output) {
    return output != null && OutputType.FILE.equals(output.getType()) && output.getUrl() != null;
  }

  /**
   * One future stands for all steps: a tower of one for each would be as high as the server likes.
   */
  private void saveFrom(int index, LinkedFuture<List<DownloadedFile>> all) {
    if (index == files.size()) {
      all.complete(List.copyOf(saved));
      return;
    }
    String name = files.get(index).getKey();
    CompletableFuture<Path> step = Guarded.call(() -> start(name, files.get(index).getValue()));
    all.waitFor(step);
    step.whenComplete(
        (path, error) -> {
          if (error != null) {
            all.completeExceptionally(LinkedFuture.reason(error));
          } else {
            saved.add(new DownloadedFile(name, path, length(path)));
            saveFrom(index + 1, all);
          }
        });
  }

  private CompletableFuture<Path> start(String name, TaskOutput output) {
    Operation operation =
        Operation.read(FunctionRunnerClient.SERVICE, "downloadOutput", result.getTaskId());
    String file = FileName.safe(output.getFilename(), name);
    return transport.downloads().save(operation, output.getUrl(), folder, file);
  }

  /** A file that someone took away at once was still written whole. */
  private static long length(Path path) {
    try {
      return Files.size(path);
    } catch (IOException gone) {
      return 0;
    }
  }
}
