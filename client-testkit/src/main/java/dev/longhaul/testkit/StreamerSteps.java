package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.testkit.StreamerStep.Content;
import dev.longhaul.testkit.StreamerStep.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The content of a {@link StreamerScript}: filled by its builder, then only read. */
final class StreamerSteps {

  private static final String FAILED = "PROCESSING_FAILED";

  /** Where the connection ends: in place of which frame, and with which code if any. */
  record Cut(int step, @Nullable Integer code) {}

  private final List<StreamerStep> steps = new ArrayList<>();

  /** Never changed in place, since steps hold on to what it was. */
  private JsonObject notes = new JsonObject();

  private Duration delay = Duration.ZERO;
  private @Nullable Cut cut;

  StreamerSteps copy() {
    StreamerSteps copy = new StreamerSteps();
    copy.steps.addAll(steps);
    copy.notes = notes;
    copy.delay = delay;
    copy.cut = cut;
    return copy;
  }

  int size() {
    return steps.size();
  }

  StreamerStep get(int index) {
    return steps.get(index);
  }

  /** The end of the connection, if it comes in place of a step, else null. */
  @Nullable Cut cutAt(int index) {
    return cut != null && cut.step() == index + 1 ? cut : null;
  }

  /** Whether the request is finished with the last frame. */
  boolean end() {
    return steps.stream().anyMatch(step -> step.kind() == Kind.ENDING);
  }

  void delay(Duration length) {
    delay = notNegative(length);
  }

  void note(String name, JsonElement value) {
    notes = notes.deepCopy();
    notes.add(name, value.deepCopy());
  }

  void cut(int step, @Nullable Integer code) {
    if (step < 1) {
      throw new IllegalArgumentException("frames are counted from 1, but it is " + step);
    }
    cut = new Cut(step, code);
  }

  void demandCut() {
    if (cut != null && cut.step() > steps.size()) {
      throw new IllegalStateException(
          "the connection cannot end at frame %d of %d".formatted(cut.step(), steps.size()));
    }
  }

  /** Answers at once; no data stands for what the action gives back by itself. */
  void answer(@Nullable JsonElement data) {
    JsonElement copy = data == null ? null : data.deepCopy();
    add(Kind.ENDING, (out, asked) -> out.frames().answer(asked, out.result(asked, copy)));
  }

  void failedAnswer(String code, String message) {
    demand(code, message);
    add(
        Kind.ENDING,
        (out, asked) -> out.frames().failedAnswer(StreamerError.failure(asked, code, message)));
  }

  /** Acknowledges; no estimate stands for the one that the action has by itself. */
  void queued(@Nullable Duration estimate) {
    Duration told = estimate == null ? null : notNegative(estimate);
    add(Kind.ON_THE_WAY, (out, asked) -> out.frames().queued(asked, out.estimate(asked, told)));
  }

  void progress(double percent, String message) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("a percent lies in 0 to 100, but is " + percent);
    }
    Objects.requireNonNull(message, "message");
    JsonObject noted = notes;
    add(Kind.ON_THE_WAY, (out, asked) -> out.frames().progress(asked, percent, message, noted));
  }

  /** Ends; no data stands for what the action gives back by itself. */
  void result(boolean success, @Nullable JsonElement data) {
    JsonElement copy = data == null ? null : data.deepCopy();
    JsonObject noted = notes;
    add(
        Kind.ENDING,
        (out, asked) -> out.frames().result(asked, success, out.result(asked, copy), noted));
  }

  void failure(String code, String message) {
    demand(code, message);
    add(Kind.ENDING, error(code, message));
  }

  void failsThenRetries() {
    add(Kind.ON_THE_WAY, error(FAILED, "The data source timed out"));
    progress(0, "Trying again");
  }

  private static Content error(String code, String message) {
    return (out, asked) -> out.frames().error(StreamerError.failure(asked, code, message));
  }

  private void add(Kind kind, Content content) {
    steps.add(new StreamerStep(delay, kind, content));
    delay = Duration.ZERO;
  }

  private static Duration notNegative(Duration length) {
    if (length.isNegative()) {
      throw new IllegalArgumentException("a length cannot be negative, but is " + length);
    }
    return length;
  }

  private static void demand(String code, String message) {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }
}
