package dev.longhaul.integration;

import dev.longhaul.integration.CreateService.Listing;
import dev.longhaul.integration.CreateService.Made;
import dev.longhaul.testkit.ReceivedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The truth about the creates of one account, as the service knows it. */
final class CreateTruth {
  private static final int MOST_CANDIDATES = 20;

  private final Listing listing;
  private final Map<String, List<Made>> byKey;
  private final Map<String, Made> byId;
  private final Map<String, ToldOfACreate> toldByKey;
  private final Map<String, Long> holders;

  /** How many callers asked for the same. */
  private final Map<String, Long> alike;

  private final Set<UUID> givenUp;

  /** When the last create of a caller came, by key. */
  private final Map<String, Instant> lastCreate = new HashMap<>();

  /** When the last look of a caller at the list began, by key. */
  private final Map<String, Instant> lastLook = new HashMap<>();

  /**
   * Takes down what happened.
   *
   * @param service the account, with nothing under way any more
   * @param told what its callers were told
   * @param givenUp the keys of creates that the client waited for in vain
   */
  CreateTruth(CreateService service, List<ToldOfACreate> told, Set<UUID> givenUp) {
    this.givenUp = givenUp;
    listing = service.listing();
    List<Made> made = service.made();
    byKey =
        made.stream()
            .filter(job -> job.key() != null)
            .collect(Collectors.groupingBy(CreateService.Made::key));
    byId = made.stream().collect(Collectors.toMap(Made::id, job -> job));
    toldByKey =
        told.stream().collect(Collectors.toMap(one -> one.key().toString(), Function.identity()));
    holders =
        told.stream()
            .filter(ToldOfACreate::handle)
            .collect(Collectors.groupingBy(ToldOfACreate::id, Collectors.counting()));
    alike =
        told.stream().collect(Collectors.groupingBy(ToldOfACreate::content, Collectors.counting()));
    for (ReceivedRequest request : service.ledger().requests()) {
      if (request.operation().creates() && request.header("Idempotency-Key") != null) {
        lastCreate.put(request.header("Idempotency-Key"), request.at());
      }
      if (service.beginsList(request) && request.header(CreateService.CALLER) != null) {
        lastLook.put(request.header(CreateService.CALLER), request.at());
      }
    }
  }

  /** Returns the jobs that were made under the caller's key. */
  List<Made> jobsOf(ToldOfACreate one) {
    return byKey.getOrDefault(one.key().toString(), List.of());
  }

  /** Returns whether the handle came of a search in the service's list. */
  boolean adopted(ToldOfACreate one) {
    return one.handle() && lastLook.containsKey(one.key().toString());
  }

  /** Returns whether the handle is of a job that asks for the same and has an equal's key. */
  boolean exchanged(ToldOfACreate one) {
    return one.handle() && !jobsOf(one).stream().map(Made::id).toList().contains(one.id());
  }

  /** Returns whether the candidates name the job that was made, or one that asks for the same. */
  boolean named(ToldOfACreate one) {
    return jobsOf(one).stream()
        .anyMatch(
            job ->
                one.candidates().contains(job.id())
                    || (listing == Listing.CONTENT
                        && one.candidates().stream().anyMatch(id -> asksFor(one.content(), id))));
  }

  private boolean asksFor(String content, String id) {
    return byId.containsKey(id) && byId.get(id).content().equals(content);
  }

  /**
   * Returns what is not true of what the caller was told, or what was kept from the caller, if
   * there is anything.
   */
  Optional<String> lie(ToldOfACreate one) {
    int jobs = jobsOf(one).size();
    if (jobs > 1) {
      return Optional.of("it was made " + jobs + " times");
    }
    if (one.handle()) {
      return lieAboutHandle(one);
    }
    if (one.refused()) {
      return jobs == 0 ? Optional.empty() : Optional.of("it was refused, and made all the same");
    }
    return one.uncertain() ? lieAboutDoubt(one) : Optional.of("nobody foresaw this error");
  }

  private Optional<String> lieAboutHandle(ToldOfACreate one) {
    Made job = byId.get(one.id());
    if (job == null) {
      return Optional.of("there is no such job");
    }
    if (holders.get(one.id()) > 1) {
      return Optional.of("another caller was given the same job");
    }
    if (jobsOf(one).isEmpty()) {
      return Optional.of("its own create made no job, so that one is somebody else's");
    }
    return !exchanged(one) || isAsGood(job, one)
        ? Optional.empty()
        : Optional.of("that job is another caller's, " + job.key());
  }

  /**
   * Two callers who asked for the very same and whose answers were both lost may get each other's
   * job: nothing tells the jobs apart.
   */
  private boolean isAsGood(Made job, ToldOfACreate one) {
    ToldOfACreate owner = toldByKey.get(String.valueOf(job.key()));
    return listing == Listing.CONTENT
        && job.content().equals(one.content())
        && adopted(one)
        && owner != null
        && (owner.uncertain() || adopted(owner));
  }

  /** A key that was rejected (409) is proof that there is a job. */
  private Optional<String> lieAboutDoubt(ToldOfACreate one) {
    boolean made = !jobsOf(one).isEmpty();
    if (one.exists() != one.rejected() || (one.exists() && !made)) {
      return Optional.of("whether there is a job was known better than was told, or not at all");
    }
    for (String id : one.candidates()) {
      if (!byId.containsKey(id)) {
        return Optional.of("there is no such job as " + id);
      }
      if (holders.containsKey(id)) {
        return Optional.of("the candidate " + id + " is the job of another caller's handle");
      }
    }
    if (listing == Listing.NONE || one.knowsOfListTrouble()) {
      return Optional.empty();
    }
    if (!lastLook.containsKey(one.key().toString())) {
      return Optional.of("nobody looked for the job");
    }
    if (!made || isLate(one)) {
      return Optional.empty();
    }
    if (listing == Listing.CONTENT && alike.get(one.content()) == 1) {
      return Optional.of("nobody else asked for that, and the job in the list was not taken");
    }
    return one.candidates().size() == MOST_CANDIDATES || named(one)
        ? Optional.empty()
        : Optional.of("the job is in the list and is no candidate");
  }

  /**
   * Returns whether the job may have been made after the last look at the list. A service that
   * ended the exchange by itself had made it by then; one that the client gave up on may have read
   * the request late.
   */
  private boolean isLate(ToldOfACreate one) {
    Instant came = lastCreate.get(one.key().toString());
    Instant look = lastLook.get(one.key().toString());
    return givenUp.contains(one.key())
        && Duration.between(came, look).compareTo(FaultyWire.PATIENCE) < 0;
  }
}
