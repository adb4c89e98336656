package dev.longhaul.integration.surfaces;

import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A service that a scenario has a hand on, and a client of it. */
interface ServiceBench extends AutoCloseable {
  /** What goes wrong with the reads of a service that staggers. */
  List<WireFault> FAULTS_OF_READS =
      List.of(WireFault.status(500), WireFault.resetAfterRead(), WireFault.garbage());

  /** Opens a bench whose client runs on a machine. */
  @FunctionalInterface
  interface Opener {
    ServiceBench on(Machine machine);
  }

  /** Which jobs the service stops when it is asked to. */
  enum Stops {
    ANY,
    WAITING,
    NONE
  }

  /** What a scenario may need of a service, and not every service can do. */
  enum Ability {
    BEING_READ("its jobs cannot be read"),
    BEING_FOUND_AGAIN("a job cannot be attached to"),
    BEING_STOPPED("nobody can stop a job"),
    STATES("a job has no state but to be at work"),
    CREDENTIALS_WITH_EACH_REQUEST("credentials count when a socket is opened, and then no more");

    private final String lack;

    Ability(String lack) {
      this.lack = lack;
    }

    /** Returns what is so where it is missing. */
    String lack() {
      return lack;
    }
  }

  /** Returns what this service cannot do: scenarios that need it do not apply. */
  default Set<Ability> lacks() {
    return Set.of();
  }

  /** Submits a job that waits until the scenario moves it. */
  JobHandle<?> submit() throws InterruptedException;

  CompletableFuture<? extends JobHandle<?>> submitAsync();

  JobHandle<?> attach(String id);

  /** Returns an id that the service could have given, and did not. */
  String unknownId();

  /** Returns a hand on a job where it really is. */
  JobThere job(String id);

  Stops stops();

  /** Returns whether the service tells how far a job is. */
  boolean tellsPercent();

  /** Takes the next request to stop a job, and does nothing. */
  void takesTheNextCancelAndGoesOn();

  /** Shows no job in lists any more, and answers the next read of a job with 404. */
  void hidesJobsOnce();

  /** Shows no job any more, neither in lists nor by itself. */
  void hidesJobs();

  /** Answers the next reads with a fault of the server, a broken connection and nonsense. */
  void staggers();

  /** Is started again and knows no job any more. */
  void forgetsEverything();

  /** Turns everybody away from now on. */
  void refusesCredentials();

  /** Returns how many requests came so far. */
  int requests();

  void closeClient();

  @Override
  void close();

  /** Returns what opens a bench whose client watches one more job from the beginning to the end. */
  static Opener amongOthers(Opener opener) {
    return machine -> {
      ServiceBench bench = opener.on(machine);
      bench.submitAsync().join();
      return bench;
    };
  }

  /** Returns how jobs are watched: quickly, and by the machine's clock and timers. */
  static WatchOptions watch(Machine machine) {
    Duration step = Duration.ofMillis(10);
    return WatchOptions.builder()
        .pollPace(step, 1, step)
        .clock(machine)
        .scheduler(machine.timer())
        .build();
  }

  /** Returns options of a client that tries once, so that a scenario meets each failure. */
  static ClientOptions client(String baseUrl, Machine machine) {
    return client(baseUrl, watch(machine));
  }

  /** Returns the same, where jobs are watched in another way. */
  static ClientOptions client(String baseUrl, WatchOptions watch) {
    return ClientOptions.builder(baseUrl)
        .resilience(ResilienceOptions.builder().maxRetries(0).build())
        .watch(watch)
        .build();
  }
}
