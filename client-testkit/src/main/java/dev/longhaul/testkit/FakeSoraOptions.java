package dev.longhaul.testkit;

import dev.longhaul.testkit.FakeOptions.Keys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** How a {@link FakeSora} behaves from its start on. Immutable. */
public final class FakeSoraOptions {

  /** Which of the two dialects of the contract the service speaks. */
  public enum Dialect {
    /** That of the original service: every operation, Unix times, no URLs. The default. */
    OPENAI,
    /**
     * The other one: creates, reads, deletes and the health path only; a create names {@code
     * duration} and {@code resolution}; a finished video has URLs and its times are text.
     */
    SEED
  }

  /** What a {@code DELETE} means at the service. */
  public enum Deletion {
    /** Removes a video that has ended; one that has not is refused with 409. The default. */
    REMOVES,
    /** Stops a video that has not ended, and removes any; later reads answer 404. */
    STOPS,
    /** Stops a video that has not ended and shows it as cancelled; others are refused with 409. */
    CANCELS,
    /** Removes the record and lets the work go on, at the user's cost; later reads answer 404. */
    FORGETS
  }

  /** How much of each video a list shows. */
  public enum ListItems {
    /** All that a single read shows. The default. */
    WHOLE,
    /** All but the prompt, as the live service was seen to do. */
    NO_PROMPT,
    /** Id, kind and state. */
    PARTIAL
  }

  /** How the answer to a create that comes too soon tells when to come again. */
  public enum RetryHint {
    /** In whole seconds, rounded up, as {@code Retry-After}. The default. */
    SECONDS,
    /** In milliseconds, as {@code retry-after-ms}. */
    MILLISECONDS,
    /** Not at all. */
    NONE
  }

  final InstantSource clock;
  final @Nullable String token;
  final @Nullable String organization;
  final @Nullable String project;
  final IntFunction<String> jobIds;
  final Keys keys;
  final Dialect dialect;
  final Deletion deletion;
  final ListItems listItems;
  final int createsPerMinute;
  final RetryHint retryHint;
  final Duration filesLast;
  final boolean healthPath;
  final List<String> models;
  final List<String> sizes;
  final List<String> seconds;

  private FakeSoraOptions(Builder builder) {
    this.clock = builder.clock;
    this.token = builder.token;
    this.organization = builder.organization;
    this.project = builder.project;
    this.jobIds = builder.jobIds;
    this.keys = builder.keys;
    this.dialect = builder.dialect;
    this.deletion = builder.deletion;
    this.listItems = builder.listItems;
    this.createsPerMinute = builder.createsPerMinute;
    this.retryHint = builder.retryHint;
    this.filesLast = builder.filesLast;
    this.healthPath = builder.healthPath;
    this.models = builder.models;
    this.sizes = builder.sizes;
    this.seconds = builder.seconds;
  }

  /**
   * Returns the options of {@link FakeSora#start()}: system clock, no token asked, the first
   * dialect, keys ignored, {@code DELETE} removes what has ended, no limits.
   */
  public static FakeSoraOptions defaults() {
    return builder().build();
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a text without the token. */
  @Override
  public String toString() {
    return "FakeSoraOptions[%s, %s, token %s]"
        .formatted(dialect, deletion, token == null ? "not asked" : "asked");
  }

  /** Collects {@link FakeSoraOptions}. Not for use by several threads. */
  public static final class Builder {

    private InstantSource clock = InstantSource.system();
    private @Nullable String token;
    private @Nullable String organization;
    private @Nullable String project;
    private IntFunction<String> jobIds = number -> "video_" + number;
    private Keys keys = Keys.IGNORED;
    private Dialect dialect = Dialect.OPENAI;
    private Deletion deletion = Deletion.REMOVES;
    private ListItems listItems = ListItems.WHOLE;
    private int createsPerMinute = Integer.MAX_VALUE;
    private RetryHint retryHint = RetryHint.SECONDS;
    private Duration filesLast = Duration.ofHours(1);
    private boolean healthPath = true;
    private List<String> models = List.of("sora-2", "sora-2-pro");
    private List<String> sizes =
        List.of("720x1280", "1280x720", "1024x1792", "1792x1024", "1920x1080", "1080x1920");
    private List<String> seconds = List.of("4", "8", "12", "16", "20");

    private Builder() {}

    /**
     * Sets the clock that moves scripted videos; default is the system's clock.
     *
     * @param clock for example a {@link VirtualTime}
     */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Asks every request to the API for {@code Authorization: Bearer} with this token and answers
     * 401 otherwise; by default nothing is asked.
     *
     * @param token the token
     */
    public Builder token(String token) {
      this.token = Objects.requireNonNull(token, "token");
      return this;
    }

    /**
     * Asks every request for this {@code OpenAI-Organization} and answers 401 otherwise; by default
     * nothing is asked.
     *
     * @param organization id of the organisation
     */
    public Builder organization(String organization) {
      this.organization = Objects.requireNonNull(organization, "organization");
      return this;
    }

    /**
     * Asks every request for this {@code OpenAI-Project} and answers 401 otherwise; by default
     * nothing is asked.
     *
     * @param project id of the project
     */
    public Builder project(String project) {
      this.project = Objects.requireNonNull(project, "project");
      return this;
    }

    /**
     * Sets how a video's id is made from its number, counted from 1; default {@code video_1},
     * {@code video_2} and so on. Ids must differ from each other.
     *
     * @param jobIds makes an id, for example {@code number -> "demo:" + number}
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
     * Sets the dialect; default {@link Dialect#OPENAI}.
     *
     * @param dialect which one
     */
    public Builder dialect(Dialect dialect) {
      this.dialect = Objects.requireNonNull(dialect, "dialect");
      return this;
    }

    /**
     * Sets what a {@code DELETE} means; default {@link Deletion#REMOVES}, in either dialect.
     *
     * @param deletion what it does
     */
    public Builder deletion(Deletion deletion) {
      this.deletion = Objects.requireNonNull(deletion, "deletion");
      return this;
    }

    /**
     * Sets how much of each video a list shows; default {@link ListItems#WHOLE}.
     *
     * @param items how much
     */
    public Builder listItems(ListItems items) {
      this.listItems = Objects.requireNonNull(items, "items");
      return this;
    }

    /**
     * Answers creates with 429 and the code {@code rate_limit_exceeded} when that many were taken
     * in the 60 seconds before, also those that were then refused for what they asked; by default
     * there is no limit.
     *
     * @param limit how many are taken, at least 1
     * @param hint how the answer tells when to come again
     */
    public Builder createsPerMinute(int limit, RetryHint hint) {
      if (limit < 1) {
        throw new IllegalArgumentException("a limit is at least 1, but is " + limit);
      }
      this.createsPerMinute = limit;
      this.retryHint = Objects.requireNonNull(hint, "hint");
      return this;
    }

    /**
     * Sets how long the files of a completed video can be had; default one hour.
     *
     * @param length from the completion on; not negative
     */
    public Builder filesLast(Duration length) {
      if (length.isNegative()) {
        throw new IllegalArgumentException("a length cannot be negative, but is " + length);
      }
      this.filesLast = length;
      return this;
    }

    /** Answers 404 on the health path, as the original service does; by default it says up. */
    public Builder withoutHealth() {
      this.healthPath = false;
      return this;
    }

    /**
     * Sets what can be rendered; default the models, sizes and lengths of the contract. The first
     * of each list is taken where a create names none.
     *
     * @param models names; not empty
     * @param sizes width by height, for example {@code 720x1280}; not empty
     * @param seconds lengths, whole numbers as text; not empty
     */
    public Builder offers(List<String> models, List<String> sizes, List<String> seconds) {
      this.models = filled(models);
      this.sizes = filled(sizes);
      this.seconds = filled(seconds);
      return this;
    }

    /** Returns the options. */
    public FakeSoraOptions build() {
      return new FakeSoraOptions(this);
    }

    private static List<String> filled(List<String> values) {
      if (values.isEmpty()) {
        throw new IllegalArgumentException("there must be a value to take");
      }
      return List.copyOf(values);
    }
  }
}
