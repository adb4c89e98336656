package dev.longhaul.integration.benchmark;

import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.job.PushSink;
import dev.longhaul.job.PushSource;
import dev.longhaul.job.Registration;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.rx.RxJobs;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many progress events reach subscribers in a second, through a Flowable and without RxJava.
 * Every job is pushed one frame and the next only when all were heard, so that none is conflated.
 */
final class EventRate implements AutoCloseable {
  private static final int JOBS = 1_000;
  private static final int PAIRS = 11;
  private static final int PATIENCE_SECONDS = 60;

  private final Frames frames = new Frames();
  private final JobClient<Integer, String> client = JobClient.open(service(), quiet());
  private final CompositeDisposable flows = new CompositeDisposable();
  private final int rounds;
  private volatile CountDownLatch heard = new CountDownLatch(0);
  private int pushed;

  private EventRate(int events) {
    rounds = Math.max(1, events / JOBS / PAIRS);
  }

  /**
   * What was measured, each pair of blocks after the other.
   *
   * @param engine events in a second without RxJava
   * @param rx the same through a Flowable
   * @param ratio of the two blocks of a pair
   */
  record Rates(Quartiles engine, Quartiles rx, Quartiles ratio) {}

  /** Where the engine takes the frames from, which come from a loop here. */
  private static final class Frames implements PushSource<String> {
    private volatile @Nullable PushSink<String> sink;

    @Override
    public Registration open(PushSink<String> opened) {
      sink = opened;
      opened.connected();
      return () -> sink = null;
    }

    @Override
    public void watch(String id) {}

    @Override
    public void unwatch(String id) {}

    void tell(String id, double percent) {
      PushSink<String> open = sink;
      if (open == null) {
        throw new IllegalStateException("nobody opened the source");
      }
      open.frame(JobReading.<String>builder(id, "running").percent(percent).running());
    }
  }

  /** Measures it with this many events on each side. */
  static Rates of(int events) throws InterruptedException {
    try (EventRate rate = new EventRate(events)) {
      return rate.measure();
    }
  }

  private JobService<Integer, String> service() {
    return JobService.<Integer, String>builder(
            "bench",
            (request, key) ->
                CompletableFuture.failedFuture(new UnsupportedOperationException("Pushes only.")))
        .read(
            id ->
                CompletableFuture.completedFuture(
                    JobReading.<String>builder(id, "running").running()))
        .push(frames)
        .build();
  }

  /** No read falls into a block. */
  private static WatchOptions quiet() {
    return WatchOptions.builder().safetyPoll(Duration.ofHours(1)).build();
  }

  private Rates measure() throws InterruptedException {
    List<String> plain = new ArrayList<>();
    List<String> flowing = new ArrayList<>();
    for (int job = 0; job < JOBS; job++) {
      plain.add("plain-" + job);
      watch("plain-" + job).events().subscribe(new Counting());
      flowing.add("flowing-" + job);
      flows.add(RxJobs.events(watch("flowing-" + job)).subscribe(this::count, closed -> {}));
    }
    List<Double> engine = new ArrayList<>();
    List<Double> rx = new ArrayList<>();
    List<Double> ratio = new ArrayList<>();
    for (int pair = -PAIRS; pair < PAIRS; pair++) {
      boolean plainFirst = pair % 2 == 0;
      double first = perSecond(plainFirst ? plain : flowing);
      double second = perSecond(plainFirst ? flowing : plain);
      if (pair >= 0) { // what came before was the warm-up
        engine.add(plainFirst ? first : second);
        rx.add(plainFirst ? second : first);
        ratio.add(rx.get(pair) / engine.get(pair));
      }
    }
    return new Rates(Quartiles.of(engine), Quartiles.of(rx), Quartiles.of(ratio));
  }

  private JobHandle<String> watch(String id) {
    return client.watch(JobReading.<String>builder(id, "running").running(), UUID.randomUUID());
  }

  /** Pushes one block of frames, each of which is news to its job. */
  private double perSecond(List<String> ids) throws InterruptedException {
    long began = System.nanoTime();
    for (int round = 0; round < rounds; round++) {
      pushed++;
      double percent = 100.0 * pushed / (4.0 * PAIRS * rounds + 1);
      CountDownLatch all = new CountDownLatch(ids.size());
      heard = all;
      ids.forEach(id -> frames.tell(id, percent));
      if (!all.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(all.getCount() + " events were not heard");
      }
    }
    return rounds * (double) ids.size() * 1e9 / (System.nanoTime() - began);
  }

  private void count(JobEvent event) {
    if (event instanceof JobEvent.Progressed) {
      heard.countDown();
    }
  }

  /** Asks for everything, as the Flowable's subscriber does. */
  private final class Counting implements Flow.Subscriber<JobEvent> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(JobEvent event) {
      count(event);
    }

    @Override
    public void onError(Throwable closed) {}

    @Override
    public void onComplete() {}
  }

  @Override
  public void close() {
    flows.dispose();
    client.close();
  }
}
