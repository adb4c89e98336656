package dev.longhaul.functionrunner;

import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.internal.http.PathId;
import org.jspecify.annotations.Nullable;

/** What a submission and an id must be like, checked before anything is sent. */
final class TaskRules {
  private TaskRules() {}

  static void check(@Nullable TaskSubmission task) {
    if (task == null) {
      throw InvalidInputException.of("task", "is missing", "Pass a template id and inputs.");
    }
    PathId.required("template_id", task.getTemplateId());
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
}
