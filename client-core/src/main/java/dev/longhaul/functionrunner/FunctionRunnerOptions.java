package dev.longhaul.functionrunner;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.realtime.RealtimeOptions;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is peculiar to one Function Runner: where its paths begin, what it does with keys, and how
 * its templates are used. Immutable. Bad values are refused by the builder.
 */
public final class FunctionRunnerOptions {
  static final String PREFIX = "/api/v1/functions";

  private static final FunctionRunnerOptions DEFAULTS = builder().build();

  private final String pathPrefix;
  private final Dialect dialect;
  private final KeyMode keys;
  private final InputCheck inputCheck;
  private final Duration listAge;
  private final Duration templateAge;
  private final @Nullable String events;
  private final EventDialect eventDialect;
  private final RealtimeOptions eventSocket;

  private FunctionRunnerOptions(Builder builder) {
    pathPrefix = builder.pathPrefix;
    dialect = builder.dialect;
    keys = builder.keys;
    inputCheck = builder.inputCheck;
    listAge = builder.listAge;
    templateAge = builder.templateAge;
    events = builder.events;
    eventDialect = builder.eventDialect;
    eventSocket = builder.eventSocket;
  }

  /** The two families of paths and field names that Function Runners are known to speak. */
  public enum Dialect {
    /** Tasks, templates and batches below one prefix; the default. */
    FUNCTIONS,
    /**
     * Tasks at {@code /api/v1/integration/tasks} and templates at {@code /api/v1/templates}, with
     * {@code error_message} and {@code execution_time}; no results of their own path, no batches,
     * and no filters of templates but category and tags. Its progress is taken to count from 0 to
     * 100. Its services answer 500 where others answer 404 or refuse, so an id that they do not
     * know looks like a failure of theirs.
     */
    INTEGRATION
  }

  /**
   * The families of frames in which Function Runners are known to tell of their tasks. None is
   * documented in full; progress counts from 0 to 100 in each of them.
   */
  public enum EventDialect {
    /**
     * Frames name a channel, {@code task.} and the task's id, and come without being asked for; the
     * default. Their types begin with {@code task.}.
     */
    CHANNEL,
    /** The same types on the socket of a user; each task is asked for, and named in the data. */
    USER,
    /** Snapshots of stages, for which each task is asked; their types begin with progress. */
    PROGRESS,
    /** Types begin with {@code generation.}, and fields are written in camel case. */
    GENERATION
  }

  /** What is done with the inputs of a task before it is sent. */
  public enum InputCheck {
    /** They have to follow the template's rules, and only inputs that it names are allowed. */
    STRICT,
    /** They have to follow the template's rules; inputs that it does not name are sent as well. */
    UNKNOWN_ALLOWED,
    /** Nothing; no template is read for it. */
    OFF
  }

  /** Returns the options with every default in force. */
  public static FunctionRunnerOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.pathPrefix = pathPrefix;
    builder.dialect = dialect;
    builder.keys = keys;
    builder.inputCheck = inputCheck;
    builder.listAge = listAge;
    builder.templateAge = templateAge;
    builder.events = events;
    builder.eventDialect = eventDialect;
    builder.eventSocket = eventSocket;
    return builder;
  }

  /**
   * Returns where the paths of {@link Dialect#FUNCTIONS} begin, below the base URL. Default {@code
   * /api/v1/functions}.
   */
  public String pathPrefix() {
    return pathPrefix;
  }

  /** Returns which paths and field names the service speaks. Default {@link Dialect#FUNCTIONS}. */
  public Dialect dialect() {
    return dialect;
  }

  /** Returns what a key is worth at the service. Default {@link KeyMode#IGNORED}. */
  public KeyMode keys() {
    return keys;
  }

  /** Returns what is done with inputs before they are sent. Default {@link InputCheck#STRICT}. */
  public InputCheck inputCheck() {
    return inputCheck;
  }

  /** Returns how long a list of templates may be used again. Default 5 min. */
  public Duration listAge() {
    return listAge;
  }

  /** Returns how long one template may be used again. Default 10 min. */
  public Duration templateAge() {
    return templateAge;
  }

  /**
   * Returns the URL of the WebSocket on which the service tells of its tasks; empty when tasks are
   * read only. Default: empty.
   */
  public Optional<String> events() {
    return Optional.ofNullable(events);
  }

  /** Returns in which frames it does so. Default {@link EventDialect#CHANNEL}. */
  public EventDialect eventDialect() {
    return eventDialect;
  }

  /** Returns how that socket is kept. Default {@link RealtimeOptions#defaults()}. */
  public RealtimeOptions eventSocket() {
    return eventSocket;
  }

  /** Gathers options. Not thread-safe. */
  public static final class Builder {
    private static final Duration OLDEST = Duration.ofDays(1);

    private String pathPrefix = PREFIX;
    private Dialect dialect = Dialect.FUNCTIONS;
    private KeyMode keys = KeyMode.IGNORED;
    private InputCheck inputCheck = InputCheck.STRICT;
    private Duration listAge = Duration.ofMinutes(5);
    private Duration templateAge = Duration.ofMinutes(10);
    private @Nullable String events;
    private EventDialect eventDialect = EventDialect.CHANNEL;
    private RealtimeOptions eventSocket = RealtimeOptions.defaults();

    private Builder() {}

    /**
     * Sets where the paths of {@link Dialect#FUNCTIONS} begin; returns this builder.
     *
     * @param prefix starts with a slash and does not end with one, such as {@code /runner/v2};
     *     segments of letters, digits, {@code .}, {@code _}, {@code ~} and {@code -}
     */
    public Builder pathPrefix(String prefix) {
      if (!prefix.matches("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+){1,16}")) {
        throw InvalidInputException.of(
            "pathPrefix",
            "is no plain path",
            "Pass one that starts with a slash and does not end with one, such as " + PREFIX + ".");
      }
      this.pathPrefix = prefix;
      return this;
    }

    /** Sets which paths and field names the service speaks; returns this builder. */
    public Builder dialect(Dialect dialect) {
      this.dialect = dialect;
      return this;
    }

    /**
     * Declares what a key is worth at the service; returns this builder. Declare more than is true,
     * and a submission may be charged twice.
     */
    public Builder keys(KeyMode keys) {
      this.keys = keys;
      return this;
    }

    /** Sets what is done with inputs before they are sent; returns this builder. */
    public Builder inputCheck(InputCheck check) {
      this.inputCheck = check;
      return this;
    }

    /**
     * Sets how long templates may be used again; returns this builder. Zero asks the service every
     * time.
     *
     * @param list for a list of templates, up to one day
     * @param template for one template, up to one day
     */
    public Builder templateAge(Duration list, Duration template) {
      this.listAge = age("list", list);
      this.templateAge = age("template", template);
      return this;
    }

    /**
     * Lets the service tell of its tasks over a WebSocket, to which the client's credentials and
     * headers go too; returns this builder. Tasks are still read: at once when the socket opens,
     * seldom while it is open, at the usual pace while it is not.
     *
     * @param url begins with {@code ws://} or {@code wss://}
     * @param dialect in which frames it tells
     */
    public Builder events(String url, EventDialect dialect) {
      if (!url.strip().matches("(?i)wss?://.+")) {
        throw InvalidInputException.of(
            "events",
            "is not the URL of a WebSocket",
            "Pass one that begins with ws:// or wss://.");
      }
      this.events = url.strip();
      this.eventDialect = dialect;
      return this;
    }

    /** Sets how the socket of the events is kept; returns this builder. */
    public Builder eventSocket(RealtimeOptions socket) {
      this.eventSocket = socket;
      return this;
    }

    private static Duration age(String field, Duration age) {
      if (age.isNegative() || age.compareTo(OLDEST) > 0) {
        throw InvalidInputException.of(
            field, "is " + age + ", outside zero to one day", "Use zero to ask every time.");
      }
      return age;
    }

    /** Returns the options. */
    public FunctionRunnerOptions build() {
      return new FunctionRunnerOptions(this);
    }
  }
}
