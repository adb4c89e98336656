package dev.longhaul.rx;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobFailure;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client on virtual time, and its service, whose every answer the test gives: a job stays at a
 * reading until it is given another one, and {@link #passes} lets it be read.
 */
final class ByHand implements AutoCloseable {
  final VirtualTime time = VirtualTime.create();

  /** What was sent, in the order in which it came; the answers are the test's to give. */
  final List<CompletableFuture<JobReading<String>>> submissions =
      Collections.synchronizedList(new ArrayList<>());

  /** The jobs that a cancellation was sent for. */
  final List<String> cancelled = Collections.synchronizedList(new ArrayList<>());

  volatile CompletableFuture<Void> cancelAnswer = CompletableFuture.completedFuture(null);

  final JobClient<String, String> client;
  private final AtomicInteger reads = new AtomicInteger();
  private final Map<String, Deque<Object>> said = new ConcurrentHashMap<>();

  /** Its callbacks run where they are called. */
  ByHand() {
    this(Runnable::run);
  }

  ByHand(Executor callbacks) {
    client =
        JobClient.open(
            JobService.<String, String>builder("by-hand", this::submit)
                .read(this::read)
                .cancel(this::cancel)
                .build(),
            WatchOptions.builder()
                .scheduler(time)
                .clock(time)
                .jitter(0)
                .readsPerSecond(100_000)
                .callbackExecutor(callbacks)
                .build());
  }

  private CompletableFuture<JobReading<String>> submit(String request, UUID key) {
    CompletableFuture<JobReading<String>> answer = new CompletableFuture<>();
    submissions.add(answer);
    return answer;
  }

  private CompletableFuture<Void> cancel(String id) {
    cancelled.add(id);
    return cancelAnswer;
  }

  private CompletableFuture<JobReading<String>> read(String id) {
    reads.incrementAndGet();
    Deque<Object> answers = answers(id);
    synchronized (answers) {
      Object next = answers.size() > 1 ? answers.poll() : answers.peek();
      return answer(next);
    }
  }

  @SuppressWarnings("unchecked") // only readings of this service are put in
  private static CompletableFuture<JobReading<String>> answer(Object next) {
    return next instanceof Throwable error
        ? CompletableFuture.failedFuture(error)
        : CompletableFuture.completedFuture((JobReading<String>) next);
  }

  private Deque<Object> answers(String id) {
    return said.computeIfAbsent(id, ignored -> new ArrayDeque<>(List.of(waiting(id))));
  }

  /** Has the next reads of a job answered with a reading or an error each, the last for ever. */
  void says(String id, List<?> answers) {
    Deque<Object> waiting = answers(id);
    synchronized (waiting) {
      waiting.clear();
      waiting.addAll(answers);
    }
  }

  void says(String id, Object answer) {
    says(id, List.of(answer));
  }

  /** Has the next read answered so, and lets every job be read. */
  void tells(String id, Object answer) {
    says(id, answer);
    passes();
  }

  /** Lets every job be read, also one whose service was in trouble. */
  void passes() {
    time.advance(Duration.ofMinutes(2));
  }

  /** Returns how often jobs are read from now on, while time passes. */
  int readsOfNextMinutes() {
    int before = reads.get();
    passes();
    return reads.get() - before;
  }

  /** Returns a job that somebody submitted elsewhere and that waits. */
  JobHandle<String> job(String id) {
    return client.watch(waiting(id), UUID.randomUUID());
  }

  /** Returns the future of a submission that is under way. */
  CompletableFuture<JobHandle<String>> submit() {
    return client.submitAsync("a secret prompt");
  }

  /** Takes the submission of that number. */
  void accepts(int number) {
    submissions.get(number).complete(waiting("job-" + number));
  }

  @Override
  public void close() {
    client.close();
  }

  static JobReading<String> waiting(String id) {
    return JobReading.<String>builder(id, "queued").waiting();
  }

  static JobReading<String> running(String id, String word, double percent) {
    return JobReading.<String>builder(id, word).percent(percent).running();
  }

  static JobReading<String> succeeded(String id) {
    return JobReading.<String>builder(id, "completed").succeeded("picture of " + id);
  }

  static JobReading<String> failed(String id) {
    return JobReading.<String>builder(id, "failed").failed(JobFailure.of("E1", "no"));
  }

  static JobReading<String> stopped(String id) {
    return JobReading.<String>builder(id, "cancelled").cancelled();
  }

  static LonghaulException refused() {
    return new RefusedException("declined", facts(422), null);
  }

  static LonghaulException notFound() {
    return new NotFoundException("unknown", facts(404), null);
  }

  static LonghaulException unauthorized() {
    return new CredentialsException("refused", facts(401), null);
  }

  static LonghaulException lost() {
    CallFacts facts =
        CallFacts.builder("by-hand", "call").reach(Reach.MAY_HAVE_TAKEN_EFFECT).build();
    return new UnreachableException("no answer", facts, null);
  }

  private static CallFacts facts(int status) {
    return CallFacts.builder("by-hand", "call").reach(Reach.DECLINED).status(status).build();
  }
}
