package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A client that is sent the frames of a document, one for each test. */
interface FrameHearer {
  /**
   * Returns what each frame means, in few words: by its schema or, where an example means something
   * else, by schema and example, such as {@code FileFrame/deleted}.
   */
  Map<String, String> meanings();

  /** Sends a frame to a client, and checks that it was told what that means. */
  void hears(String schema, String meaning, JsonElement example) throws Exception;

  /** Returns the schemas that the client understands. */
  default Set<String> schemas() {
    return meanings().keySet().stream()
        .filter(name -> !name.contains("/"))
        .collect(Collectors.toSet());
  }

  /** Returns what an example means. */
  default String meaning(String schema, String example) {
    Map<String, String> meanings = meanings();
    return meanings.getOrDefault(schema + "/" + example, meanings.get(schema));
  }
}
