package dev.longhaul.testkit;

/** Paths and bodies that several tests send. */
final class Requests {

  static final String ROOT = "/api/v1/functions";
  static final String TEMPLATES = ROOT + "/templates";
  static final String TASKS = ROOT + "/tasks";
  static final String BATCHES = ROOT + "/batches";

  static final String THUMBNAIL =
      """
      {"template_id": "thumbnail", "inputs": {"source": "cat.png", "size": 64},
       "metadata": {"project": "demo"}}
      """;

  private Requests() {}

  /** A batch of thumbnails; the flags are JSON that begins with a comma, or nothing. */
  static String batch(String flags, String... tasks) {
    return "{\"tasks\": [" + String.join(", ", tasks) + "]" + flags + "}";
  }

  /** A thumbnail of a batch, with a name, that waits for others by their names. */
  static String task(String name, String... dependencies) {
    String needed =
        dependencies.length == 0 ? "" : "\"" + String.join("\", \"", dependencies) + "\"";
    return """
        {"template_id": "thumbnail", "inputs": {"source": "cat.png"}, "task_name": "%s",
         "dependencies": [%s]}
        """
        .formatted(name, needed);
  }

  /** A submission of any template with any inputs, both as JSON. */
  static String submission(String templateId, String inputs) {
    return "{\"template_id\": \"" + templateId + "\", \"inputs\": " + inputs + "}";
  }
}
