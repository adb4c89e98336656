package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every frame of every document is sent or understood by a client, as the tables of the frame tests
 * have it and those tests prove, or is listed with a reason.
 */
class FrameLedgerTest {
  private static final String LIST = "/frames-without-client.txt";

  /** Lower it with every line that goes. It is never raised. */
  private static final int MOST_WITHOUT_CLIENT = 10;

  @Test
  void everyFrameIsMetOrListed() throws IOException {
    List<String> listed = lines().stream().map(line -> line.split(" \\| ")[0]).toList();

    assertThat(
            new OperationLedger(FrameCheck.declared(), met(), listed, MOST_WITHOUT_CLIENT)
                .problems())
        .isEmpty();
    assertThat(lines()).as("each with a reason").allMatch(line -> line.matches(".+ \\| \\S.+"));
  }

  @Test
  void noticesAFrameThatNobodyKnowsOf() {
    Set<String> more = new TreeSet<>(FrameCheck.declared());
    more.add("streamer: NewFrame");

    assertThat(new OperationLedger(more, met(), List.of(), 0).problems())
        .anyMatch(problem -> problem.startsWith("streamer: NewFrame has no contract test"));
  }

  @Test
  void fourDocumentsHaveFrames() {
    assertThat(FrameCheck.declared())
        .hasSizeGreaterThan(80)
        .extracting(name -> name.substring(0, name.indexOf(':')))
        .containsOnly("function-runner", "project-events", "sora", "streamer");
  }

  private static List<String> met() {
    Stream<String> sent = Arrays.stream(SentFrames.values()).flatMap(SentFrames::schemas);
    Stream<String> received =
        ReceivedFramesTest.HEARERS.entrySet().stream()
            .flatMap(
                hearer ->
                    hearer.getValue().get().schemas().stream()
                        .map(schema -> hearer.getKey() + ": " + schema));
    return Stream.concat(sent, received).toList();
  }

  private static List<String> lines() throws IOException {
    try (InputStream list = FrameLedgerTest.class.getResourceAsStream(LIST)) {
      byte[] bytes = Objects.requireNonNull(list, LIST).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}
