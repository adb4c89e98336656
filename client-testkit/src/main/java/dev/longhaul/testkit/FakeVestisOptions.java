package dev.longhaul.testkit;

import dev.longhaul.testkit.FakeOptions.Keys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** How a {@link FakeVestis} behaves from its start on. Immutable. */
public final class FakeVestisOptions {

  /** How the names of fields are written in answers about jobs. */
  public enum Names {
    /** {@code image_url}, but {@code imageUrl} on the status route of a feature. The default. */
    DOCUMENTED,
    /** {@code imageUrl} everywhere. */
    CAMEL,
    /** {@code image_url} everywhere. */
    SNAKE
  }

  /** What an answer 429 says of the time to wait. */
  public enum RetryHint {
    /** The header {@code Retry-After} in whole seconds. */
    SECONDS,
    /** Nothing. */
    NONE
  }

  /** Who may log in. */
  record Account(String email, String password) {

    /** Hides the password. */
    @Override
    public String toString() {
      return "Account[]";
    }
  }

  /** How often something may be done. */
  record Rate(int perMinute, RetryHint hint) {}

  private final Builder set;

  private FakeVestisOptions(Builder set) {
    this.set = set;
  }

  /**
   * Returns the options of {@link FakeVestis#start()}: system clock, no token asked, keys ignored,
   * numbers as ids, newest jobs first, cancelled jobs gone, no limits.
   */
  public static FakeVestisOptions defaults() {
    return builder().build();
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  InstantSource clock() {
    return set.clock;
  }

  @Nullable String token() {
    return set.token;
  }

  @Nullable Account account() {
    return set.account;
  }

  /** Tells whether a request must show a token. */
  boolean asksToken() {
    return set.token != null || set.account != null;
  }

  Duration tokenLife() {
    return set.tokenLife;
  }

  boolean hasTextIds() {
    return set.jobIds != null;
  }

  String idOf(int number) {
    IntFunction<String> ids = set.jobIds;
    return ids == null ? Integer.toString(number) : ids.apply(number);
  }

  Keys keys() {
    return set.keys;
  }

  Names names() {
    return set.names;
  }

  boolean wrapsJobs() {
    return set.wrapsJobs;
  }

  boolean listsOldestFirst() {
    return set.oldestFirst;
  }

  boolean keepsCancelledJobs() {
    return set.keepsCancelledJobs;
  }

  int runningJobs() {
    return set.runningJobs;
  }

  @Nullable Rate creates() {
    return set.creates;
  }

  /** Returns a text without the token and the password. */
  @Override
  public String toString() {
    return "FakeVestisOptions[token " + (asksToken() ? "asked" : "not asked") + "]";
  }

  /** Collects {@link FakeVestisOptions}. Not for use by several threads. */
  public static final class Builder {

    private InstantSource clock = InstantSource.system();
    private @Nullable String token;
    private @Nullable Account account;
    private Duration tokenLife = Duration.ofHours(24);
    private @Nullable IntFunction<String> jobIds;
    private Keys keys = Keys.IGNORED;
    private Names names = Names.DOCUMENTED;
    private boolean wrapsJobs;
    private boolean oldestFirst;
    private boolean keepsCancelledJobs;
    private int runningJobs = Integer.MAX_VALUE;
    private @Nullable Rate creates;

    private Builder() {}

    /**
     * Sets the clock that moves scripted jobs, ends tokens and dates answers; default is the
     * system's clock.
     *
     * @param clock for example a {@link VirtualTime}
     */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Asks every request for a token and answers 401 otherwise; by default nothing is asked. This
     * token is good for ever; those of the login are good too.
     *
     * @param token the token
     */
    public Builder token(String token) {
      this.token = Objects.requireNonNull(token, "token");
      return this;
    }

    /**
     * Asks every request for a token and answers 401 otherwise, and gives tokens at the login to
     * this account alone; by default nothing is asked, and anybody may log in.
     *
     * @param email e-mail address of the account
     * @param password its password
     */
    public Builder account(String email, String password) {
      this.account =
          new Account(
              Objects.requireNonNull(email, "email"), Objects.requireNonNull(password, "password"));
      return this;
    }

    /**
     * Sets how long a token of the login or of a refresh is good; default 24 hours.
     *
     * @param length rounded down to whole seconds
     */
    public Builder tokenLife(Duration length) {
      this.tokenLife = Objects.requireNonNull(length, "length");
      return this;
    }

    /**
     * Gives jobs text for an id; by default an id is the job's number, counted from 1, and is sent
     * as a number. Ids must differ from each other.
     *
     * @param jobIds makes an id of the job's number, for example {@code number -> "job_" + number}
     */
    public Builder jobIds(IntFunction<String> jobIds) {
      this.jobIds = Objects.requireNonNull(jobIds, "jobIds");
      return this;
    }

    /**
     * Sets what is done with an {@code Idempotency-Key} that has made something before; default
     * {@link Keys#IGNORED}. A create that was refused or never acted on leaves its key unused.
     *
     * @param keys what is done
     */
    public Builder keys(Keys keys) {
      this.keys = Objects.requireNonNull(keys, "keys");
      return this;
    }

    /**
     * Sets how fields are named in the answer to a create, in jobs and on the status route of a
     * feature; default {@link Names#DOCUMENTED}.
     *
     * @param names how
     */
    public Builder names(Names names) {
      this.names = Objects.requireNonNull(names, "names");
      return this;
    }

    /** Wraps a job that is read by itself in the field {@code job}; not wrapped by default. */
    public Builder wrappedJobs() {
      this.wrapsJobs = true;
      return this;
    }

    /** Lists the oldest jobs first; the newest by default. The history is not affected. */
    public Builder oldestFirst() {
      this.oldestFirst = true;
      return this;
    }

    /**
     * Shows a job that was cancelled with the status {@code cancelled}; by default it is gone and
     * answers 404.
     */
    public Builder keepsCancelledJobs() {
      this.keepsCancelledJobs = true;
      return this;
    }

    /**
     * Sets how many jobs may be pending or processing at once, before a create is answered 429; no
     * limit by default. The service is said to allow 3.
     *
     * @param limit at least 1
     */
    public Builder runningJobs(int limit) {
      this.runningJobs = atLeastOne(limit);
      return this;
    }

    /**
     * Sets how many creates within a minute are looked at, before the next is answered 429; no
     * limit by default. The service is said to allow 10. A create counts whatever becomes of it,
     * unless this limit refuses it.
     *
     * @param limit at least 1
     * @param hint what the refusal says of the time to wait
     */
    public Builder createsPerMinute(int limit, RetryHint hint) {
      this.creates = new Rate(atLeastOne(limit), Objects.requireNonNull(hint, "hint"));
      return this;
    }

    /** Returns the options; later changes of this builder do not touch them. */
    public FakeVestisOptions build() {
      return new FakeVestisOptions(copy());
    }

    private Builder copy() {
      Builder copy = new Builder();
      copy.clock = clock;
      copy.token = token;
      copy.account = account;
      copy.tokenLife = tokenLife;
      copy.jobIds = jobIds;
      copy.keys = keys;
      copy.names = names;
      copy.wrapsJobs = wrapsJobs;
      copy.oldestFirst = oldestFirst;
      copy.keepsCancelledJobs = keepsCancelledJobs;
      copy.runningJobs = runningJobs;
      copy.creates = creates;
      return copy;
    }

    private static int atLeastOne(int limit) {
      if (limit < 1) {
        throw new IllegalArgumentException("a limit is at least 1, but is " + limit);
      }
      return limit;
    }
  }
}
