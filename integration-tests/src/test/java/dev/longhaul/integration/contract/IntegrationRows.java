package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerOptions.Dialect;
import dev.longhaul.functionrunner.TemplateQuery;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import java.util.List;

/**
 * Templates and tasks of the Function Runner, in the dialect that has paths of their own for them.
 * The client gives them the shape of the other dialect.
 */
final class IntegrationRows {
  private static final String TEMPLATE = "image_generation_v1";
  private static final String TASK = "task-900";

  private IntegrationRows() {}

  static List<ContractRow> rows() {
    return List.of(
        ContractRow.of("function-runner: listBackendTemplates")
            .call("all", integration((c, f) -> Trees.of(c.templates(TemplateQuery.all()))))
            .call("filtered", integration((c, f) -> Trees.of(c.templates(everyFilter()))))
            .neverSends("query gpu_only=[true]")
            .telling(page -> page.getAsJsonObject().get("templates")),
        ContractRow.of("function-runner: readBackendTemplate")
            .call("by id", integration((c, f) -> Trees.of(c.template(TEMPLATE))))
            .neverSends("query version=[1.2.0]")
            .telling(IntegrationRows::asTemplate),
        ContractRow.of("function-runner: submitIntegrationTask")
            .callWithEachExample(
                TaskSubmission.class,
                task ->
                    integration(
                        (c, f) ->
                            FunctionRunnerCalls.submitted(c.submit(task, FunctionRunnerRows.KEY))))
            .neverSends("body.project_id", "body.shot_id", "body.canvas_node_id")
            .sending(IntegrationRows::withoutPlace)
            .telling(answer -> only(answer, "task_id", "status")),
        ContractRow.of("function-runner: readIntegrationTaskStatus")
            .call(
                "status",
                integration((c, f) -> Trees.of(c.status(TASK))),
                IntegrationRows::asStatus)
            .call(
                "result",
                integration((c, f) -> Trees.of(c.result(TASK))),
                IntegrationRows::asResult),
        ContractRow.of("function-runner: cancelIntegrationTask")
            .call("by id", integration((c, f) -> Handles.cancelled(c.cancel(TASK))))
            .besides("function-runner: readIntegrationTaskStatus", "200/failed")
            .telling(anyWords -> Handles.cancelled("Accepted", TASK, 0))
            // The task has failed whenever it is read, so that is what a refusal comes to.
            .tellingRefusals(answer -> Handles.cancelled("AlreadyFinished", TASK, 0)));
  }

  private static ClientCall integration(FunctionRunnerCalls.Use use) {
    return FunctionRunnerCalls.in(Dialect.INTEGRATION, use);
  }

  private static TemplateQuery everyFilter() {
    SpecOperation list = Spec.operation("function-runner: listBackendTemplates");
    return TemplateQuery.builder()
        .category(list.parameterExample("category").getAsString())
        .tags(Trees.texts(list.parameterExample("tag")))
        .build();
  }

  /** The needs of a template and its own document have another shape here, and are not told. */
  private static JsonElement asTemplate(JsonElement answer) {
    JsonObject template = answer.getAsJsonObject();
    JsonObject ends = template.remove("interface").getAsJsonObject();
    JsonObject inputs = ends.getAsJsonObject("inputs");
    inputs.asMap().values().forEach(rule -> flatten(rule.getAsJsonObject()));
    template.add("parameter_schema", inputs);
    template.add("output_schema", ends.get("outputs"));
    template.remove("requirements");
    template.remove("openapi_schema");
    return template;
  }

  private static void flatten(JsonObject rule) {
    rule.remove("name");
    if (rule.has("constraints")) {
      rule.remove("constraints").getAsJsonObject().asMap().forEach(rule::add);
    }
  }

  /** A submission has no field for the place that its result belongs to. */
  private static JsonElement withoutPlace(JsonElement task) {
    JsonObject body = FunctionRunnerRows.withKey(task).getAsJsonObject();
    List.of("project_id", "shot_id", "canvas_node_id").forEach(body::remove);
    return body;
  }

  private static JsonElement asStatus(JsonElement answer) {
    return only(
        withCommonNames(answer), "task_id", "status", "progress", "stage", "message", "error");
  }

  private static JsonElement asResult(JsonElement answer) {
    return only(
        withCommonNames(answer), "task_id", "status", "outputs", "error", "execution_time_seconds");
  }

  private static JsonElement withCommonNames(JsonElement answer) {
    JsonObject told = answer.getAsJsonObject();
    told.add("error", told.remove("error_message"));
    told.add("execution_time_seconds", told.remove("execution_time"));
    return told;
  }

  private static JsonElement only(JsonElement answer, String... names) {
    answer.getAsJsonObject().keySet().retainAll(List.of(names));
    return answer;
  }
}
