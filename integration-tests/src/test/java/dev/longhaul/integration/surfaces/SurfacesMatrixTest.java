package dev.longhaul.integration.surfaces;

import dev.longhaul.sora.SoraOptions.Deletion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
  private interface Scenario {
    void play(Scene scene) throws InterruptedException;
  }

  private static final int AT_A_TIME = 4;

  private static final Map<String, ServiceBench.Opener> SERVICES = new LinkedHashMap<>();
  private static final Map<String, Supplier<Surface>> SURFACES = new LinkedHashMap<>();
  private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();
  private static final MatrixReport REPORT = new MatrixReport();
  private static final ExecutorService PLAYERS = Executors.newFixedThreadPool(AT_A_TIME);
  private static final Map<Cell, Future<Boolean>> PLAYED = new HashMap<>();

  static {
    SERVICES.put("Function Runner", RunnerBench::new);
    SERVICES.put("Vestis", VestisBench::new);
    SERVICES.put("Vestis, among others", ServiceBench.amongOthers(VestisBench::new));
    SERVICES.put(
        "videos that DELETE stops, among others",
        ServiceBench.amongOthers(VideoBench.thatOnDelete(Deletion.STOPS)));
    SERVICES.put("videos that DELETE destroys", VideoBench.thatOnDelete(Deletion.REMOVES));
    SERVICES.put("an API of one's own", OwnBench::new);
    SERVICES.put("an API of one's own that pushes", OwnBench::thatPushes);

    SURFACES.put("blocking", BlockingSurface::new);
    SURFACES.put("async", AsyncSurface::new);
    SURFACES.put("reactive", ReactiveSurface::new);

    SCENARIOS.put("success", Endings::success);
    SCENARIOS.put("failure", Endings::failure);
    SCENARIOS.put("stopped by somebody else", Endings::stoppedBySomebodyElse);
    SCENARIOS.put("done before the first look", Endings::doneBeforeTheFirstLook);
    SCENARIOS.put("unknown state", Endings::unknownState);
    SCENARIOS.put("the service begins anew", Endings::retryOfTheService);
    SCENARIOS.put("cancel a waiting job", Cancellations::ofAWaitingJob);
    SCENARIOS.put("cancel a running job", Cancellations::ofARunningJob);
    SCENARIOS.put("cancel after the end", Cancellations::afterTheEnd);
    SCENARIOS.put("cancel is taken and the job completes", Cancellations::takenTooLate);
    SCENARIOS.put("cancel races completion", Cancellations::whileItEnds);
    SCENARIOS.put("patience ends", Watches::patienceEnds);
    SCENARIOS.put("detach", Watches::detaching);
    SCENARIOS.put("close in the middle", Watches::closing);
    SCENARIOS.put("a listener throws", Watches::throwingListener);
    SCENARIOS.put("a listener blocks", Watches::blockingListener);
    SCENARIOS.put("reads fail", Troubles::readsThatFail);
    SCENARIOS.put("404 once", Troubles::one404);
    SCENARIOS.put("404 again and again", Troubles::more404s);
    SCENARIOS.put("amnesia in the middle", Troubles::amnesia);
    SCENARIOS.put("never heard of it", Troubles::neverHeardOf);
    SCENARIOS.put("credentials refused in the middle", Troubles::refusedCredentials);
    SCENARIOS.put("the clock jumps an hour ahead", Troubles::clockForward);
    SCENARIOS.put("the clock jumps an hour back", Troubles::clockBack);
    SCENARIOS.put("the machine sleeps for an hour", Troubles::machineSleeps);
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

  private static boolean play(Cell cell) throws InterruptedException {
    try (Scene scene = new Scene(SERVICES.get(cell.service), SURFACES.get(cell.surface).get())) {
      SCENARIOS.get(cell.scenario).play(scene);
    }
    return true;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void holds(Cell cell) throws Throwable {
    boolean passed = false;
    try {
      passed = PLAYED.get(cell).get();
    } catch (ExecutionException failed) {
      throw failed.getCause();
    } finally {
      REPORT.note(cell.service, cell.surface, cell.scenario, passed);
    }
  }

  @AfterAll
  static void writeTheReport() throws IOException {
    PLAYERS.shutdownNow();
    REPORT.write(Path.of("target", "surfaces-matrix.md"));
  }
}
