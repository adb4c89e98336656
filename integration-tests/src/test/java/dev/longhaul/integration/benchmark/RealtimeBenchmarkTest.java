package dev.longhaul.integration.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.testkit.LeakCheck;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the benchmark measures is real; how fast it was is not looked at here. */
@ExtendWith(LeakCheck.class)
class RealtimeBenchmarkTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void everyWayHearsEveryEvent() throws Exception {
    // A way that hears less than was sent breaks the run off.
    RealtimeBenchmark.run(
        RealtimeScale.quick(), new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("bare, one class", "bare, models", "listener", "Flowable", "Written to heard")
        .contains("20 connections, ProjectEventsClient");
  }

  @Test
  void theFramesAreAsLongAndAsMixedAsIsSaid() {
    List<JsonObject> frames =
        IntStream.range(0, 5_000)
            .mapToObj(EventFrames::text)
            .map(text -> JsonParser.parseString(text).getAsJsonObject())
            .toList();

    assertThat(frames).doesNotHaveDuplicates();
    assertThat(frames.stream().mapToInt(frame -> frame.toString().length()).average().orElse(0))
        .isBetween(250.0, 350.0);
    assertThat(frames)
        .filteredOn(frame -> frame.get("type").getAsString().equals("task.progress"))
        .hasSize(4_000);
  }
}
