package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A call of one client method. */
@FunctionalInterface
interface ClientCall {
  /**
   * Opens a client, calls it once, closes it, and returns all that the caller was told, as a tree.
   *
   * @throws Exception as the client does
   */
  JsonElement make(Scene scene) throws Exception;

  /**
   * Where a call is made.
   *
   * @param server the base URL of the service
   * @param folder an empty folder
   * @param pause how long a client may rest before it looks again: longer than any test after a
   *     good answer, so that nothing is read that was not asked for, and short after a bad one,
   *     when it may look for a submission whose answer was lost
   */
  record Scene(URI server, Path folder, Duration pause) {
    static Scene of(URI server, Path folder, CannedAnswer answer) {
      return new Scene(
          server, folder, answer.isSuccess() ? Duration.ofHours(1) : Duration.ofMillis(10));
    }
  }
}
