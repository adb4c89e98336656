package dev.longhaul.testkit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a {@link FakeProjectEvents} behaves from its start on. Immutable. */
public final class FakeProjectEventsOptions {

  /** How the progress of a task is written. */
  public enum ProgressShape {
    /** A number from 0 to 100. The default. */
    NUMBER,
    /** An object of {@code current}, {@code total} and {@code percentage}, 0 to 100. */
    OBJECT
  }

  /** How a task's state is told. */
  public enum TaskEvents {
    /** Every event is a {@code task.progress} with a {@code state}. The default. */
    BY_STATE,
    /**
     * The type tells it, from {@code task.started} to {@code task.failed}, and no frame has a
     * {@code state}. A retry is a further {@code task.started}.
     */
    BY_TYPE
  }

  /** Whether a frame that not every version of the service sends is sent. */
  private enum Manner {
    GREETS,
    CONFIRMS,
    ANSWERS_PINGS,
    DUPLICATES,
    SERVES_TASKS
  }

  private final InstantSource clock;
  private final @Nullable String token;
  private final Duration heartbeat;
  private final ProgressShape progressShape;
  private final TaskEvents taskEvents;
  private final Set<Manner> manners;

  private FakeProjectEventsOptions(Builder builder) {
    this.clock = builder.clock;
    this.token = builder.token;
    this.heartbeat = builder.heartbeat;
    this.progressShape = builder.progressShape;
    this.taskEvents = builder.taskEvents;
    this.manners = Set.copyOf(builder.manners);
  }

  /**
   * Returns the options of {@link FakeProjectEvents#start()}: system clock, no token asked, a
   * greeting, confirmed subscriptions, answered pings, a heartbeat every 30 seconds, every event
   * once, progress as a number, states as states, tasks readable over HTTP.
   */
  public static FakeProjectEventsOptions defaults() {
    return builder().build();
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  InstantSource clock() {
    return clock;
  }

  @Nullable String token() {
    return token;
  }

  Duration heartbeat() {
    return heartbeat;
  }

  ProgressShape progressShape() {
    return progressShape;
  }

  TaskEvents taskEvents() {
    return taskEvents;
  }

  boolean greets() {
    return manners.contains(Manner.GREETS);
  }

  boolean confirms() {
    return manners.contains(Manner.CONFIRMS);
  }

  boolean answersPings() {
    return manners.contains(Manner.ANSWERS_PINGS);
  }

  boolean duplicates() {
    return manners.contains(Manner.DUPLICATES);
  }

  boolean servesTasks() {
    return manners.contains(Manner.SERVES_TASKS);
  }

  /** Returns a text without the token. */
  @Override
  public String toString() {
    return "FakeProjectEventsOptions[token "
        + (token == null ? "not asked, " : "asked, ")
        + manners
        + "]";
  }

  /** Collects {@link FakeProjectEventsOptions}. Not for use by several threads. */
  public static final class Builder {

    private InstantSource clock = InstantSource.system();
    private @Nullable String token;
    private Duration heartbeat = Duration.ofSeconds(30);
    private ProgressShape progressShape = ProgressShape.NUMBER;
    private TaskEvents taskEvents = TaskEvents.BY_STATE;
    private final Set<Manner> manners = EnumSet.allOf(Manner.class);

    private Builder() {
      manners.remove(Manner.DUPLICATES);
    }

    /**
     * Sets the clock that dates frames; default is the system's clock. Heartbeats come in real time
     * whatever the clock says.
     *
     * @param clock for example a {@link VirtualTime}
     */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Asks every handshake and request for {@code Authorization: Bearer} with this token and
     * answers 401 otherwise; by default nothing is asked.
     *
     * @param token the token
     */
    public Builder token(String token) {
      this.token = Objects.requireNonNull(token, "token");
      return this;
    }

    /**
     * Sets how often all sockets get a {@code system.heartbeat}, in real time; default 30 seconds.
     *
     * @param every zero for never; not negative
     */
    public Builder heartbeat(Duration every) {
      if (every.isNegative()) {
        throw new IllegalArgumentException("heartbeat must not be negative, was " + every);
      }
      this.heartbeat = every;
      return this;
    }

    /**
     * Sets how progress is written; default {@link ProgressShape#NUMBER}.
     *
     * @param shape number or object
     */
    public Builder progressShape(ProgressShape shape) {
      this.progressShape = Objects.requireNonNull(shape, "shape");
      return this;
    }

    /**
     * Sets how a task's state is told; default {@link TaskEvents#BY_STATE}.
     *
     * @param events by state or by type
     */
    public Builder taskEvents(TaskEvents events) {
      this.taskEvents = Objects.requireNonNull(events, "events");
      return this;
    }

    /** Sends no {@code connection.established} to a new socket. */
    public Builder withoutGreeting() {
      manners.remove(Manner.GREETS);
      return this;
    }

    /** Sends no {@code subscription.confirmed}. */
    public Builder withoutConfirmations() {
      manners.remove(Manner.CONFIRMS);
      return this;
    }

    /** Answers no {@code ping} frame; pings of the WebSocket protocol are answered all the same. */
    public Builder withoutPongs() {
      manners.remove(Manner.ANSWERS_PINGS);
      return this;
    }

    /** Sends every published event twice, as a container does that gets its own event back. */
    public Builder duplicates() {
      manners.add(Manner.DUPLICATES);
      return this;
    }

    /** Answers 404 to every read of a task, as a server that never had that path. */
    public Builder withoutHttpTasks() {
      manners.remove(Manner.SERVES_TASKS);
      return this;
    }

    /** Returns the options. */
    public FakeProjectEventsOptions build() {
      return new FakeProjectEventsOptions(this);
    }
  }
}
