package dev.longhaul.projectevents;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.realtime.RealtimeOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is peculiar to a server of project events. Immutable. */
public final class ProjectEventsOptions {
  private static final Duration LONGEST_WINDOW = Duration.ofHours(1);
  private static final int MOST = 1_000_000;
  private static final ProjectEventsOptions DEFAULTS = new Builder().build();

  private final RealtimeOptions realtime;
  private final @Nullable String project;
  private final int kept;
  private final Duration dedupWindow;
  private final int waitingLimit;
  private final @Nullable SessionStore sessionStore;
  private final @Nullable String sessionKey;
  private final @Nullable URI httpBaseUrl;
  private final boolean withoutHttpTasks;
  private final boolean believing;

  private ProjectEventsOptions(Builder builder) {
    realtime = builder.realtime;
    project = builder.project;
    kept = builder.kept;
    dedupWindow = builder.dedupWindow;
    waitingLimit = builder.waitingLimit;
    sessionStore = builder.sessionStore;
    sessionKey = builder.sessionKey;
    httpBaseUrl = builder.httpBaseUrl;
    withoutHttpTasks = builder.withoutHttpTasks;
    believing = builder.believing;
  }

  /** Returns the options with every default in force. */
  public static ProjectEventsOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.realtime = realtime;
    builder.project = project;
    builder.kept = kept;
    builder.dedupWindow = dedupWindow;
    builder.waitingLimit = waitingLimit;
    builder.sessionStore = sessionStore;
    builder.sessionKey = sessionKey;
    builder.httpBaseUrl = httpBaseUrl;
    builder.withoutHttpTasks = withoutHttpTasks;
    builder.believing = believing;
    return builder;
  }

  /**
   * Returns how the socket is kept. Default: those of {@link RealtimeOptions}, with a restart
   * suspected after 60 s without a frame and a sign of life of ours every 30 s.
   */
  public RealtimeOptions realtime() {
    return realtime;
  }

  /** Returns the one project that the URL's path names, if it does. Default: empty. */
  public Optional<String> projectInPath() {
    return Optional.ofNullable(project);
  }

  /** Returns how many of the newest events are kept. Default 100. */
  public int kept() {
    return kept;
  }

  /**
   * Returns for how long a frame is known again, so that a second one with the same text is
   * dropped. Only frames that tell their time are. Default 60 s.
   */
  public Duration dedupWindow() {
    return dedupWindow;
  }

  /** Returns how many events may wait for one listener; the oldest go first. Default 1,024. */
  public int waitingLimit() {
    return waitingLimit;
  }

  /** Returns where the session outlives the program. Default: nowhere. */
  public Optional<SessionStore> sessionStore() {
    return Optional.ofNullable(sessionStore);
  }

  /** Returns the session's name in the store. Default: the URL of the socket, without its query. */
  public Optional<String> sessionKey() {
    return Optional.ofNullable(sessionKey);
  }

  /**
   * Returns where a task can be read over HTTP. Default: what comes before the socket's own part of
   * its URL, {@code http://host:8000/} for {@code ws://host:8000/ws}.
   */
  public Optional<URI> httpBaseUrl() {
    return Optional.ofNullable(httpBaseUrl);
  }

  boolean readsTasks() {
    return !withoutHttpTasks;
  }

  boolean isBelieving() {
    return believing;
  }

  /** Gathers options. Not thread-safe. */
  public static final class Builder {
    private RealtimeOptions realtime =
        RealtimeOptions.builder().silenceLimit(Duration.ofSeconds(60)).build();
    private @Nullable String project;
    private int kept = 100;
    private Duration dedupWindow = Duration.ofSeconds(60);
    private int waitingLimit = 1_024;
    private @Nullable SessionStore sessionStore;
    private @Nullable String sessionKey;
    private @Nullable URI httpBaseUrl;
    private boolean withoutHttpTasks;
    private boolean believing;

    private Builder() {}

    /**
     * Sets how the socket is kept; returns this builder. Start from {@link
     * ProjectEventsOptions#realtime()} to keep the silence limit.
     */
    public Builder realtime(RealtimeOptions realtime) {
      this.realtime = realtime;
      return this;
    }

    /**
     * Names the project in the URL's path, {@code /ws/<project>}, as later versions of the server
     * want it: the path is then the one subscription, no frame asks for any, and the server lets a
     * project have one client: when another comes, this connection gives up, until it is asked to
     * connect. Returns this builder.
     *
     * @param projectId id of the project; the base URL ends before it
     */
    public Builder projectInPath(String projectId) {
      this.project = PathId.required("projectId", projectId);
      return this;
    }

    /** Sets how many of the newest events are kept, from 0; returns this builder. */
    public Builder keep(int events) {
      this.kept = number("events", events, 0);
      return this;
    }

    /**
     * Sets for how long a frame is known again, from zero, for never, to one hour; returns this
     * builder. Beyond 4,096 frames or 1 million characters the oldest are forgotten earlier.
     */
    public Builder dedupWindow(Duration window) {
      if (window.isNegative() || window.compareTo(LONGEST_WINDOW) > 0) {
        throw InvalidInputException.of(
            "dedupWindow", "is " + window + ", outside zero to one hour", "Use 60 s.");
      }
      this.dedupWindow = window;
      return this;
    }

    /** Sets how many events may wait for one listener, at least 1; returns this builder. */
    public Builder waitingLimit(int events) {
      this.waitingLimit = number("events", events, 1);
      return this;
    }

    /** Keeps the session beyond the end of the program; returns this builder. */
    public Builder sessionStore(SessionStore store) {
      this.sessionStore = store;
      return this;
    }

    /**
     * Names the session in the store, so that several clients of one URL keep apart; returns this
     * builder.
     */
    public Builder sessionKey(String key) {
      if (key.isBlank()) {
        throw InvalidInputException.of("sessionKey", "is blank", "Name it, or leave it out.");
      }
      this.sessionKey = key;
      return this;
    }

    /** Sets where a task can be read over HTTP; returns this builder. */
    public Builder httpBaseUrl(URI url) {
      this.httpBaseUrl = url;
      return this;
    }

    /** Never reads a task over HTTP; returns this builder. */
    public Builder withoutHttpTasks() {
      this.withoutHttpTasks = true;
      return this;
    }

    /**
     * Takes every {@code complete} frame for the ending of its task, also one without a result.
     * Only for a server that is known to send none too early. Returns this builder.
     */
    public Builder believeEmptyCompletions() {
      this.believing = true;
      return this;
    }

    /** Returns the options. */
    public ProjectEventsOptions build() {
      return new ProjectEventsOptions(this);
    }

    private static int number(String field, int number, int least) {
      if (number < least || number > MOST) {
        throw InvalidInputException.of(
            field,
            "is " + number + ", outside " + least + " to " + MOST,
            "Use a number in between.");
      }
      return number;
    }
  }
}
