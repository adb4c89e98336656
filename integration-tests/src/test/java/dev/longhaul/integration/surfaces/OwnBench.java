package dev.longhaul.integration.surfaces;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobFailure;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.job.PushSink;
import dev.longhaul.job.PushSource;
import dev.longhaul.job.Registration;
import dev.longhaul.policy.WatchOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An API of a user's own, declared to the engine; it answers on threads of its own. Where it
 * pushes, each frame comes twice, as they do on some wires.
 */
final class OwnBench implements ServiceBench {
  private final ExecutorService api = Executors.newFixedThreadPool(2);
  private final Map<String, JobReading<String>> jobs = new ConcurrentHashMap<>();
  private final Queue<RuntimeException> faults = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile boolean turnsAway;
  private volatile boolean idle;
  private volatile @Nullable PushSink<String> pushed;
  private final JobClient<String, String> client;

  OwnBench(Machine machine) {
    client = JobClient.open(declared().build(), ServiceBench.watch(machine));
  }

  private OwnBench(WatchOptions options) {
    client = JobClient.open(declared().push(new Pushing()).build(), options);
  }

  /** Opens an API that pushes, whose jobs are read rarely: the scenarios have short patience. */
  static ServiceBench thatPushes(Machine machine) {
    return new OwnBench(
        ServiceBench.watch(machine).toBuilder().safetyPoll(Duration.ofMillis(50)).build());
  }

  private JobService.Builder<String, String> declared() {
    return JobService.<String, String>builder("own-api", (text, key) -> call(this::accepted))
        .read(id -> call(() -> read(id)))
        .cancel(id -> call(() -> stopped(id)));
  }

  /** Connected as soon as it is opened; who watches which job is nothing to it. */
  private final class Pushing implements PushSource<String> {
    @Override
    public Registration open(PushSink<String> sink) {
      pushed = sink;
      sink.connected();
      return () -> pushed = null;
    }

    @Override
    public void watch(String id) {
      // Everything is pushed.
    }

    @Override
    public void unwatch(String id) {
      // As above.
    }
  }

  private synchronized void is(JobReading<String> reading) {
    jobs.put(reading.id(), reading);
    PushSink<String> sink = pushed;
    if (sink != null) {
      sink.frame(reading);
      sink.frame(reading);
    }
  }

  private <T> CompletableFuture<T> call(Supplier<T> service) {
    requests.incrementAndGet();
    return CompletableFuture.supplyAsync(
        () -> {
          if (turnsAway) {
            throw new CredentialsException("Who are you?", facts(401), null);
          }
          return service.get();
        },
        api);
  }

  private static CallFacts facts(int status) {
    return CallFacts.builder("own-api", "call")
        .status(status)
        .reach(status < 500 ? Reach.DECLINED : Reach.MAY_HAVE_TAKEN_EFFECT)
        .attempts(1)
        .build();
  }

  private JobReading<String> accepted() {
    JobReading<String> job = waiting("own-" + (jobs.size() + 1));
    jobs.put(job.id(), job);
    return job;
  }

  private static JobReading<String> waiting(String id) {
    return JobReading.<String>builder(id, "in line").waiting();
  }

  private JobReading<String> read(String id) {
    RuntimeException fault = faults.poll();
    if (fault != null) {
      throw fault;
    }
    return known(id);
  }

  private JobReading<String> known(String id) {
    JobReading<String> job = jobs.get(id);
    if (job == null) {
      throw new NotFoundException("No such job.", facts(404), null);
    }
    return job;
  }

  private synchronized boolean stopped(String id) {
    if (idle) {
      idle = false;
    } else if (known(id).phase().isTerminal()) {
      throw new RefusedException("It has ended.", facts(409), null);
    } else {
      is(JobReading.<String>builder(id, "stopped").cancelled());
    }
    return true;
  }

  @Override
  public JobHandle<String> submit() throws InterruptedException {
    return client.submit("a poem");
  }

  @Override
  public CompletableFuture<JobHandle<String>> submitAsync() {
    return client.submitAsync("a poem");
  }

  @Override
  public JobHandle<String> attach(String id) {
    return client.attach(id);
  }

  @Override
  public String unknownId() {
    return "own-99";
  }

  @Override
  public JobThere job(String id) {
    return new JobThere() {
      private JobReading.Builder<String> said(String word) {
        return JobReading.builder(id, word);
      }

      @Override
      public void waits() {
        is(waiting(id));
      }

      @Override
      public void runs(int percent, int attempt) {
        is(said("writing").percent((double) percent).attempt(attempt).running());
      }

      @Override
      public void succeeds() {
        is(said("done").succeeded("roses are red"));
      }

      @Override
      public void fails() {
        is(said("failed").failed(JobFailure.of("E1", "no rhyme")));
      }

      @Override
      public void isStopped() {
        is(said("stopped").cancelled());
      }

      @Override
      public void isInState(String word) {
        is(said(word).unrecognized());
      }
    };
  }

  @Override
  public Stops stops() {
    return Stops.ANY;
  }

  @Override
  public boolean tellsPercent() {
    return true;
  }

  @Override
  public void takesTheNextCancelAndGoesOn() {
    idle = true;
  }

  @Override
  public void hidesJobsOnce() {
    faults.add(new NotFoundException("No such job.", facts(404), null));
  }

  @Override
  public void hidesJobs() {
    jobs.clear();
  }

  @Override
  public void staggers() {
    faults.add(new ServiceFailedException("It failed.", facts(500), null));
    faults.add(new UnreachableException("No answer.", facts(502), null));
    faults.add(new IllegalStateException("a flaw in the user's own code"));
  }

  @Override
  public void forgetsEverything() {
    jobs.clear();
  }

  @Override
  public void refusesCredentials() {
    turnsAway = true;
  }

  @Override
  public int requests() {
    return requests.get();
  }

  @Override
  public void closeClient() {
    client.close();
  }

  @Override
  public void close() {
    client.close();
    api.shutdownNow();
  }
}
