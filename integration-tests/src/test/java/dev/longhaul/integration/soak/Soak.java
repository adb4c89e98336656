package dev.longhaul.integration.soak;

import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.integration.ChildProcess;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.sora.VideoRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Keeps jobs alive at a service whose wire fails: each that has ended is replaced. Once a minute it
 * writes down how things stand.
 */
final class Soak {
  /** Longer than any fault keeps an answer back. */
  private static final Duration PATIENCE_OF_CALLS = Duration.ofSeconds(2);

  private static final int SUBMITTED_AT_ONCE = 50;
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long REST_MILLIS = 20;

  private final SoakPlan plan;
  private final Path folder;
  private final Semaphore places;
  private final Semaphore submitting = new Semaphore(SUBMITTED_AT_ONCE);
  private final SoakTally tally;
  private final List<SoakMinute> minutes = new ArrayList<>();
  private long begin;
  private int submissions;

  private Soak(SoakPlan plan, SoakTruth truth, Path folder) {
    this.plan = plan;
    this.folder = folder;
    places = new Semaphore(plan.jobs());
    tally = new SoakTally(truth, places);
  }

  /**
   * Returns a soak that is over.
   *
   * @param plan what the service does
   * @param truth what its jobs are believed to become
   * @param watch how they are watched
   * @param name of the folder that keeps table and picture
   */
  static Soak run(SoakPlan plan, SoakTruth truth, WatchOptions watch, String name)
      throws IOException, InterruptedException {
    Soak soak = new Soak(plan, truth, Path.of("target", name));
    try (ChildProcess service = ChildProcess.main(Map.of(), SoakServer.class, plan.arguments());
        SoraClient client =
            SoraClient.open(
                ClientOptions.builder(service.firstLine())
                    .attemptTimeout(PATIENCE_OF_CALLS)
                    .createTimeout(PATIENCE_OF_CALLS)
                    .watch(watch)
                    .build())) {
      soak.keepAlive(client);
      soak.awaitTheLast();
    }
    return soak;
  }

  /** Begins when the service is up, which takes its time on a busy machine. */
  private void keepAlive(SoraClient client) throws InterruptedException {
    begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(plan.seconds());
    while (System.nanoTime() < end) {
      if (places.tryAcquire(REST_MILLIS, TimeUnit.MILLISECONDS)) {
        submit(client);
      }
      lookEveryMinute();
    }
  }

  /** A submission that the wire spoilt leaves its place to another. */
  private void submit(SoraClient client) throws InterruptedException {
    submitting.acquire();
    submissions++;
    long now = System.nanoTime();
    VideoCreate video = new VideoCreate().prompt("grain of sand " + submissions);
    client
        .submitAsync(VideoRequest.create(video))
        .whenComplete(
            (handle, error) -> {
              submitting.release();
              if (error == null) {
                SoakedJob.follow(handle, now, tally);
              } else {
                tally.spoilt(error);
              }
            });
  }

  private void awaitTheLast() throws InterruptedException {
    long end = System.nanoTime() + SoakTally.PATIENCE.plusMillis(plan.longest()).toNanos();
    while (places.availablePermits() < plan.jobs() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
      lookEveryMinute();
    }
    look();
  }

  private void lookEveryMinute() {
    if (System.nanoTime() - begin >= (minutes.size() + 1) * LOOK_NANOS) {
      look();
    }
  }

  private void look() {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    minutes.add(SoakMinute.now(seconds, tally));
    keep();
  }

  /** Keeps table and picture as they are by now, so that a run that is broken off leaves both. */
  private void keep() {
    try {
      Files.createDirectories(folder);
      String table =
          minutes.stream().map(SoakMinute::csv).collect(Collectors.joining("\n", "", "\n"));
      Files.writeString(folder.resolve("soak.csv"), SoakMinute.HEAD + "\n" + table);
      Files.writeString(folder.resolve("soak.svg"), SoakGraph.of(minutes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SoakTally tally() {
    return tally;
  }

  /** Returns how things stood, once a minute; the last entry is of the end, without jobs. */
  List<SoakMinute> minutes() {
    return List.copyOf(minutes);
  }
}
