package dev.longhaul.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Many creates through a faulty wire: what their callers were told, and what was made. */
final class ManyCreates {
  private static final int IN_FLIGHT = 64;

  private final List<CreatesOfAnAccount> accounts;

  private ManyCreates(List<CreatesOfAnAccount> accounts) {
    this.accounts = accounts;
  }

  /**
   * How many creates are made.
   *
   * @param accounts to how many accounts
   * @param each to each account
   * @param together to how many accounts at a time; all callers together are 64
   */
  record Load(int accounts, int each, int together) {
    int creates() {
      return accounts * each;
    }
  }

  /**
   * Returns the creates when the last caller was told and the service has seen the last request.
   *
   * @param opener of the accounts
   * @param load how many
   * @param seed of everything that is left to chance here
   */
  static ManyCreates made(CreateService.Opener opener, Load load, long seed) throws Exception {
    ExecutorService together = Executors.newFixedThreadPool(load.together());
    try {
      SplittableRandom random = new SplittableRandom(seed);
      List<Future<CreatesOfAnAccount>> running = new ArrayList<>();
      for (int i = 0; i < load.accounts(); i++) {
        long seedOfOne = load.accounts() == 1 ? seed : random.nextLong();
        int inFlight = IN_FLIGHT / load.together();
        running.add(
            together.submit(
                () -> new CreatesOfAnAccount(opener, seedOfOne, load.each(), inFlight)));
      }
      List<CreatesOfAnAccount> accounts = new ArrayList<>();
      for (Future<CreatesOfAnAccount> one : running) {
        accounts.add(one.get());
      }
      return new ManyCreates(accounts);
    } finally {
      together.shutdownNow();
    }
  }

  /**
   * Returns the history of a caller who was told something else than the truth, or whose job was
   * made twice, if there is one.
   */
  Optional<String> firstLie() {
    return accounts.stream()
        .flatMap(
            account ->
                account.told.stream()
                    .filter(one -> account.truth.lie(one).isPresent())
                    .map(account::historyOf))
        .findFirst();
  }

  /** Returns how many callers were told something of that kind. */
  int count(Predicate<ToldOfACreate> what) {
    return count((truth, one) -> what.test(one));
  }

  /** Returns of how many callers something is true, as the service knows it. */
  int count(BiPredicate<CreateTruth, ToldOfACreate> what) {
    return sum(
        account ->
            (int) account.told.stream().filter(one -> what.test(account.truth, one)).count());
  }

  /** Returns how many callers were told anything. */
  int answered() {
    return sum(account -> account.told.size());
  }

  /** Returns how many requests for a job the service received. */
  int requests() {
    return sum(
        account ->
            (int)
                account.requests.stream().filter(request -> request.operation().creates()).count());
  }

  /** Returns how many other requests the service received: those that make nothing. */
  int reads() {
    return sum(account -> account.requests.size()) - requests();
  }

  /** Returns how many jobs were made. */
  int jobs() {
    return sum(account -> account.made.size());
  }

  private int sum(ToIntFunction<CreatesOfAnAccount> number) {
    return accounts.stream().mapToInt(number).sum();
  }
}
