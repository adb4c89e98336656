package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The actions that a router knows by itself. */
enum StreamerAction {
  HEALTH("health", Duration.ofMillis(10)),
  ECHO("echo", Duration.ofMillis(10)),
  GENERATE_REPORT("generate_report", Duration.ofMinutes(2)),
  PROCESS_DATA("process_data", Duration.ofMinutes(5)),
  BULK_OPERATION("bulk_operation", Duration.ofMinutes(10));

  /** Estimate of an action that a test has added. */
  private static final Duration OTHER = Duration.ofMinutes(1);

  /** What is estimated to take longer is queued. */
  private static final Duration LONGEST_AT_ONCE = Duration.ofSeconds(5);

  private final String wireName;
  private final Duration estimate;

  StreamerAction(String wireName, Duration estimate) {
    this.wireName = wireName;
    this.estimate = estimate;
  }

  static @Nullable StreamerAction of(String wireName) {
    for (StreamerAction action : values()) {
      if (action.wireName.equals(wireName)) {
        return action;
      }
    }
    return null;
  }

  static Duration estimate(String wireName) {
    StreamerAction action = of(wireName);
    return action == null ? OTHER : action.estimate;
  }

  boolean isQueued() {
    return estimate.compareTo(LONGEST_AT_ONCE) > 0;
  }

  /** What is wrong with a payload, or null; the shape is that of the document or the router. */
  @Nullable StreamerError check(JsonElement payload, boolean routerShape) {
    if (!isQueued()) {
      return null;
    }
    if (!payload.isJsonObject()) {
      return StreamerPayloadCheck.error("payload", "an object", payload);
    }
    JsonObject body = payload.getAsJsonObject();
    StreamerPayloadCheck check = new StreamerPayloadCheck();
    switch (this) {
      case GENERATE_REPORT -> StreamerPayloads.report(check, body, routerShape);
      case PROCESS_DATA -> {
        if (routerShape) {
          StreamerPayloads.dataSet(check, body);
        } else {
          StreamerPayloads.pipeline(check, body);
        }
      }
      default -> StreamerPayloads.bulk(check, body);
    }
    return check.first();
  }
}
