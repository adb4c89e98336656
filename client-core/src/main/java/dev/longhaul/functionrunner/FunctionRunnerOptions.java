package dev.longhaul.functionrunner;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.policy.KeyMode;
import java.time.Duration;

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

  private FunctionRunnerOptions(Builder builder) {
    pathPrefix = builder.pathPrefix;
    dialect = builder.dialect;
    keys = builder.keys;
    inputCheck = builder.inputCheck;
    listAge = builder.listAge;
    templateAge = builder.templateAge;
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

  /** Gathers options. Not thread-safe. */
  public static final class Builder {
    private static final Duration OLDEST = Duration.ofDays(1);

    private String pathPrefix = PREFIX;
    private Dialect dialect = Dialect.FUNCTIONS;
    private KeyMode keys = KeyMode.IGNORED;
    private InputCheck inputCheck = InputCheck.STRICT;
    private Duration listAge = Duration.ofMinutes(5);
    private Duration templateAge = Duration.ofMinutes(10);

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
