package dev.longhaul.integration;

import dev.longhaul.integration.CreateService.Made;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.testkit.ReceivedRequest;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The creates that were made to one account: what the callers were told, and what was made. */
final class CreatesOfAnAccount {
  private static final int PATIENCE_SECONDS = 60;

  final List<ToldOfACreate> told;
  final List<Made> made;
  final CreateTruth truth;

  /** Every request, in the order in which they came. */
  final List<ReceivedRequest> requests;

  private final long seed;
  private final Queue<ToldOfACreate> telling = new ConcurrentLinkedQueue<>();
  private final Map<UUID, Queue<String>> failures = new ConcurrentHashMap<>();
  private final Set<UUID> givenUp = ConcurrentHashMap.newKeySet();

  /**
   * Makes the creates; done when the last caller was told and the service has seen the last
   * request.
   *
   * @param seed of the keys, of what is asked for and of the faults
   * @param inFlight how many callers wait at a time
   */
  CreatesOfAnAccount(CreateService.Opener opener, long seed, int creates, int inFlight)
      throws InterruptedException {
    this.seed = seed;
    CreateService service = opener.open(seed, this::note);
    try (service) {
      submitAll(service, creates, new Semaphore(inFlight), inFlight);
    }
    told = List.copyOf(telling);
    made = service.made();
    requests = service.ledger().requests();
    truth = new CreateTruth(service, told, givenUp);
  }

  private void submitAll(CreateService service, int creates, Semaphore places, int inFlight)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < creates; i++) {
      places.acquire();
      UUID key = new UUID(random.nextLong(), random.nextLong());
      String content = service.content(random);
      service
          .submit(key, content)
          .whenComplete(
              (handle, error) -> {
                String id = handle == null ? null : idOf(handle);
                telling.add(new ToldOfACreate(key, content, id, error));
                places.release();
              });
    }
    if (!places.tryAcquire(inFlight, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("With seed " + seed + " some creates hang.");
    }
  }

  private static String idOf(JobHandle<?> handle) {
    handle.detach();
    return handle.id().orElseThrow();
  }

  private void note(ClientEvent event) {
    if (event instanceof ClientEvent.Attempted attempt && attempt.error().isPresent()) {
      attempt.error().get().facts().key().ifPresent(key -> failed(key, attempt));
    }
  }

  private void failed(UUID key, ClientEvent.Attempted attempt) {
    String line = "attempt " + attempt.attempt() + ": " + attempt.error().get();
    failures.computeIfAbsent(key, none -> new ConcurrentLinkedQueue<>()).add(line);
    if (attempt.took().compareTo(FaultyWire.PATIENCE) >= 0) {
      givenUp.add(key);
    }
  }

  /** Returns everything that happened to one caller; what was reset unread is in nobody's. */
  String historyOf(ToldOfACreate one) {
    String key = one.key().toString();
    Stream<String> sent =
        requests.stream()
            .filter(
                request ->
                    key.equals(request.header("Idempotency-Key"))
                        || key.equals(request.header(CreateService.CALLER)))
            .map(ReceivedRequest::toString);
    Stream<String> failed =
        failures.getOrDefault(one.key(), new ConcurrentLinkedQueue<>()).stream();
    Stream<String> alike =
        made.stream().filter(job -> job.content().equals(one.content())).map(Made::toString);
    Stream<String> others =
        told.stream()
            .filter(other -> other != one && other.content().equals(one.content()))
            .filter(other -> other.uncertain() || truth.adopted(other) || concern(one, other))
            .map(ToldOfACreate::toString);
    return Stream.of(
            Stream.of("seed " + seed, one.toString(), truth.lie(one).orElse("this is true")),
            sent,
            failed,
            Stream.of("jobs that are alike:"),
            alike.limit(100),
            Stream.of("told to others who asked for the same:"),
            others.limit(100))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n  "));
  }

  private static boolean concern(ToldOfACreate one, ToldOfACreate other) {
    return other.handle() && (other.id().equals(one.id()) || one.candidates().contains(other.id()));
  }
}
