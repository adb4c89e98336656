package dev.longhaul.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.integration.ManyCreates.Load;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.testkit.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ten thousand creates for each service through a wire on which two exchanges in five go wrong: no
 * job is made twice, and every caller is told the truth.
 *
 * <p>With one seed, the n-th request that arrives meets the same fault in each run; which create it
 * belongs to is for the threads to decide. Every build makes two thousand of them; the Maven
 * profile {@code long} makes all, with ten seeds. {@code -Dchaos.seed=…} sets another seed. The
 * figures of a run are kept in {@code target/ten-thousand-creates}.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TenThousandCreatesTest {
  private static final boolean LONG = Boolean.getBoolean("long");

  /** Every build makes two of ten. */
  private static final int SHARE = LONG ? 10 : 2;

  private static final long SEED = Long.getLong("chaos.seed", 20_260_117);
  private static final int SEEDS = LONG ? 10 : 1;

  /** What some callers are told beside the usual. */
  private enum Comfort {
    NONE,
    /** That the job is there, since the service refuses a key that it knows. */
    EXISTS,
    /** Which job may be the one, since the service lists its jobs. */
    CANDIDATES,
    /** The job itself, found in the list. */
    ADOPTED
  }

  /** A service that is created at, and how. */
  private record Run(String name, CreateService.Opener opener, Load load, Comfort comfort) {
    static Run ofTasks(KeyMode keys) {
      Comfort comfort = keys == KeyMode.REJECTED ? Comfort.EXISTS : Comfort.NONE;
      Load all = new Load(1, 1_000 * SHARE, 1);
      return new Run("tasks, keys " + keys, RunnerCreates.keys(keys, keys), all, comfort);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Where jobs are listed there are many accounts: nobody reads a list of thousands. */
  static Stream<Arguments> runs() {
    List<Run> runs =
        List.of(
            Run.ofTasks(KeyMode.IGNORED),
            Run.ofTasks(KeyMode.REPLAYED),
            Run.ofTasks(KeyMode.REJECTED),
            new Run("videos", SoraCreates.videos(), new Load(10 * SHARE, 100, 4), Comfort.ADOPTED),
            new Run(
                "images of an only writer",
                VestisCreates.onlyWriter(),
                new Load(25 * SHARE, 20, 16),
                Comfort.ADOPTED),
            new Run(
                "images of one of many writers",
                VestisCreates.oneOfManyWriters(),
                new Load(10 * SHARE, 50, 8),
                Comfort.CANDIDATES));
    return LongStream.range(SEED, SEED + SEEDS)
        .boxed()
        .flatMap(seed -> runs.stream().map(run -> Arguments.of(run, seed)));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("runs")
  void noneIsMadeTwiceAndEveryCallerIsToldTheTruth(Run run, long seed) throws Exception {
    ManyCreates creates = ManyCreates.made(run.opener(), run.load(), seed);
    String figures = figures(creates);
    keep("%s-%d.txt".formatted(run.name().replaceAll("\\W+", "-"), seed), figures);

    assertThat(creates.firstLie()).isEmpty();
    assertThat(creates.answered()).isEqualTo(run.load().creates());
    assertThat(creates.jobs()).isEqualTo(creates.count(TenThousandCreatesTest::hasJob));
    assertThatItWasHard(creates, run, figures);
  }

  /** Guards against a wire that went well, which would prove nothing. */
  private static void assertThatItWasHard(ManyCreates made, Run run, String figures) {
    int creates = run.load().creates();
    assertThat(made.requests()).as(figures).isGreaterThan(creates + creates / 50);
    assertThat(made.count(ToldOfACreate::handle)).as(figures).isGreaterThan(creates / 2);
    assertThat(made.count(ToldOfACreate::refused)).as(figures).isGreaterThan(creates / 50);
    assertThat(lost(made)).as(figures).isPositive();
    assertThat(vain(made)).as(figures).isPositive();
    assertThat(made.count(ToldOfACreate::exists) > 0)
        .as(figures)
        .isEqualTo(run.comfort() == Comfort.EXISTS);
    assertThat(made.count(one -> !one.candidates().isEmpty()) > 0)
        .as(figures)
        .isEqualTo(run.comfort().compareTo(Comfort.CANDIDATES) >= 0);
    assertThat(made.count(CreateTruth::adopted) > 0)
        .as(figures)
        .isEqualTo(run.comfort() == Comfort.ADOPTED);
  }

  private static boolean hasJob(CreateTruth truth, ToldOfACreate one) {
    return !truth.jobsOf(one).isEmpty();
  }

  private static int lost(ManyCreates run) {
    return run.count((truth, one) -> one.uncertain() && hasJob(truth, one));
  }

  private static int vain(ManyCreates run) {
    return run.count((truth, one) -> one.uncertain() && !hasJob(truth, one));
  }

  private static String figures(ManyCreates run) {
    return """
        %6d callers
        %6d requests for a job, %d reads
        %6d jobs
        %6d handles, %d of them adopted, %d of these of an equal job
        %6d uncertain, and there is a job; known to %d, named to %d
        %6d uncertain, and there is none
        %6d refused
        """
        .formatted(
            run.answered(),
            run.requests(),
            run.reads(),
            run.jobs(),
            run.count(ToldOfACreate::handle),
            run.count(CreateTruth::adopted),
            run.count(CreateTruth::exchanged),
            lost(run),
            run.count(ToldOfACreate::exists),
            run.count((truth, one) -> one.uncertain() && truth.named(one)),
            vain(run),
            run.count(ToldOfACreate::refused));
  }

  private static void keep(String name, String figures) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "ten-thousand-creates"));
    Files.writeString(folder.resolve(name), figures);
  }

  @Test
  void aServiceThatHonoursKeysLessThanWasDeclaredIsCaught() throws Exception {
    ManyCreates run =
        ManyCreates.made(
            RunnerCreates.keys(KeyMode.IGNORED, KeyMode.REPLAYED), new Load(1, 1_000, 1), SEED);

    assertThat(run.firstLie().orElseThrow())
        .contains("seed " + SEED, "it was made ", "POST ", "Made[");
  }

  @Test
  void aSecondWriterWhereOneWasDeclaredIsCaught() throws Exception {
    ManyCreates run =
        ManyCreates.made(VestisCreates.falselyOnlyWriter(), new Load(100, 1, 8), SEED);

    assertThat(run.firstLie().orElseThrow())
        .contains("its own create made no job", "POST ", "GET ", "key=null");
  }
}
