package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.testkit.FakeOptions.Keys;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class SecondDialectTest {

  private static final String TEMPLATES = "/api/v1/templates/";
  private static final String TASKS = "/api/v1/integration/tasks";

  private final VirtualTime time = VirtualTime.create();
  private final FakeFunctionRunner fake =
      FakeFunctionRunner.start(FakeOptions.builder().clock(time).keys(Keys.REPLAYED).build());
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    http.close();
    fake.close();
  }

  @Test
  void templatesAreListedInBriefWithTotals() throws IOException {
    JsonObject page = http.get(TEMPLATES).object();

    assertThat(page.get("total").getAsInt()).isEqualTo(3);
    assertThat(page.get("categories")).hasToString("[\"document\",\"image\"]");
    assertThat(page.getAsJsonArray("tags")).hasSize(5);
    JsonObject first = page.getAsJsonArray("templates").get(0).getAsJsonObject();
    assertThat(first.keySet())
        .containsExactlyInAnyOrder(
            "id",
            "name",
            "version",
            "category",
            "description",
            "author",
            "tags",
            "requires_gpu",
            "loaded_at",
            "file_path");
    assertThat(first.get("requires_gpu").getAsBoolean()).isTrue();
  }

  @Test
  void templatesHaveFiltersOfTheirOwn() throws IOException {
    assertThat(listed("?category=document")).containsExactly("report");
    assertThat(listed("?tag=image&tag=resize")).containsExactly("thumbnail");
    assertThat(listed("?gpu_only=true")).containsExactly("text-to-image");
    assertThat(listed("?gpu_only=false&limit=1&tags=none")).hasSize(3);
  }

  @Test
  void aTemplateHasItsLimitsNested() throws IOException {
    JsonObject template = http.get(TEMPLATES + "text-to-image").object();

    JsonObject inputs = template.getAsJsonObject("interface").getAsJsonObject("inputs");
    assertThat(inputs.get("width"))
        .hasToString(
            "{\"name\":\"width\",\"type\":\"integer\",\"required\":false,"
                + "\"description\":\"Width in pixels.\",\"default\":1024,"
                + "\"constraints\":{\"min_value\":64,\"max_value\":2048}}");
    assertThat(inputs.getAsJsonObject("seed").has("constraints")).isFalse();
    assertThat(template.getAsJsonObject("interface").get("outputs"))
        .hasToString("{\"image\":{\"name\":\"image\",\"type\":\"file\"}}");
    assertThat(template.get("requirements"))
        .hasToString("{\"resources\":{\"gpu\":true,\"vram_gb\":12}}");
    assertThat(template.getAsJsonArray("examples")).hasSize(1);
    assertThat(template.has("parameter_schema")).isFalse();
  }

  @Test
  void aTemplateIsFoundByItsIdAndVersion() throws IOException {
    assertThat(http.get(TEMPLATES + "report?version=0.9.0").status()).isEqualTo(200);
    assertThat(http.get(TEMPLATES + "report?version=1.0.0").status()).isEqualTo(404);
    assertThat(http.get(TEMPLATES + "nothing").errorCode()).isEqualTo("RESOURCE_NOT_FOUND");
    fake.addTemplate(new Template().id("bare"));
    assertThat(http.get(TEMPLATES + "bare").status()).isEqualTo(200);
    assertThat(listed("?gpu_only=true")).doesNotContain("bare");
  }

  @Test
  void aTaskIsTheSameJobInBothDialects() throws IOException {
    fake.nextJob(JobScript.slow());

    JsonObject accepted = http.post(TASKS, Requests.THUMBNAIL).object();

    assertThat(accepted)
        .hasToString(
            "{\"task_id\":\"task-1\",\"tracking_id\":\"track-1\",\"status\":\"submitted\","
                + "\"estimated_completion\":100.0,\"message\":\"Task submitted\"}");
    assertThat(fake.ledger().creates()).isEqualTo(1);
    assertThat(http.status("task-1").get("status").getAsString()).isEqualTo("queued");
    assertThat(status("task-1").get("status").getAsString()).isEqualTo("queued");
    assertThat(fake.job("task-1").statusReads()).isEqualTo(2);
  }

  @Test
  void aStatusCarriesWhatAResultWould() throws IOException {
    http.post(TASKS, Requests.THUMBNAIL);
    assertThat(status("task-1"))
        .hasToString(
            "{\"task_id\":\"task-1\",\"status\":\"queued\",\"progress\":0.0,\"outputs\":{}}");

    time.advance(Duration.ofSeconds(1));
    JsonObject done = status("task-1");

    assertThat(done.get("execution_time").getAsDouble()).isEqualTo(0.9);
    assertThat(done.has("execution_time_seconds")).isFalse();
    assertThat(done.has("created_at")).isFalse();
    String url = done.getAsJsonObject("outputs").getAsJsonObject("image").get("url").getAsString();
    assertThat(http.get(url).status()).isEqualTo(200);
    assertThat(http.get(TASKS + "/task-1/result").status()).isEqualTo(404);
  }

  @Test
  void aFailureHasAnotherName() throws IOException {
    fake.nextJob(JobScript.failing());
    http.post(TASKS, Requests.THUMBNAIL);
    time.advance(Duration.ofSeconds(1));

    JsonObject status = status("task-1");

    assertThat(status.get("error_message").getAsString()).startsWith("TASK_ERROR");
    assertThat(status.has("error")).isFalse();
  }

  @Test
  void anUnknownTaskIsAnErrorOfTheServer() throws IOException {
    assertThat(http.get(TASKS + "/task-9/status").errorCode()).isEqualTo("HTTP_500");
    assertThat(cancel("task-9").errorCode()).isEqualTo("HTTP_500");
  }

  @Test
  void onlyAnActiveTaskIsCancelled() throws IOException {
    fake.everyJob(JobScript.slow());
    fake.nextJob(JobScript.slow().toBuilder().refusesCancel().build());
    http.post(TASKS, Requests.THUMBNAIL);
    http.post(TASKS, Requests.THUMBNAIL);

    assertThat(cancel("task-1").status()).isEqualTo(500);
    assertThat(cancel("task-2").object().get("message").getAsString())
        .isEqualTo("Task is cancelled");
    assertThat(cancel("task-2").status()).isEqualTo(500);
    assertThat(fake.job("task-2").state()).isEqualTo("cancelled");
  }

  @Test
  void submissionsAreCheckedWithTheFieldsOfThisDialect() throws IOException {
    String misplaced =
        """
        {"template_id": "thumbnail", "inputs": {"source": "a"}, "project_id": 7}
        """;

    assertThat(http.post(TASKS, misplaced).status()).isEqualTo(422);
    assertThat(http.post(TASKS, Requests.submission("thumbnail", "{}")).status()).isEqualTo(422);
    Http.Answer unknown = http.post(TASKS, Requests.submission("nothing", "{}"));
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.errorCode()).isEqualTo("VALIDATION_ERROR");
    assertThat(fake.ledger().creates()).isZero();
  }

  @Test
  void faultsKeysAndCountsHoldForBothDialects() throws IOException {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.status(503));
    assertThat(http.post(TASKS, Requests.THUMBNAIL, "k").status()).isEqualTo(503);
    http.post(TASKS, Requests.THUMBNAIL, "k");
    http.post(TASKS, Requests.THUMBNAIL, "k");
    http.get(TEMPLATES);
    http.get(TEMPLATES + "report");
    status("task-1");
    cancel("task-1");

    assertThat(fake.ledger().createsFor("k")).isEqualTo(1);
    assertThat(fake.ledger().createsReceived()).isEqualTo(3);
    assertThat(fake.ledger().requests().subList(3, 7))
        .extracting(ReceivedRequest::operation)
        .containsExactly(
            FunctionRunnerOperation.LIST_TEMPLATES,
            FunctionRunnerOperation.READ_TEMPLATE,
            FunctionRunnerOperation.READ_STATUS,
            FunctionRunnerOperation.CANCEL_TASK);
  }

  private List<String> listed(String query) throws IOException {
    List<String> ids = new ArrayList<>();
    for (JsonElement it : http.get(TEMPLATES + query).object().getAsJsonArray("templates")) {
      ids.add(it.getAsJsonObject().get("id").getAsString());
    }
    return ids;
  }

  private JsonObject status(String id) throws IOException {
    return http.get(TASKS + "/" + id + "/status").object();
  }

  private Http.Answer cancel(String id) throws IOException {
    return http.post(TASKS + "/" + id + "/cancel", "");
  }
}
