package dev.longhaul.functionrunner;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.model.OutputType;
import dev.longhaul.generated.functionrunner.model.TaskOutput;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.FileName;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.internal.http.Operation;
import dev.longhaul.transfer.DownloadedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    CompletableFuture<List<DownloadedFile>> all = CompletableFuture.completedFuture(saved);
    Map<String, TaskOutput> outputs = Objects.requireNonNullElse(result.getOutputs(), Map.of());
    for (Map.Entry<String, TaskOutput> output : outputs.entrySet()) {
      if (isFile(output.getValue())) {
        all = LinkedFuture.chain(all, before -> save(output.getKey(), output.getValue()));
      }
    }
    return LinkedFuture.map(all, List::copyOf);
  }

  private static boolean isFile(@Nullable TaskOutput output) {
    return output != null && OutputType.FILE.equals(output.getType()) && output.getUrl() != null;
  }

  private CompletableFuture<List<DownloadedFile>> save(String name, TaskOutput output) {
    Operation operation =
        Operation.read(FunctionRunnerClient.SERVICE, "downloadOutput", result.getTaskId());
    String file = FileName.safe(output.getFilename(), name);
    return LinkedFuture.map(
        transport.download(operation, output.getUrl(), folder, file).start(),
        path -> add(name, path));
  }

  private List<DownloadedFile> add(String name, Path path) {
    try {
      saved.add(new DownloadedFile(name, path, Files.size(path)));
      return saved;
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
