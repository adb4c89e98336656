package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.NotFoundException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ClientEventListener;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.EventRecorder;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A listener is a guest: whatever it does, no call and no job notices, and none costs nothing. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventListenerTest {
  /** As many events as may wait for a listener. */
  private static final int LINE = 1_024;

  @AfterEach
  void logAgain() {
    RecordedLog.switchOn();
  }

  private static Bench heardBy(ClientEventListener listener) {
    return Bench.open(
        options ->
            options.resilience(
                ResilienceOptions.builder()
                    .backOff(Duration.ofMillis(1), 1, Duration.ofMillis(1))
                    .listener(listener)
                    .build()));
  }

  /** A job from its submission to its end, with a read that fails on the way. */
  private static void wholeJob(Bench bench) throws Exception {
    JobHandle<TaskResult> job = bench.submitted();
    bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(500));
    bench.fake.job(job.id().orElseThrow()).completed();

    assertThat(job.await(Duration.ofSeconds(10)).resultOrThrow().getTaskId())
        .isEqualTo(job.id().orElseThrow());
  }

  @Test
  void oneThatThrowsHearsEverythingAllTheSameAndHurtsNobody() throws Exception {
    int logged = RecordedLog.all().size();
    try (EventRecorder<ClientEvent> events = EventRecorder.create();
        Bench bench =
            heardBy(
                event -> {
                  events.accept(event);
                  throw new IllegalStateException(Bench.PROMPT);
                })) {
      wholeJob(bench);

      events.nextUntil(ClientEvent.Retrying.class);
      while (!isResult(events.nextUntil(ClientEvent.Attempted.class))) {
        Thread.onSpinWait(); // One after the other, up to the last; the time limit ends this.
      }
    }
    List<RecordedLog.Line> since = RecordedLog.all();
    assertThat(since.subList(logged, since.size()).stream().map(RecordedLog.Line::text))
        .anyMatch(
            line -> line.endsWith("event listener threw " + IllegalStateException.class.getName()))
        .noneMatch(TestSecrets::areIn);
  }

  private static boolean isResult(ClientEvent.Attempted attempt) {
    return attempt.operation().equals("readTaskResult");
  }

  @Test
  void oneThatBlocksHurtsNobodyAndIsToldHowManyEventsItMissed() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    Queue<ClientEvent> heard = new ConcurrentLinkedQueue<>();
    int calls = LINE + 100;
    try (Bench bench = heardBy(event -> hearSlowly(event, heard, inside, free))) {
      assertThat(Bench.failure(bench.client.statusAsync("t")))
          .isInstanceOf(NotFoundException.class);
      assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < calls; i++) {
        assertThat(Bench.failure(bench.client.statusAsync("t")))
            .isInstanceOf(NotFoundException.class);
      }
      wholeJob(bench);
      assertThat(heard).isEmpty();
      free.countDown();
    }
    List<Integer> missed =
        heard.stream()
            .filter(ClientEvent.Missed.class::isInstance)
            .map(event -> ((ClientEvent.Missed) event).events())
            .toList();

    assertThat(missed).singleElement().satisfies(count -> assertThat(count).isGreaterThan(100));
    assertThat(heard).hasSize(1 + LINE + 1);
  }

  private static void hearSlowly(
      ClientEvent event, Queue<ClientEvent> heard, CountDownLatch inside, CountDownLatch free) {
    inside.countDown();
    try {
      free.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    heard.add(event);
  }

  @Test
  void oneThatNeverReturnsIsInterruptedByTheClose() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    try (Bench bench =
        heardBy(
            event -> {
              inside.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException asked) {
                interrupted.countDown();
              }
            })) {
      wholeJob(bench);
      assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void withoutOneAndWithoutALogNoEventIsEvenMade() throws Exception {
    RecordedLog.switchOff();
    int logged = RecordedLog.all().size();
    ResilienceOptions alone =
        ResilienceOptions.builder()
            .backOff(Duration.ofMillis(1), 1, Duration.ofMillis(1))
            .circuitBreaker(20, 20, Duration.ofMillis(1))
            .build();
    System.gc(); // Only what is made from now on is to be counted.
    long before = eventsOnTheHeap();
    try (Bench bench = Bench.open(options -> options.resilience(alone))) {
      everythingOnceAndReads(bench);
    }
    assertThat(eventsOnTheHeap()).isLessThanOrEqualTo(before);
    assertThat(RecordedLog.all()).hasSize(logged);
  }

  @Test
  void withOneTheEventsAreThereToBeCounted() throws Exception {
    Queue<ClientEvent> kept = new ConcurrentLinkedQueue<>();
    long before = eventsOnTheHeap();
    try (Bench bench = heardBy(kept::add)) {
      everythingOnceAndReads(bench);
    }
    assertThat(kept).hasSizeGreaterThan(100);
    assertThat(eventsOnTheHeap()).isGreaterThan(before).isGreaterThanOrEqualTo(kept.size());
  }

  private static void everythingOnceAndReads(Bench bench) throws Exception {
    wholeJob(bench);
    for (int i = 0; i < 100; i++) {
      Bench.failure(bench.client.statusAsync("t"));
    }
    bench.fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.status(500));
    for (int i = 0; i < 10; i++) {
      Bench.failure(bench.client.statusAsync("t"));
    }
  }

  /** Counts all events, whether or not anything holds on to them; a state is no event. */
  private static long eventsOnTheHeap() throws JMException {
    String all =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[] {"-all"}},
                    new String[] {String[].class.getName()});
    return all.lines()
        .filter(line -> line.contains(ClientEvent.class.getName() + "$"))
        .filter(line -> !line.contains(ClientEvent.BreakerState.class.getName()))
        .flatMap(line -> Stream.of(line.strip().split("\\s+")).skip(1).limit(1))
        .mapToLong(Long::parseLong)
        .sum();
  }
}
