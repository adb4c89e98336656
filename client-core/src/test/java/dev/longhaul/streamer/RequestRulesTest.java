package dev.longhaul.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.streamer.model.BulkEntityType;
import dev.longhaul.generated.streamer.model.BulkOperationPayload;
import dev.longhaul.generated.streamer.model.BulkOperationType;
import dev.longhaul.generated.streamer.model.DataFormat;
import dev.longhaul.generated.streamer.model.DataOperation;
import dev.longhaul.generated.streamer.model.DataOutput;
import dev.longhaul.generated.streamer.model.DataPipeline;
import dev.longhaul.generated.streamer.model.DataSource;
import dev.longhaul.generated.streamer.model.DataSourceType;
import dev.longhaul.generated.streamer.model.GenerateReportRouterPayload;
import dev.longhaul.generated.streamer.model.ProcessDataPayload;
import dev.longhaul.generated.streamer.model.ProcessDataRouterPayload;
import dev.longhaul.generated.streamer.model.ReportFormat;
import dev.longhaul.generated.streamer.model.ReportType;
import dev.longhaul.generated.streamer.model.RouterReportType;
import dev.longhaul.job.JobHandle;
import dev.longhaul.streamer.StreamerOptions.OverGatewayLimit;
import dev.longhaul.streamer.StreamerOptions.RequestShape;
import dev.longhaul.testkit.FakeStreamerOptions.Shapes;
import dev.longhaul.testkit.LeakCheck;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is refused before a byte is sent, and the two shapes of what is sent. */
@ExtendWith(LeakCheck.class)
class RequestRulesTest {
  private static ProcessDataPayload run() {
    return new ProcessDataPayload()
        .pipeline(DataPipeline.CLASSIFICATION)
        .dataSource(new DataSource().type(DataSourceType.FILE).path("/inbox/sales.csv"))
        .output(new DataOutput().format(DataFormat.CSV));
  }

  private static ProcessDataRouterPayload routerRun() {
    return new ProcessDataRouterPayload()
        .datasetId("sales-2026")
        .addOperationsItem(DataOperation.FILTER)
        .outputFormat(DataFormat.JSON);
  }

  private static GenerateReportRouterPayload routerReport() {
    return new GenerateReportRouterPayload()
        .startDate(OffsetDateTime.parse("2026-01-01T00:00:00Z"))
        .endDate(OffsetDateTime.parse("2026-01-31T23:59:59Z"))
        .format(ReportFormat.CSV)
        .reportType(RouterReportType.MONTHLY);
  }

  private static BulkOperationPayload bulk(int items) {
    return new BulkOperationPayload()
        .operationType(BulkOperationType.UPDATE)
        .entityType(BulkEntityType.PRODUCT)
        .items(Collections.nCopies(items, new JsonObject()));
  }

  private static Map<String, Object> documented() {
    Map<String, Object> wrong = new LinkedHashMap<>();
    wrong.put("start_date", StreamerBench.january().startDate(null));
    wrong.put("end_date", StreamerBench.january().endDate(null));
    wrong.put("end_date ", StreamerBench.january().endDate(LocalDate.parse("2025-12-31")));
    wrong.put("end_date  ", StreamerBench.january().endDate(LocalDate.parse("2027-01-02")));
    wrong.put("format", StreamerBench.january().format(null));
    wrong.put("format ", StreamerBench.january().format(ReportFormat.of("docx")));
    wrong.put("report_type", StreamerBench.january().reportType(ReportType.of("daily")));
    wrong.put("pipeline", run().pipeline(null));
    wrong.put("pipeline ", run().pipeline(DataPipeline.of("magic")));
    wrong.put("data_source", run().dataSource(null));
    wrong.put("data_source.type", run().dataSource(new DataSource()));
    wrong.put("data_source.path", run().dataSource(source(DataSourceType.FILE).query("q")));
    wrong.put("data_source.query", run().dataSource(source(DataSourceType.QUERY).query(" ")));
    wrong.put("data_source.stream_id", run().dataSource(source(DataSourceType.STREAM).path("p")));
    wrong.put("output", run().output(null));
    wrong.put("output.format", run().output(new DataOutput()));
    wrong.put("operation_type", bulk(1).operationType(null));
    wrong.put("entity_type", bulk(1).entityType(BulkEntityType.of("planet")));
    wrong.put("items", bulk(0));
    wrong.put("items ", bulk(10_001));
    wrong.put("items  ", bulk(1).items(null));
    wrong.put("batch_size", bulk(1).batchSize(101));
    wrong.put("payload", routerRun());
    wrong.put("payload ", routerReport());
    return wrong;
  }

  private static DataSource source(DataSourceType type) {
    return new DataSource().type(type);
  }

  private static Map<String, Object> router() {
    Map<String, Object> wrong = new LinkedHashMap<>();
    wrong.put("report_type", StreamerBench.january().reportType(ReportType.CUSTOM));
    wrong.put("filters", StreamerBench.january().filters(new JsonObject()));
    wrong.put("report_type ", routerReport().reportType(RouterReportType.of("custom")));
    wrong.put("start_date", routerReport().startDate(null));
    wrong.put("end_date", routerReport().endDate(OffsetDateTime.parse("2025-12-31T23:59:59Z")));
    wrong.put("end_date ", routerReport().endDate(OffsetDateTime.parse("2027-01-02T00:00:00Z")));
    wrong.put("payload", run());
    wrong.put("dataset_id", routerRun().datasetId(" "));
    wrong.put("operations", routerRun().operations(List.of()));
    wrong.put("operations ", routerRun().addOperationsItem(DataOperation.of("shred")));
    wrong.put("output_format", routerRun().outputFormat(null));
    return wrong;
  }

  @TestFactory
  List<DynamicTest> aWrongPayloadIsRefusedBeforeAnythingIsSent() {
    List<DynamicTest> tests = new ArrayList<>();
    documented()
        .forEach((field, wrong) -> tests.add(refused(RequestShape.DOCUMENTED, field, wrong)));
    router().forEach((field, wrong) -> tests.add(refused(RequestShape.ROUTER, field, wrong)));
    return tests;
  }

  private static DynamicTest refused(RequestShape shape, String field, Object wrong) {
    return DynamicTest.dynamicTest(
        shape + " " + field,
        () -> {
          try (StreamerBench bench = StreamerBench.open(s -> s.requestShape(shape))) {
            assertThatThrownBy(() -> bench.client.request("any", wrong))
                .isInstanceOfSatisfying(
                    InvalidInputException.class,
                    refused -> assertThat(refused.field()).isEqualTo(field.strip()));
            StreamerBench.failure(
                InvalidInputException.class, bench.client.requestAsync("any", wrong));
            assertThat(bench.fake.sockets().opened()).isZero();
          }
        });
  }

  @Test
  void aReportIsSentWithDaysOrWithTimes() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      StreamerBench.result(bench.client.generateReport(StreamerBench.january()));
      JsonObject sent = bench.fake.requests().get(0).payload().getAsJsonObject();
      assertThat(sent.get("start_date").getAsString()).isEqualTo("2026-01-01");
      assertThat(sent.get("end_date").getAsString()).isEqualTo("2026-01-31");
      assertThat(sent.has("include_charts")).isFalse();
    }
    try (StreamerBench bench =
        StreamerBench.open(
            fake -> fake.shapes(Shapes.ROUTER), s -> s.requestShape(RequestShape.ROUTER))) {
      StreamerBench.result(bench.client.generateReport(StreamerBench.january()));
      JsonObject sent = bench.fake.requests().get(0).payload().getAsJsonObject();
      assertThat(sent.get("start_date").getAsString()).isEqualTo("2026-01-01T00:00:00Z");
      assertThat(sent.get("end_date").getAsString()).isEqualTo("2026-01-31T23:59:59Z");
      StreamerBench.result(bench.client.request(StreamerAction.GENERATE_REPORT, routerReport()));
      StreamerBench.result(bench.client.request(StreamerAction.PROCESS_DATA, routerRun()));
    }
  }

  @Test
  void aLeapYearsReportAndTenThousandItemsAreWithinTheLimits() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      StreamerBench.result(
          bench.client.generateReport(
              StreamerBench.january().endDate(LocalDate.parse("2027-01-01"))));
      assertThat(
              StreamerBench.result(
                      bench.client.request(
                          StreamerAction.BULK_OPERATION, bulk(10_000).batchSize(100)))
                  .getTotalItems())
          .isEqualTo(10_000);
    }
  }

  @Test
  void aPayloadAboveTheLimitIsRefusedAndOneAboveTheGatewaysIsSentOrRefused() throws Exception {
    JsonPrimitive large = new JsonPrimitive("é".repeat(70_000));
    try (StreamerBench bench = StreamerBench.open(s -> s.payloadLimit(140_001))) {
      assertThatThrownBy(() -> bench.client.request("echo", large))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("140002")
          .hasMessageNotContaining("éé");
    }
    try (StreamerBench bench = StreamerBench.open()) {
      assertThat(StreamerBench.result(bench.client.request("echo", large))).isNotNull();
    }
    try (StreamerBench bench =
        StreamerBench.open(s -> s.gatewayLimit(1 << 17, OverGatewayLimit.REFUSED))) {
      assertThatThrownBy(() -> bench.client.request("echo", large))
          .isInstanceOf(InvalidInputException.class);
      assertThat(bench.fake.sockets().opened()).isZero();
    }
  }

  @Test
  void notesAboveTheLimitAreRefused() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      StreamerRequest<JsonElement> noted =
          StreamerRequest.builder("echo").metadata("note", "n".repeat(1 << 16)).build();
      assertThatThrownBy(() -> bench.client.request(noted))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("metadata has ")
          .hasMessageNotContaining("nn");
      assertThat(bench.fake.sockets().opened()).isZero();
    }
  }

  @Test
  void namesAndNotesAreText() {
    assertThatThrownBy(() -> StreamerAction.of("no spaces"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> StreamerAction.of("a".repeat(129)))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> StreamerAction.of("a").estimate(Duration.ZERO))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> StreamerRequest.builder("echo").metadata(" ", "x"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> StreamerRequest.builder("echo").payload(Thread.currentThread()))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void notesTravelAlongAndOurKeyOnlyWhereTheCallerSetNone() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      bench.client.request(
          StreamerRequest.builder("echo")
              .metadata("trace_id", "a\"b\\c")
              .metadata("idempotency_key", "theirs")
              .build());
      assertThat(bench.fake.requests().get(0).metadata())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("trace_id", "a\"b\\c", "idempotency_key", "theirs"));
    }
  }

  @Test
  void twoRequestsWithOneKeyAreOneJob() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      UUID key = UUID.randomUUID();
      StreamerRequest<?> request =
          StreamerRequest.builder("echo").payload(StreamerBench.PAYLOAD).key(key).build();
      JobHandle<?> first = bench.client.request(request);
      JobHandle<?> second = bench.client.requestAsync(request).get();
      assertThat(first.key()).isEqualTo(key);
      assertThat(second.id()).isEqualTo(first.id());
      assertThat(bench.fake.requests()).hasSize(1);
      assertThatThrownBy(
              () -> bench.client.request(StreamerRequest.builder("health").key(key).build()))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  /** What a caller may describe. */
  static final class Echoed {
    String action = "";
  }

  @Test
  void aDescribedActionGivesItsOwnType() throws Exception {
    try (StreamerBench bench = StreamerBench.open()) {
      StreamerAction<Echoed> echo = StreamerAction.of("echo", Echoed.class);
      Echoed result = StreamerBench.result(bench.client.request(echo, Map.of("a", 1)));
      assertThat(result.action).isEqualTo("echo");
      JsonObject sent = bench.fake.requests().get(0).payload().getAsJsonObject();
      assertThat(sent.get("a").getAsInt()).isEqualTo(1);
    }
  }
}
