package dev.longhaul.streamer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.streamer.model.BulkOperationPayload;
import dev.longhaul.generated.streamer.model.DataOutput;
import dev.longhaul.generated.streamer.model.DataSource;
import dev.longhaul.generated.streamer.model.GenerateReportPayload;
import dev.longhaul.generated.streamer.model.GenerateReportRouterPayload;
import dev.longhaul.generated.streamer.model.ProcessDataPayload;
import dev.longhaul.generated.streamer.model.ProcessDataRouterPayload;
import dev.longhaul.generated.streamer.model.ReportType;
import dev.longhaul.internal.json.Json;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import dev.longhaul.streamer.StreamerOptions.RequestShape;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the payloads that are generated models, and their two shapes. The limits of a range
 * of days and of items are those of the deployed server.
 */
final class PayloadRules {
  private static final int MOST_DAYS = 365;
  private static final int MOST_ITEMS = 10_000;
  private static final int MOST_IN_A_BATCH = 100;

  private static final Map<Class<?>, BiFunction<PayloadRules, JsonElement, JsonElement>> RULES =
      Map.of(
          GenerateReportPayload.class, PayloadRules::report,
          GenerateReportRouterPayload.class, PayloadRules::routerReport,
          ProcessDataPayload.class, PayloadRules::data,
          ProcessDataRouterPayload.class, PayloadRules::routerData,
          BulkOperationPayload.class, PayloadRules::bulk);

  private final RequestShape shape;

  PayloadRules(RequestShape shape) {
    this.shape = shape;
  }

  /**
   * Returns the payload as it is to be sent.
   *
   * @param model the class that it came as
   */
  @Nullable JsonElement checked(@Nullable JsonElement payload, @Nullable Class<?> model) {
    BiFunction<PayloadRules, JsonElement, JsonElement> rule =
        model == null ? null : RULES.get(model);
    return rule == null || payload == null ? payload : rule.apply(this, payload);
  }

  private JsonElement report(JsonElement payload) {
    GenerateReportPayload report = as(GenerateReportPayload.class, payload);
    LocalDate start = required("start_date", report.getStartDate());
    LocalDate end = required("end_date", report.getEndDate());
    checkRange(ChronoUnit.DAYS.between(start, end));
    known("format", report.getFormat(), f -> f.isKnown());
    known("report_type", report.getReportType(), t -> t.isKnown());
    if (shape == RequestShape.DOCUMENTED) {
      return payload;
    }
    if (ReportType.CUSTOM.equals(report.getReportType())) {
      throw InvalidInputException.of(
          "report_type",
          "is custom, which the router refuses",
          "Use monthly, quarterly or annual.");
    }
    if (report.getFilters() != null) {
      throw InvalidInputException.of(
          "filters", "are there, which the router does not take", "Leave them out.");
    }
    JsonObject full = payload.getAsJsonObject().deepCopy();
    full.addProperty("start_date", start + "T00:00:00Z");
    full.addProperty("end_date", end + "T23:59:59Z");
    return full;
  }

  private JsonElement routerReport(JsonElement payload) {
    requireRouter("payload", "GenerateReportPayload");
    GenerateReportRouterPayload report = as(GenerateReportRouterPayload.class, payload);
    OffsetDateTime start = required("start_date", report.getStartDate());
    OffsetDateTime end = required("end_date", report.getEndDate());
    checkRange(end.isBefore(start) ? -1 : ChronoUnit.DAYS.between(start, end));
    known("format", report.getFormat(), f -> f.isKnown());
    known("report_type", report.getReportType(), t -> t.isKnown());
    return payload;
  }

  private static void checkRange(long days) {
    if (days < 0) {
      throw InvalidInputException.of(
          "end_date", "is before start_date", "Swap them, or correct one.");
    }
    if (days > MOST_DAYS) {
      throw InvalidInputException.of(
          "end_date",
          "is " + days + " days after start_date, above the limit of " + MOST_DAYS,
          "Ask for one year at most.");
    }
  }

  private JsonElement data(JsonElement payload) {
    if (shape == RequestShape.ROUTER) {
      throw InvalidInputException.of(
          "payload",
          "is of the documented shape, which the router refuses",
          "Pass a ProcessDataRouterPayload, or set requestShape to DOCUMENTED.");
    }
    ProcessDataPayload data = as(ProcessDataPayload.class, payload);
    known("pipeline", data.getPipeline(), p -> p.isKnown());
    checkSource(required("data_source", data.getDataSource()));
    DataOutput output = required("output", data.getOutput());
    known("output.format", output.getFormat(), f -> f.isKnown());
    return payload;
  }

  private static void checkSource(DataSource source) {
    known("data_source.type", source.getType(), t -> t.isKnown());
    String type = source.getType().value();
    String field = type.equals("file") ? "path" : type.equals("query") ? "query" : "stream_id";
    String value =
        switch (field) {
          case "path" -> source.getPath();
          case "query" -> source.getQuery();
          default -> source.getStreamId();
        };
    if (value == null || value.isBlank()) {
      throw InvalidInputException.of(
          "data_source." + field,
          "is missing or blank, and data_source.type is " + type,
          "Name the " + field + ", or choose another type.");
    }
  }

  private JsonElement routerData(JsonElement payload) {
    requireRouter("payload", "ProcessDataPayload");
    ProcessDataRouterPayload data = as(ProcessDataRouterPayload.class, payload);
    if (required("dataset_id", data.getDatasetId()).isBlank()) {
      throw InvalidInputException.of("dataset_id", "is blank", "Name a stored data set.");
    }
    List<?> operations = required("operations", data.getOperations());
    if (operations.isEmpty()) {
      throw InvalidInputException.of("operations", "is empty", "Name at least one step.");
    }
    data.getOperations().forEach(step -> known("operations", step, s -> s.isKnown()));
    known("output_format", data.getOutputFormat(), f -> f.isKnown());
    return payload;
  }

  private JsonElement bulk(JsonElement payload) {
    BulkOperationPayload bulk = as(BulkOperationPayload.class, payload);
    known("operation_type", bulk.getOperationType(), t -> t.isKnown());
    known("entity_type", bulk.getEntityType(), t -> t.isKnown());
    int items = required("items", bulk.getItems()).size();
    if (items < 1 || items > MOST_ITEMS) {
      throw InvalidInputException.of(
          "items",
          "has " + items + " entries, outside 1 to " + MOST_ITEMS,
          "Split the operation into several.");
    }
    Integer batch = bulk.getBatchSize();
    if (batch != null && batch > MOST_IN_A_BATCH) {
      throw InvalidInputException.of(
          "batch_size",
          "is " + batch + ", above the limit of " + MOST_IN_A_BATCH,
          "Leave it out for 25.");
    }
    return payload;
  }

  private void requireRouter(String field, String other) {
    if (shape != RequestShape.ROUTER) {
      throw InvalidInputException.of(
          field,
          "is of the router's shape",
          "Set requestShape to ROUTER, or pass a " + other + ".");
    }
  }

  private static <T> T as(Class<T> model, JsonElement payload) {
    try {
      return Json.read(payload, TypeToken.get(model));
    } catch (MalformedJsonException misfit) {
      throw InvalidInputException.of("payload", "cannot be read back", "Correct its fields.");
    }
  }

  private static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw InvalidInputException.of(field, "is missing", "Set it; the service requires it.");
    }
    return value;
  }

  /** What the service does not document would be refused there, after it was sent. */
  private static <T> void known(String field, @Nullable T value, Predicate<T> isKnown) {
    if (!isKnown.test(required(field, value))) {
      throw InvalidInputException.of(
          field, "is not a value that the service knows", "Use one of its constants.");
    }
  }
}
