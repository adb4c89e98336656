package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import java.net.URI;
import java.nio.file.Path;

/** A call of one client method. */
@FunctionalInterface
interface ClientCall {
  /**
   * Opens a client, calls it once, closes it, and returns all that the caller was told, as a tree.
   *
   * @param server the base URL of the service
   * @param folder an empty folder
   * @throws Exception as the client does
   */
  JsonElement make(URI server, Path folder) throws Exception;
}
