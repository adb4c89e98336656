package dev.longhaul.sora;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;

/** A file as part of a form, read while it is sent and never held in memory. */
final class FilePart extends RequestBody {
  private final Path file;
  private final MediaType type;

  private FilePart(Path file, MediaType type) {
    this.file = file;
    this.type = type;
  }

  static MultipartBody.Part of(String field, Path file, String type) {
    return MultipartBody.Part.createFormData(
        field, String.valueOf(file.getFileName()), new FilePart(file, MediaType.get(type)));
  }

  @Override
  public MediaType contentType() {
    return type;
  }

  /** Fails for a file that is gone by now, before a byte of the request is sent. */
  @Override
  public long contentLength() throws IOException {
    return Files.size(file);
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    try (Source source = Okio.source(file)) {
      sink.writeAll(source);
    }
  }
}
