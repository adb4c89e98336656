package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.generated.streamer.model.BulkOperationPayload;
import dev.longhaul.generated.streamer.model.DataOutput;
import dev.longhaul.generated.streamer.model.DataSource;
import dev.longhaul.generated.streamer.model.GenerateReportPayload;
import dev.longhaul.generated.streamer.model.GenerateReportRouterPayload;
import dev.longhaul.generated.streamer.model.ProcessDataPayload;
import dev.longhaul.generated.streamer.model.ProcessDataRouterPayload;
import dev.longhaul.job.JobHandle;
import dev.longhaul.streamer.StreamerAction;
import dev.longhaul.streamer.StreamerClient;
import dev.longhaul.streamer.StreamerOptions.RequestShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The payloads that have a schema, in one of the two shapes: every example of the document. */
enum StreamerPayloads {
  DOCUMENTED(
      Map.of(
          "generate_report", "GenerateReportPayload",
          "process_data", "ProcessDataPayload",
          "bulk_operation", "BulkOperationPayload")) {
    @Override
    void ask(StreamerClient client, List<JobHandle<?>> jobs) throws InterruptedException {
      for (GenerateReportPayload report : models("generate_report", GenerateReportPayload.class)) {
        jobs.add(client.generateReport(report));
        jobs.add(client.generateReportAsync(report).join());
      }
      for (ProcessDataPayload data : models("process_data", ProcessDataPayload.class)) {
        jobs.add(client.processData(data));
        jobs.add(client.processDataAsync(data).join());
      }
      jobs.add(client.processData(withAllParts()));
    }
  },
  ROUTER(
      Map.of(
          "generate_report", "GenerateReportRouterPayload",
          "process_data", "ProcessDataRouterPayload",
          "bulk_operation", "BulkOperationPayload")) {
    @Override
    void ask(StreamerClient client, List<JobHandle<?>> jobs) throws InterruptedException {
      for (GenerateReportRouterPayload report :
          models("generate_report", GenerateReportRouterPayload.class)) {
        jobs.add(client.request(StreamerAction.GENERATE_REPORT, report));
      }
      for (ProcessDataRouterPayload data : models("process_data", ProcessDataRouterPayload.class)) {
        jobs.add(client.request(StreamerAction.PROCESS_DATA, data));
      }
      jobs.add(client.generateReport(documented()));
    }
  };

  private final Map<String, String> schemas;

  StreamerPayloads(Map<String, String> schemas) {
    this.schemas = schemas;
  }

  static StreamerPayloads of(RequestShape shape) {
    return valueOf(shape.name());
  }

  abstract void ask(StreamerClient client, List<JobHandle<?>> jobs) throws InterruptedException;

  /** Asks for everything on every way there is. */
  List<JobHandle<?>> askAll(StreamerClient client) throws InterruptedException {
    List<JobHandle<?>> jobs = new ArrayList<>();
    ask(client, jobs);
    for (BulkOperationPayload bulk : models("bulk_operation", BulkOperationPayload.class)) {
      jobs.add(client.request(StreamerAction.BULK_OPERATION, bulk));
    }
    return jobs;
  }

  <T> List<T> models(String action, Class<T> type) {
    return check().examples(schemas.get(action)).values().stream()
        .map(example -> Trees.model(example, type))
        .toList();
  }

  /** Returns a data run whose source and output have all fields; its own examples do not. */
  static ProcessDataPayload withAllParts() {
    return Trees.model(example("ProcessDataPayload"), ProcessDataPayload.class)
        .dataSource(Trees.model(example("DataSource"), DataSource.class))
        .output(Trees.model(example("DataOutput"), DataOutput.class));
  }

  private static JsonElement example(String schema) {
    return check().examples(schema).get("example");
  }

  /** Returns a report in the documented shape, without what the router does not take. */
  static GenerateReportPayload documented() {
    return Trees.model(example("GenerateReportPayload"), GenerateReportPayload.class).filters(null);
  }

  private static FrameCheck check() {
    return FrameCheck.of("streamer");
  }

  /** Checks that the payloads of frames fit, and that none of their fields was left out. */
  void fit(FrameCheck check, List<JsonObject> frames) {
    Set<String> missing = new TreeSet<>();
    schemas.values().forEach(schema -> missing.addAll(check.fields(schema)));
    for (JsonObject frame : frames) {
      String schema = schemas.get(frame.get("action").getAsString());
      if (schema != null) {
        String payload = frame.get("payload").toString();
        assertThat(check.problems(schema, payload)).isEmpty();
        missing.removeAll(FrameCheck.fieldsOf(payload));
      }
    }
    assertThat(missing).as("fields that nobody sent").isEmpty();
  }
}
