package dev.longhaul.testkit;

/** Paths and bodies that several tests send. */
final class Requests {

  static final String ROOT = "/api/v1/functions";
  static final String TEMPLATES = ROOT + "/templates";
  static final String TASKS = ROOT + "/tasks";

  static final String THUMBNAIL =
      """
      {"template_id": "thumbnail", "inputs": {"source": "cat.png", "size": 64},
       "metadata": {"project": "demo"}}
      """;

  private Requests() {}

  /** A submission of any template with any inputs, both as JSON. */
  static String submission(String templateId, String inputs) {
    return "{\"template_id\": \"" + templateId + "\", \"inputs\": " + inputs + "}";
  }
}
