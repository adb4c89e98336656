package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a fake has sent, held against the schemas of how it was told to speak. */
final class FakeFrames {
  /** Results of the actions of a Streamer, which stand within frames. */
  private static final Map<String, String> RESULTS =
      Map.of(
          "generate_report", "GenerateReportResult",
          "process_data", "ProcessDataResult",
          "bulk_operation", "BulkOperationResult",
          "echo", "EchoResult");

  private final FrameFamily family;
  private final Set<String> met = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  FakeFrames(FrameFamily family) {
    this.family = family;
  }

  /** Takes the next frames in, that many. */
  List<String> takes(BareSocket socket, int count) throws InterruptedException {
    List<String> frames = socket.next(count);
    for (String frame : frames) {
      met.add(family.schema(frame));
      problems.addAll(family.problems(frame));
    }
    return frames;
  }

  /** Holds what a frame gives back against the schema of its action. */
  void result(String action, String text) {
    JsonObject frame = JsonParser.parseString(text).getAsJsonObject();
    boolean flat = family == FrameFamily.FLAT || family == FrameFamily.TYPED;
    String schema =
        RESULTS.getOrDefault(action, flat ? "HealthResultUnixTime" : "HealthResultIsoTime");
    JsonElement result =
        switch (family) {
          case NESTED -> frame.getAsJsonObject("result").get("data");
          case SPEC -> frame.get("data");
          default -> frame.get("result");
        };
    if (flat) {
      result.getAsJsonObject().remove("success");
    }
    problems.addAll(family.check().problems(schema, result.toString()));
  }

  /** Holds frames against one schema more. */
  void alsoFit(String schema, List<String> frames) {
    frames.forEach(frame -> problems.addAll(family.check().problems(schema, frame)));
  }

  /** Checks that all was well, and that every schema of the family was met but some. */
  void keptTheContract(String... but) {
    assertThat(problems).as("%s", family).isEmpty();
    Set<String> expected = new TreeSet<>(family.schemas());
    expected.removeAll(Set.of(but));
    assertThat(met).as("the schemas that were met, %s", family).isEqualTo(expected);
  }
}
