package dev.longhaul.integration.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.LeakCheck;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the benchmark measures is real; how fast it was is not looked at here. */
@ExtendWith(LeakCheck.class)
class WatchingBenchmarkTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void everyWayToWatchLearnsEveryEnding() throws Exception {
    List<WatchFigures> rows =
        WatchingBenchmark.run(
            WatchScale.quick(), new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(rows).hasSize(8).allMatch(WatchFigures::isTrue);
    assertThat(rows).allMatch(row -> row.failures() == 0 && row.requests() > 0);
    assertThat(rows).allMatch(row -> row.cpuSeconds() > 0 && row.lag(0) >= 0);
    assertThat(rows.get(0).reads()).as("the bare loop").isGreaterThan(rows.get(0).everySecond());
    assertThat(rows.get(1).lists()).as("an engine with lists").isPositive();
    assertThat(rows.get(2).lists()).as("an engine without lists").isZero();
    assertThat(rows.get(3).creates()).as("the Vestis client").isEqualTo(300);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("bare loop", "engine, with lists", "600 jobs", "Heap of each", "Flowable")
        .doesNotContain("missed,");
  }

  @Test
  void anEndingThatIsNotTheTruthIsCounted() throws Exception {
    JobPlan plan = new JobPlan(3, System.currentTimeMillis() - 50, 0, 10, 10);
    Endings endings = new Endings(plan);

    endings.told(1, JobAnswers.imageOf(1));
    assertThat(endings.wrong()).isZero();
    endings.told(1, JobAnswers.imageOf(1));
    endings.told(2, JobAnswers.imageOf(3));

    assertThat(endings.wrong()).isEqualTo(2);
    assertThat(endings.await(1)).isEqualTo(1);
    assertThat(endings.lags()).hasSize(2).allMatch(lag -> lag >= 40);
  }

  @Test
  void anEndingBeforeItsTimeIsCounted() {
    JobPlan plan = new JobPlan(1, System.currentTimeMillis(), 0, 60_000, 60_000);
    Endings endings = new Endings(plan);

    endings.told(1, JobAnswers.imageOf(1));

    assertThat(endings.wrong()).isEqualTo(1);
  }
}
