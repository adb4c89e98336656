package dev.longhaul.integration.soak;

import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VideoScript;
import dev.longhaul.testkit.WireFault;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The video service of a soak, whose wire fails in one exchange of ten: the n-th request of a kind
 * meets the same fault in each run with one seed. A process of its own, since it remembers all that
 * it ever received; it prints its URL, and ends when its standard input does.
 */
final class SoakServer {
  private static final double SHARE = 0.1;

  /** How many reads, and how many lists, may come in a second before the wire is sound. */
  private static final int FAULTED_PER_SECOND = 600;

  private SoakServer() {}

  /** Takes the plan. */
  public static void main(String[] args) throws IOException {
    SoakPlan plan = SoakPlan.parse(args);
    try (FakeSora fake = FakeSora.start()) {
      planJobs(fake, plan);
      fake.faultsFrom(plan.seed(), SHARE, faults());
      planReads(fake, SoraOperation.READ_VIDEO, plan, 1);
      planReads(fake, SoraOperation.LIST_VIDEOS, plan, 2);
      System.out.println(fake.baseUrl());
      while (System.in.read() >= 0) {
        // Whoever started this process still lives.
      }
    }
  }

  private static void planJobs(FakeSora fake, SoakPlan plan) {
    VideoScript[] scripts =
        Arrays.stream(plan.lives()).map(SoakPlan.Life::script).toArray(VideoScript[]::new);
    for (int number = 0; number < plan.mostJobs(); number++) {
      fake.nextJob(scripts[number % scripts.length]);
    }
  }

  private static void planReads(FakeSora fake, SoraOperation operation, SoakPlan plan, int salt) {
    SplittableRandom random = new SplittableRandom(plan.seed() + salt);
    List<WireFault> faults = faults();
    WireFault none = WireFault.delay(Duration.ZERO);
    for (int left = plan.seconds() * FAULTED_PER_SECOND; left > 0; left--) {
      WireFault drawn = faults.get(random.nextInt(faults.size()));
      fake.fault(operation, random.nextDouble() < SHARE ? drawn : none);
    }
  }

  /** Resets, refusals with and without a time to come again, silence, and halves. */
  private static List<WireFault> faults() {
    return List.of(
        WireFault.resetBeforeRead(),
        WireFault.resetAfterHeaders(),
        WireFault.resetAfterRead(),
        WireFault.answerLost(),
        WireFault.resetAfterAnswerHead(),
        WireFault.closesAfterAnswer(),
        WireFault.stall(),
        WireFault.delay(Duration.ofMillis(300)),
        WireFault.truncatedBody(),
        WireFault.garbage(),
        WireFault.htmlPage(),
        WireFault.emptyBody(),
        WireFault.status(500),
        WireFault.status(502),
        WireFault.status(503),
        WireFault.status(503, Map.of("Retry-After", "1"), ""),
        WireFault.status(503, Map.of("Retry-After", "0"), ""));
  }
}
