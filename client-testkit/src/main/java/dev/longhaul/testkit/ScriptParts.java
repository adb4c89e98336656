package dev.longhaul.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The content of a {@link JobScript}: filled by its builder, then only read. */
final class ScriptParts {

  /** One named part of the work. */
  record Stage(String name, Duration length) {}

  /** How a script fails. */
  record Failure(String code, String message) {

    /** The service has one line of text for both. */
    String line() {
      return code.isEmpty() ? message : code + ": " + message;
    }
  }

  /** The service starts over: at this percent, after waiting in the queue again. */
  record Retry(double percent, Duration queuedAgain) {}

  /** What a cancel does to an active job. */
  enum CancelRule {
    ACCEPT,
    REFUSE,
    IGNORE
  }

  /** How URLs of file outputs are written. */
  enum UrlStyle {
    ABSOLUTE,
    RELATIVE
  }

  Duration pendingFor = Duration.ZERO;
  Duration queuedFor = Duration.ZERO;
  boolean heldInQueue;
  final List<Stage> stages = new ArrayList<>();
  final List<JobOutput> outputs = new ArrayList<>();
  @Nullable Failure failure;
  @Nullable Retry retry;
  @Nullable Double stuckAt;
  Duration cancelTakes = Duration.ZERO;
  CancelRule cancelRule = CancelRule.ACCEPT;
  UrlStyle urlStyle = UrlStyle.ABSOLUTE;

  ScriptParts copy() {
    ScriptParts copy = new ScriptParts();
    copy.pendingFor = pendingFor;
    copy.queuedFor = queuedFor;
    copy.heldInQueue = heldInQueue;
    copy.stages.addAll(stages);
    copy.outputs.addAll(outputs);
    copy.failure = failure;
    copy.retry = retry;
    copy.stuckAt = stuckAt;
    copy.cancelTakes = cancelTakes;
    copy.cancelRule = cancelRule;
    copy.urlStyle = urlStyle;
    return copy;
  }

  /** How long the work itself takes, all stages together. */
  Duration work() {
    return stages.stream().map(Stage::length).reduce(Duration.ZERO, Duration::plus);
  }
}
