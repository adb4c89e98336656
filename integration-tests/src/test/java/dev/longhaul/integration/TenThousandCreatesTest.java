package dev.longhaul.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.policy.KeyMode;
import dev.longhaul.testkit.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ten thousand creates through a wire on which two exchanges in five go wrong: no job is made
 * twice, and every caller is told the truth.
 *
 * <p>With one seed, the n-th request that arrives meets the same fault in each run; which create it
 * belongs to is for the threads to decide. {@code -Dchaos.seed=…} sets another seed, and the Maven
 * profile {@code long} tries ten of them. The figures of a run are kept in {@code
 * target/ten-thousand-creates}.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TenThousandCreatesTest {
  private static final int CREATES = 10_000;
  private static final long SEED = Long.getLong("chaos.seed", 20_260_117);
  private static final int SEEDS = Boolean.getBoolean("long") ? 10 : 1;

  static Stream<Arguments> runs() {
    return LongStream.range(SEED, SEED + SEEDS)
        .boxed()
        .flatMap(seed -> Stream.of(KeyMode.values()).map(keys -> Arguments.of(keys, seed)));
  }

  @ParameterizedTest(name = "keys {0}, seed {1}")
  @MethodSource("runs")
  void noneIsMadeTwiceAndEveryCallerIsToldTheTruth(KeyMode keys, long seed) throws Exception {
    ManyCreates run = ManyCreates.made(CREATES, seed, keys, keys);
    String figures = figures(run);
    keep("%s-%d.txt".formatted(keys, seed), figures);

    assertThat(run.firstLie().map(run::historyOf)).isEmpty();
    assertThat(run.answered()).isEqualTo(CREATES);
    assertThat(run.jobs()).isEqualTo(run.count(one -> !run.jobsOf(one).isEmpty()));
    assertThatItWasHard(run, keys, figures);
  }

  /** Guards against a wire that went well, which would prove nothing. */
  private static void assertThatItWasHard(ManyCreates run, KeyMode keys, String figures) {
    assertThat(run.requests()).as(figures).isGreaterThan(CREATES + CREATES / 50);
    assertThat(run.count(ToldOfACreate::handle)).as(figures).isGreaterThan(CREATES / 2);
    assertThat(run.count(ToldOfACreate::refused)).as(figures).isGreaterThan(CREATES / 50);
    assertThat(lost(run)).as(figures).isPositive();
    assertThat(vain(run)).as(figures).isPositive();
    assertThat(run.count(ToldOfACreate::exists) > 0)
        .as(figures)
        .isEqualTo(keys == KeyMode.REJECTED);
  }

  private static int lost(ManyCreates run) {
    return run.count(one -> one.uncertain() && !run.jobsOf(one).isEmpty());
  }

  private static int vain(ManyCreates run) {
    return run.count(one -> one.uncertain() && run.jobsOf(one).isEmpty());
  }

  private static String figures(ManyCreates run) {
    return """
        %6d callers
        %6d requests
        %6d jobs
        %6d handles
        %6d uncertain, and there is a job; known to %d
        %6d uncertain, and there is none
        %6d refused
        """
        .formatted(
            run.answered(),
            run.requests(),
            run.jobs(),
            run.count(ToldOfACreate::handle),
            lost(run),
            run.count(ToldOfACreate::exists),
            vain(run),
            run.count(ToldOfACreate::refused));
  }

  private static void keep(String name, String figures) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "ten-thousand-creates"));
    Files.writeString(folder.resolve(name), figures);
  }

  @Test
  void aServiceThatHonoursKeysLessThanWasDeclaredIsCaught() throws Exception {
    ManyCreates run = ManyCreates.made(1_000, SEED, KeyMode.IGNORED, KeyMode.REPLAYED);

    ToldOfACreate lie = run.firstLie().orElseThrow();

    assertThat(run.jobsOf(lie)).hasSizeGreaterThan(1);
    assertThat(run.historyOf(lie)).contains("seed " + SEED, lie.key().toString(), "POST ");
  }
}
