package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.StreamSupport;

/** The rules for the payloads of the long actions. */
final class StreamerPayloads {

  private static final List<String> REPORT_FORMATS = List.of("pdf", "csv", "excel");
  private static final List<String> ROUTER_PERIODS = List.of("monthly", "quarterly", "annual");
  private static final List<String> PERIODS = List.of("monthly", "quarterly", "annual", "custom");
  private static final List<String> PIPELINES =
      List.of("classification", "regression", "clustering", "anomaly", "transformation");
  private static final List<String> SOURCES = List.of("file", "query", "stream");
  private static final List<String> DATA_FORMATS = List.of("json", "csv", "parquet");
  private static final List<String> STEPS =
      List.of("filter", "transform", "aggregate", "sort", "deduplicate");
  private static final List<String> BULK_TYPES = List.of("create", "update", "delete");
  private static final List<String> ENTITIES = List.of("user", "product", "order");

  private static final int LONGEST_REPORT_DAYS = 365;
  private static final int MOST_ITEMS = 10_000;
  private static final BigDecimal LARGEST_BATCH = BigDecimal.valueOf(100);

  private StreamerPayloads() {}

  static void report(StreamerPayloadCheck check, JsonObject body, boolean routerShape) {
    if (routerShape) {
      times(check, body);
    } else {
      days(check, body);
      check.optional(body, "filters", "an object", JsonElement::isJsonObject);
    }
    check.oneOf(body, "format", REPORT_FORMATS);
    check.oneOf(body, "report_type", routerShape ? ROUTER_PERIODS : PERIODS);
    check.optional(body, "include_charts", "true or false", StreamerPayloadCheck::isBoolean);
  }

  private static void times(StreamerPayloadCheck check, JsonObject body) {
    String expected = "an RFC 3339 time";
    OffsetDateTime start = check.time(body, "start_date", expected, OffsetDateTime::parse);
    OffsetDateTime end = check.time(body, "end_date", expected, OffsetDateTime::parse);
    if (start != null && end != null && end.isBefore(start)) {
      check.fault("end_date", "not before start_date", body.get("end_date"));
    }
  }

  private static void days(StreamerPayloadCheck check, JsonObject body) {
    LocalDate start = check.time(body, "start_date", "YYYY-MM-DD", LocalDate::parse);
    LocalDate end = check.time(body, "end_date", "YYYY-MM-DD", LocalDate::parse);
    if (start == null || end == null) {
      return;
    }
    if (end.isBefore(start)) {
      check.fault("end_date", "not before start_date", body.get("end_date"));
    } else if (ChronoUnit.DAYS.between(start, end) > LONGEST_REPORT_DAYS) {
      check.fault("end_date", "at most 365 days after start_date", body.get("end_date"));
    }
  }

  /** Data to be processed, as the document wants it. */
  static void pipeline(StreamerPayloadCheck check, JsonObject body) {
    check.oneOf(body, "pipeline", PIPELINES);
    check.required(body, "data_source", "an object", JsonElement::isJsonObject);
    check.required(body, "output", "an object", JsonElement::isJsonObject);
    check.optional(body, "options", "an object", JsonElement::isJsonObject);
    if (check.first() == null) {
      source(check, body.getAsJsonObject("data_source"));
      check.oneOf(body.getAsJsonObject("output"), "format", DATA_FORMATS);
    }
  }

  private static void source(StreamerPayloadCheck check, JsonObject source) {
    check.oneOf(source, "type", SOURCES);
    if (check.first() == null) {
      String type = source.get("type").getAsString();
      check.text(source, type.equals("file") ? "path" : type.equals("query") ? type : "stream_id");
    }
  }

  /** Data to be processed, as the deployed router wants it. */
  static void dataSet(StreamerPayloadCheck check, JsonObject body) {
    check.text(body, "dataset_id");
    check.listOf(
        body,
        "operations",
        "a list of " + String.join(", ", STEPS),
        steps ->
            !steps.isEmpty()
                && StreamSupport.stream(steps.spliterator(), false)
                    .allMatch(step -> StreamerPayloadCheck.isIn(step, STEPS)));
    check.oneOf(body, "output_format", DATA_FORMATS);
  }

  static void bulk(StreamerPayloadCheck check, JsonObject body) {
    check.oneOf(body, "operation_type", BULK_TYPES);
    check.oneOf(body, "entity_type", ENTITIES);
    check.listOf(
        body,
        "items",
        "1 to 10000 objects",
        items ->
            !items.isEmpty()
                && items.size() <= MOST_ITEMS
                && StreamSupport.stream(items.spliterator(), false)
                    .allMatch(JsonElement::isJsonObject));
    check.optional(
        body,
        "batch_size",
        "at most 100",
        size -> InputCheck.isInteger(size) && size.getAsBigDecimal().compareTo(LARGEST_BATCH) <= 0);
  }
}
