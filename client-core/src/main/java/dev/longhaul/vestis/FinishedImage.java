package dev.longhaul.vestis;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.FileName;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.transfer.DownloadFailedException;
import dev.longhaul.transfer.DownloadedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import okhttp3.Request;

/** Saves the image that a job has made. */
final class FinishedImage {
  private FinishedImage() {}

  static CompletableFuture<DownloadedFile> save(
      HttpTransport transport, JobResult result, Path folder) {
    String address = result.getImageUrl();
    if (address == null || address.isBlank()) {
      throw InvalidInputException.of(
          "result", "names no image_url", "Pass the result of a job that is completed.");
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw InvalidInputException.of(
          "folder", "is a file", "Pass a folder; it is made if it does not exist.");
    }
    Operation operation = Operation.read(VestisClient.SERVICE, "downloadImage", null);
    HttpUrl url = transport.base().resolve(address);
    if (url == null) {
      throw new DownloadFailedException(
          "The image has no http address. Ask the service's owner why.",
          operation.facts().build(),
          null);
    }
    Request request = new Request.Builder().url(url).build();
    return LinkedFuture.map(
        transport.downloads().save(operation, request, folder, FileName.safe(name(url), "image")),
        path -> new DownloadedFile("image", path, length(path)));
  }

  /** The last part of the path; the query of a signed address is no name. */
  private static String name(HttpUrl url) {
    String path = String.join("/", url.pathSegments());
    return path.substring(path.lastIndexOf('/') + 1);
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
