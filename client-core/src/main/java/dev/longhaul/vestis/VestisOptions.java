package dev.longhaul.vestis;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.policy.KeyMode;
import java.util.regex.Pattern;

/**
 * What is peculiar to one Vestis server: where it tells the state of a job, what it does with keys,
 * and who else makes jobs of the account. Immutable. Bad values are refused by the builder.
 */
public final class VestisOptions {
  static final String STATUS_PATH = "jobs/{id}";

  private static final VestisOptions DEFAULTS = builder().build();

  private final String statusPath;
  private final KeyMode keys;
  private final boolean onlyWriter;

  private VestisOptions(Builder builder) {
    statusPath = builder.statusPath;
    keys = builder.keys;
    onlyWriter = builder.onlyWriter;
  }

  /** Returns the options with every default in force. */
  public static VestisOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.statusPath = statusPath;
    builder.keys = keys;
    builder.onlyWriter = onlyWriter;
    return builder;
  }

  /** Returns where a job is read, below the base URL. Default {@code jobs/{id}}. */
  public String statusPath() {
    return statusPath;
  }

  /** Returns what a key is worth at the service. Default {@link KeyMode#IGNORED}. */
  public KeyMode keys() {
    return keys;
  }

  /** Returns whether nobody else makes jobs of the account. Default: not declared. */
  public boolean isOnlyWriter() {
    return onlyWriter;
  }

  /** Returns whether a job can be read only by whoever knows its kind. */
  boolean needsKind() {
    return statusPath.contains("{feature}");
  }

  /** Gathers options. Not thread-safe. */
  public static final class Builder {
    private static final Pattern PATH =
        Pattern.compile(
            "(?:(?:(?!\\.{1,2}(?:/|$))[\\w.~-]+|\\{feature}|\\{id})(?:/(?!$)|$)){1,16}");

    private String statusPath = STATUS_PATH;
    private KeyMode keys = KeyMode.IGNORED;
    private boolean onlyWriter;

    private Builder() {}

    /**
     * Sets where a job is read; returns this builder.
     *
     * @param path below the base URL, without a slash at either end: segments of letters, digits,
     *     {@code .}, {@code _}, {@code ~} and {@code -}, one that is {@code {id}}, and one that may
     *     be {@code {feature}}, such as {@code {feature}/status/{id}}. The features of that route
     *     are {@code flatlay}, {@code mannequin}, {@code onmodel} and {@code background-change};
     *     jobs of the other kinds are read at {@code jobs/{id}}
     */
    public Builder statusPath(String path) {
      if (!PATH.matcher(path).matches()
          || path.split("\\{id}", -1).length != 2
          || path.split("\\{feature}", -1).length > 2) {
        throw InvalidInputException.of(
            "statusPath",
            "is no path with one {id} in it",
            "Pass one without a slash at either end, such as " + STATUS_PATH + ".");
      }
      this.statusPath = path;
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

    /**
     * Declares that nobody but this client makes jobs of the account; returns this builder. A
     * submission whose answer was lost is then taken to be the one job of its kind and time in the
     * list, which shows nothing else to tell it by. Declare more than is true, and a caller may be
     * given someone else's image.
     */
    public Builder onlyWriter() {
      this.onlyWriter = true;
      return this;
    }

    /** Returns the options. */
    public VestisOptions build() {
      return new VestisOptions(this);
    }
  }
}
