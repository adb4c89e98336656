package dev.longhaul.transfer;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.LonghaulException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A file could not be saved on this side: the folder cannot be written, the disk is full, or the
 * job's answer names no address that can be fetched. Nothing half-written is left. Remedy: mend
 * what the text names, then download again; the job need not be repeated.
 */
public final class DownloadFailedException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what was wrong and what to do, free of secrets and payloads
   * @param facts what is known about the call
   * @param cause what led to it, or null
   */
  public DownloadFailedException(String message, CallFacts facts, @Nullable Throwable cause) {
    super(message, facts, cause);
  }

  @Override
  public String userMessage() {
    return "The file could not be saved. Check the folder and the space left, then try again.";
  }

  @Override
  public DownloadFailedException with(CallFacts facts) {
    return alike(new DownloadFailedException(sentence(), facts, getCause()));
  }
}
