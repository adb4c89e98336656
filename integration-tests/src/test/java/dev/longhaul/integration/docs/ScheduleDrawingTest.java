package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.integration.docs.ScheduleRun.Known;
import dev.longhaul.policy.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The picture of the schedule, and the table beside it, are what the engine does today. */
class ScheduleDrawingTest {
  private static final String PICTURE = "docs/images/poll-schedule.svg";
  private static final Path DRAWN = Path.of("target", "poll-schedule.svg");

  @Test
  void thePictureIsWhatARunDraws() throws IOException {
    String drawn = ScheduleDrawing.of(List.of(Known.values()));
    Files.writeString(DRAWN, drawn);

    assertThat(Document.read(PICTURE).text())
        .as("the schedule changed: look at %s and put it in the place of %s", DRAWN, PICTURE)
        .isEqualTo(drawn);
  }

  @Test
  void theTableTellsWhatThePictureShows() {
    assertThat(Document.read("docs/watching-jobs.md").table("When a job is read"))
        .containsExactlyElementsOf(Arrays.stream(Known.values()).map(this::row).toList());
  }

  private List<String> row(Known known) {
    ScheduleRun run = ScheduleRun.of(known, WatchOptions.defaults());
    return List.of(
        known.words,
        String.valueOf(run.reads().size()),
        String.format(Locale.ROOT, "%.2f s", run.lag().toNanos() / 1e9));
  }
}
