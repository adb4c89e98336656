package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.testkit.FakeStreamerOptions.Shapes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which requests are refused, and how. */
@ExtendWith(LeakCheck.class)
class StreamerRulesTest {

  private static final String ROUTER_REPORT =
      """
      {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-03-31T23:59:59Z", "format": "csv",
       "report_type": "quarterly"}
      """;
  private static final String ROUTER_DATA =
      """
      {"dataset_id": "sales-2026", "operations": ["filter", "aggregate"],
       "output_format": "parquet"}
      """;

  private FakeStreamer fake = FakeStreamer.start();
  private StreamerLine line = open();
  private int asked;

  private StreamerLine open() {
    try {
      return StreamerLine.open(fake);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    line.close();
    fake.close();
  }

  @Test
  void aRefusalNamesFieldExpectationAndValue() throws Exception {
    line.ask("r", "generate_report", "{\"start_date\": \"01/20/2024\"}");

    assertThat(line.next())
        .isEqualTo(
            JsonParser.parseString(
                """
                {"type": "error", "error": {"request_id": "r", "code": "VALIDATION_ERROR",
                 "message": "The field start_date was refused", "details": {"field": "start_date",
                 "expected": "YYYY-MM-DD", "received": "01/20/2024"}}}
                """));
    assertThat(fake.accepted("generate_report")).isZero();
    assertThat(fake.requests()).hasSize(1);
  }

  @Test
  void theRulesForReportsHold() throws Exception {
    String report = "generate_report";
    assertTaken(report, StreamerLine.REPORT);
    assertTaken(report, change(StreamerLine.REPORT, "end_date", "\"2027-01-01\""));
    assertTaken(report, change(StreamerLine.REPORT, "report_type", "\"custom\""));
    assertRefused("payload", report, "[]");
    assertRefused("start_date", report, "{}");
    assertRefused("start_date", report, change(StreamerLine.REPORT, "start_date", "20260101"));
    assertRefused("end_date", report, change(StreamerLine.REPORT, "end_date", "\"2025-12-31\""));
    assertRefused("end_date", report, change(StreamerLine.REPORT, "end_date", "\"2027-01-02\""));
    assertRefused("format", report, change(StreamerLine.REPORT, "format", "\"doc\""));
    assertRefused("report_type", report, change(StreamerLine.REPORT, "report_type", "\"daily\""));
    assertRefused("include_charts", report, change(StreamerLine.REPORT, "include_charts", "1"));
    assertRefused("filters", report, change(StreamerLine.REPORT, "filters", "[]"));
  }

  @Test
  void theRulesForDataHold() throws Exception {
    String data = "process_data";
    assertTaken(data, StreamerLine.DATA);
    assertTaken(
        data, change(StreamerLine.DATA, "data_source", "{\"type\": \"query\", \"query\": \"q\"}"));
    assertRefused("pipeline", data, change(StreamerLine.DATA, "pipeline", "\"guess\""));
    assertRefused("data_source", data, change(StreamerLine.DATA, "data_source", "\"file\""));
    assertRefused("type", data, change(StreamerLine.DATA, "data_source", "{}"));
    for (String type : new String[] {"file", "query", "stream"}) {
      String field = type.equals("file") ? "path" : type.equals("query") ? "query" : "stream_id";
      String source = "{\"type\": \"" + type + "\"}";
      assertRefused(field, data, change(StreamerLine.DATA, "data_source", source));
    }
    assertRefused("output", data, change(StreamerLine.DATA, "output", "null"));
    assertRefused("format", data, change(StreamerLine.DATA, "output", "{\"format\": \"xml\"}"));
    assertRefused("options", data, change(StreamerLine.DATA, "options", "3"));
  }

  @Test
  void theRulesForBulkOperationsHold() throws Exception {
    String bulk = "bulk_operation";
    assertTaken(bulk, StreamerLine.BULK);
    assertTaken(bulk, change(StreamerLine.BULK, "batch_size", "0"));
    assertRefused("operation_type", bulk, change(StreamerLine.BULK, "operation_type", "\"merge\""));
    assertRefused("entity_type", bulk, change(StreamerLine.BULK, "entity_type", "\"cat\""));
    assertRefused("items", bulk, change(StreamerLine.BULK, "items", "[]"));
    assertRefused("items", bulk, change(StreamerLine.BULK, "items", "[1]"));
    String many = "[" + "{},".repeat(10_000) + "{}]";
    assertRefused("items", bulk, change(StreamerLine.BULK, "items", many));
    assertRefused("batch_size", bulk, change(StreamerLine.BULK, "batch_size", "101"));
    assertRefused("batch_size", bulk, change(StreamerLine.BULK, "batch_size", "2.5"));
  }

  @Test
  void theRouterHasShapesOfItsOwn() throws Exception {
    restart(Shapes.ROUTER);
    String report = "generate_report";
    String data = "process_data";

    assertTaken(report, ROUTER_REPORT);
    assertTaken(data, ROUTER_DATA);
    assertRefused("start_date", report, StreamerLine.REPORT);
    assertRefused("report_type", report, change(ROUTER_REPORT, "report_type", "\"custom\""));
    assertRefused(
        "end_date", report, change(ROUTER_REPORT, "end_date", "\"2025-12-31T00:00:00Z\""));
    assertRefused("dataset_id", data, StreamerLine.DATA);
    assertRefused("dataset_id", data, change(ROUTER_DATA, "dataset_id", "\" \""));
    assertRefused("operations", data, change(ROUTER_DATA, "operations", "[]"));
    assertRefused("operations", data, change(ROUTER_DATA, "operations", "[\"guess\"]"));
    assertRefused("output_format", data, change(ROUTER_DATA, "output_format", "\"xml\""));
  }

  @Test
  void asDeployedNeitherShapeIsEverDone() throws Exception {
    restart(Shapes.AS_DEPLOYED);
    fake.nextRequest(StreamerScript.builder().queued().result().build());

    assertRefused("start_date", "generate_report", StreamerLine.REPORT);
    line.ask("report", "generate_report", ROUTER_REPORT);
    assertThat(line.nextBody().get("status").getAsString()).isEqualTo("queued");
    line.ask("data", "process_data", ROUTER_DATA);
    assertThat(line.nextBody().get("status").getAsString()).isEqualTo("queued");
    line.assertQuiet();
    // The script is still there: no request that is dropped uses it up.
    line.ask("bulk", "bulk_operation", StreamerLine.BULK);
    assertThat(line.nextBody().get("status").getAsString()).isEqualTo("queued");
    assertThat(line.next().get("type").getAsString()).isEqualTo("result");
    assertThat(fake.accepted("generate_report")).isEqualTo(1);
  }

  @Test
  void aMessageThatIsNoRequestIsRefused() throws Exception {
    for (String text : new String[] {"", "not json", "[]", "7", "{\"id\":"}) {
      line.send(text);
      JsonObject error = line.nextBody();
      assertThat(error.get("code").getAsString()).isEqualTo("VALIDATION_ERROR");
      assertThat(error.has("request_id")).isFalse();
    }
    line.send("{\"id\": \"r\", \"action\": 7}");
    assertThat(field(line.nextBody())).isEqualTo("action");
    assertThat(fake.requests()).isEmpty();
    assertThat(fake.sockets().await(1).received()).hasSize(6);
  }

  @Test
  void anActionThatNobodyKnowsIsRefused() throws Exception {
    for (String action : new String[] {"", "echo_async", "delay", "GENERATE_REPORT"}) {
      line.ask("r", action, "{}");
      assertThat(line.nextBody().get("code").getAsString()).isEqualTo("INVALID_ACTION");
    }
  }

  @Test
  void anIdIsTakenOnceOnly() throws Exception {
    fake.everyRequest(StreamerScript.silent());
    line.askReport("same");
    line.next();
    line.askReport("same");
    JsonObject error = line.nextBody();

    assertThat(error.get("code").getAsString()).isEqualTo("INTERNAL_ERROR");
    assertThat(error.has("request_id")).isFalse();
    assertThat(fake.accepted("generate_report")).isEqualTo(1);
    assertThat(fake.requests()).hasSize(2);
  }

  @Test
  void anIdThatWasRefusedMayComeAgain() throws Exception {
    line.ask("same", "generate_report", "{}");
    line.next();
    line.ask("same", "health", "{}");

    assertThat(line.nextBody().get("status").getAsString()).isEqualTo("success");
  }

  @Test
  void aRequestWithoutIdGetsOneOfTheService() throws Exception {
    line.send("{\"action\": \"health\"}");

    assertThat(line.nextBody().get("request_id").getAsString())
        .isEqualTo(fake.requests().get(0).id())
        .isNotEmpty();
  }

  private void restart(Shapes shapes) {
    close();
    fake = FakeStreamer.start(FakeStreamerOptions.builder().shapes(shapes).build());
    line = open();
  }

  private void assertTaken(String action, String payload) throws Exception {
    fake.nextRequest(StreamerScript.silent());
    line.ask("taken-" + asked++, action, payload);
    JsonObject frame = line.next();
    assertThat(frame.get("type").getAsString()).as("%s", frame).isEqualTo("response");
  }

  private void assertRefused(String field, String action, String payload) throws Exception {
    line.ask("refused-" + asked++, action, payload);
    JsonObject error = line.nextBody();
    assertThat(error.get("code").getAsString()).isEqualTo("VALIDATION_ERROR");
    assertThat(field(error)).isEqualTo(field);
  }

  private static String field(JsonObject error) {
    return error.getAsJsonObject("details").get("field").getAsString();
  }

  private static String change(String payload, String field, String value) {
    JsonElement json = JsonParser.parseString(payload);
    json.getAsJsonObject().add(field, JsonParser.parseString(value));
    return json.toString();
  }
}
