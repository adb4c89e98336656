package dev.longhaul.integration.surfaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.integration.surfaces.ServiceBench.Ability;
import dev.longhaul.sora.SoraOptions.Deletion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every scenario holds on every surface for every service; {@code target/surfaces-matrix.md} shows
 * which did.
 */
@ExtendWith(LeaksOfTheClass.class)
@Timeout(120)
class SurfacesMatrixTest {
  /** What is played. */
  @FunctionalInterface
  private interface Play {
    void on(Scene scene) throws InterruptedException;
  }

  /** A play, and what it needs of a service. */
  private record Scenario(Play play, Set<Ability> needs) {}

  private static final int AT_A_TIME = 4;

  private static final Map<String, ServiceBench.Opener> SERVICES = new LinkedHashMap<>();
  private static final Map<String, Supplier<Surface>> SURFACES = new LinkedHashMap<>();
  private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();
  private static final MatrixReport REPORT = new MatrixReport();
  private static final ExecutorService PLAYERS = Executors.newFixedThreadPool(AT_A_TIME);
  private static final Map<Cell, Future<String>> PLAYED = new HashMap<>();

  static {
    SERVICES.put("Function Runner", RunnerBench::new);
    SERVICES.put("Function Runner that pushes", RunnerBench::thatPushes);
    SERVICES.put("Vestis", VestisBench::new);
    SERVICES.put("Vestis, among others", ServiceBench.amongOthers(VestisBench::new));
    SERVICES.put(
        "videos that DELETE stops, among others",
        ServiceBench.amongOthers(VideoBench.thatOnDelete(Deletion.STOPS)));
    SERVICES.put("videos that DELETE destroys", VideoBench.thatOnDelete(Deletion.REMOVES));
    SERVICES.put("Streamer", StreamerBench::new);
    SERVICES.put("an API of one's own", OwnBench::new);
    SERVICES.put("an API of one's own that pushes", OwnBench::thatPushes);

    SURFACES.put("blocking", BlockingSurface::new);
    SURFACES.put("async", AsyncSurface::new);
    SURFACES.put("reactive", ReactiveSurface::new);

    scenario("success", Endings::success);
    scenario("failure", Endings::failure);
    scenario("stopped by somebody else", Endings::stoppedBySomebodyElse, Ability.BEING_STOPPED);
    scenario(
        "done before the first look", Endings::doneBeforeTheFirstLook, Ability.BEING_FOUND_AGAIN);
    scenario("unknown state", Endings::unknownState, Ability.STATES);
    scenario("the service begins anew", Endings::retryOfTheService);
    scenario("cancel a waiting job", Cancellations::ofAWaitingJob);
    scenario("cancel a running job", Cancellations::ofARunningJob);
    scenario("cancel after the end", Cancellations::afterTheEnd);
    scenario("cancel is taken and the job completes", Cancellations::takenTooLate);
    scenario("cancel races completion", Cancellations::whileItEnds);
    scenario("patience ends", Watches::patienceEnds);
    scenario("detach", Watches::detaching, Ability.BEING_FOUND_AGAIN);
    scenario("close in the middle", Watches::closing);
    scenario("a listener throws", Watches::throwingListener);
    scenario("a listener blocks", Watches::blockingListener);
    scenario("reads fail", Troubles::readsThatFail, Ability.BEING_READ);
    scenario("404 once", Troubles::one404, Ability.BEING_READ);
    scenario("404 again and again", Troubles::more404s, Ability.BEING_READ);
    scenario("amnesia in the middle", Troubles::amnesia);
    scenario("never heard of it", Troubles::neverHeardOf, Ability.BEING_FOUND_AGAIN);
    scenario(
        "credentials refused in the middle",
        Troubles::refusedCredentials,
        Ability.CREDENTIALS_WITH_EACH_REQUEST);
    scenario("the clock jumps an hour ahead", Troubles::clockForward);
    scenario("the clock jumps an hour back", Troubles::clockBack);
    scenario("the machine sleeps for an hour", Troubles::machineSleeps);
  }

  private static void scenario(String name, Play play, Ability... needs) {
    SCENARIOS.put(name, new Scenario(play, Set.of(needs)));
  }

  /** One scenario on one surface of one service. */
  private record Cell(String service, String surface, String scenario) {
    @Override
    public String toString() {
      return service + " / " + surface + " / " + scenario;
    }
  }

  static Stream<Cell> cells() {
    return SERVICES.keySet().stream()
        .flatMap(
            service ->
                SURFACES.keySet().stream()
                    .flatMap(
                        surface ->
                            SCENARIOS.keySet().stream()
                                .map(scenario -> new Cell(service, surface, scenario))));
  }

  /** Plays all cells, a few at a time: most of what a cell does is waiting. */
  @BeforeAll
  static void playAll() {
    cells().forEach(cell -> PLAYED.put(cell, PLAYERS.submit(() -> play(cell))));
  }

  /** Returns what the report says. */
  private static String play(Cell cell) throws InterruptedException {
    Scenario scenario = SCENARIOS.get(cell.scenario);
    try (Scene scene = new Scene(SERVICES.get(cell.service), SURFACES.get(cell.surface).get())) {
      for (Ability needed : scenario.needs) {
        if (scene.service.lacks().contains(needed)) {
          return "does not apply: " + needed.lack();
        }
      }
      scenario.play.on(scene);
    }
    return MatrixReport.PASSED;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void holds(Cell cell) throws Throwable {
    String result = MatrixReport.FAILED;
    try {
      result = PLAYED.get(cell).get();
    } catch (ExecutionException failed) {
      throw failed.getCause();
    } finally {
      REPORT.note(cell.service, cell.surface, cell.scenario, result);
    }
  }

  /** Whoever makes a scenario apply to less has to say so here. */
  @Test
  void onlyWhatAServiceCannotDoIsNotPlayed() throws Exception {
    Map<String, Set<String>> unplayed = new TreeMap<>();
    for (Map.Entry<Cell, Future<String>> cell : PLAYED.entrySet()) {
      if (resultOf(cell.getValue()).startsWith("does not apply")) {
        unplayed
            .computeIfAbsent(cell.getKey().service, none -> new TreeSet<>())
            .add(cell.getKey().scenario);
      }
    }

    assertThat(unplayed)
        .containsExactly(
            Map.entry(
                "Streamer",
                Set.of(
                    "stopped by somebody else",
                    "done before the first look",
                    "unknown state",
                    "detach",
                    "reads fail",
                    "404 once",
                    "404 again and again",
                    "never heard of it",
                    "credentials refused in the middle")));
  }

  private static String resultOf(Future<String> cell) throws InterruptedException {
    try {
      return cell.get();
    } catch (ExecutionException failed) {
      return MatrixReport.FAILED;
    }
  }

  @AfterAll
  static void writeTheReport() throws IOException {
    PLAYERS.shutdownNow();
    REPORT.write(Path.of("target", "surfaces-matrix.md"));
  }
}
