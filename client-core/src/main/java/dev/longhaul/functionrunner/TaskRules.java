package dev.longhaul.functionrunner;

import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a submission and an id must be like, checked before anything is sent. */
final class TaskRules {
  private static final int LONGEST_ID = 512;

  private TaskRules() {}

  static void check(@Nullable TaskSubmission task) {
    if (task == null) {
      throw InvalidInputException.of("task", "is missing", "Pass a template id and inputs.");
    }
    id("template_id", task.getTemplateId());
    JsonObject inputs = task.getInputs();
    if (inputs == null) {
      throw InvalidInputException.of(
          "inputs", "is missing", "Pass an object, empty if the template takes no input.");
    }
    Integer priority = task.getPriority();
    if (priority != null && (priority < 0 || priority > 100)) {
      throw InvalidInputException.of(
          "priority", "is " + priority + ", outside 0 to 100", "Leave it out for 5.");
    }
    if (task.getQuality() != null && task.getQuality().value().isBlank()) {
      throw InvalidInputException.of(
          "quality", "is blank", "Leave it out for the service's default.");
    }
  }

  /** Returns the id, if it can stand as one segment of a path. */
  static String id(String field, @Nullable String id) {
    String problem = problem(id);
    if (problem != null) {
      throw InvalidInputException.of(field, problem, "Pass the id as the service gave it.");
    }
    return Objects.requireNonNull(id);
  }

  /**
   * Returns what keeps a text from being an id, as the rest of a sentence, or null when nothing
   * does.
   */
  static @Nullable String problem(@Nullable String id) {
    if (id == null || id.isBlank()) {
      return "is missing or blank";
    }
    if (id.equals(".") || id.equals("..")) {
      return "is a dot segment, which would change the path";
    }
    if (id.length() > LONGEST_ID) {
      return "has " + id.length() + " characters, above the limit of " + LONGEST_ID;
    }
    return id.codePoints().anyMatch(TaskRules::isUnsendable)
        ? "holds a control character or half of a surrogate pair"
        : null;
  }

  private static boolean isUnsendable(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
  }
}
