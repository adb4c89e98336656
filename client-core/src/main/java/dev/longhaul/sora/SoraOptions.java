package dev.longhaul.sora;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.sora.model.VideoModel;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.generated.sora.model.VideoSize;
import dev.longhaul.policy.KeyMode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is peculiar to one video server: which dialect it takes, what it does on DELETE, which
 * values it knows, and for whom it is called. Immutable. Bad values are refused by the builder.
 */
public final class SoraOptions {
  private static final SoraOptions DEFAULTS = builder().build();

  private final Dialect dialect;
  private final @Nullable Deletion deletion;
  private final @Nullable Probe probe;
  private final List<VideoModel> models;
  private final List<VideoSize> sizes;
  private final List<VideoSeconds> seconds;
  private final @Nullable String organization;
  private final @Nullable String project;
  private final KeyMode keys;
  private final boolean onlyWriter;

  private SoraOptions(Builder builder) {
    dialect = builder.dialect;
    deletion = builder.deletion;
    probe = builder.probe;
    models = builder.models;
    sizes = builder.sizes;
    seconds = builder.seconds;
    organization = builder.organization;
    project = builder.project;
    keys = builder.keys;
    onlyWriter = builder.onlyWriter;
  }

  /** The two ways in which video servers want to be asked. Answers of either are read. */
  public enum Dialect {
    /** {@code model}, {@code seconds} and {@code size}; the default. */
    OPENAI,
    /**
     * {@code duration}, {@code resolution} and {@code aspectRatio}. It makes videos from prompts
     * alone, and has no list, no remix, edit or extension, and no characters.
     */
    SEED
  }

  /** What DELETE means at the server. Nothing in its answers tells, so it has to be declared. */
  public enum Deletion {
    /**
     * It destroys a finished video, and there is no way to stop one: cancelling is not supported
     * and sends nothing.
     */
    REMOVES,
    /** It stops a video that is being made: cancelling sends it, unless the video has ended. */
    STOPS
  }

  /** What is read to see whether the server answers. None of them costs anything. */
  public enum Probe {
    /** One video of the list, which takes the credentials. */
    LIST,
    /** The list of models, which takes the credentials. */
    MODELS,
    /** {@code /health}, which compatible servers have, and which may say nothing of credentials. */
    HEALTH
  }

  /** Returns the options with every default in force. */
  public static SoraOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.dialect = dialect;
    builder.deletion = deletion;
    builder.probe = probe;
    builder.models = models;
    builder.sizes = sizes;
    builder.seconds = seconds;
    builder.organization = organization;
    builder.project = project;
    builder.keys = keys;
    builder.onlyWriter = onlyWriter;
    return builder;
  }

  /** Returns how the server wants to be asked. Default {@link Dialect#OPENAI}. */
  public Dialect dialect() {
    return dialect;
  }

  /**
   * Returns what DELETE means at the server. Default {@link Deletion#REMOVES}, and {@link
   * Deletion#STOPS} for {@link Dialect#SEED}.
   */
  public Deletion deletion() {
    return Objects.requireNonNullElse(
        deletion, dialect == Dialect.SEED ? Deletion.STOPS : Deletion.REMOVES);
  }

  /**
   * Returns what is read to see whether the server answers. Default {@link Probe#LIST}, and {@link
   * Probe#HEALTH} for {@link Dialect#SEED}, which has no list.
   */
  public Probe probe() {
    return Objects.requireNonNullElse(probe, dialect == Dialect.SEED ? Probe.HEALTH : Probe.LIST);
  }

  /** Returns the models that may be asked for. Default {@code sora-2} and {@code sora-2-pro}. */
  public List<VideoModel> models() {
    return models;
  }

  /**
   * Returns the sizes that may be asked for. Default {@code 720x1280}, {@code 1280x720}, {@code
   * 1024x1792}, {@code 1792x1024}, {@code 1920x1080} and {@code 1080x1920}.
   */
  public List<VideoSize> sizes() {
    return sizes;
  }

  /** Returns the lengths that may be asked for, in seconds. Default 4, 8, 12, 16 and 20. */
  public List<VideoSeconds> seconds() {
    return seconds;
  }

  /** Returns the organisation that calls are made for. Default: that of the credentials. */
  public Optional<String> organization() {
    return Optional.ofNullable(organization);
  }

  /** Returns the project that calls are made for. Default: that of the credentials. */
  public Optional<String> project() {
    return Optional.ofNullable(project);
  }

  /** Returns what a key is worth at the server. Default {@link KeyMode#IGNORED}. */
  public KeyMode keys() {
    return keys;
  }

  /** Returns whether nobody else makes videos of the account. Default: not declared. */
  public boolean isOnlyWriter() {
    return onlyWriter;
  }

  /** Gathers options. Not thread-safe. */
  public static final class Builder {
    private Dialect dialect = Dialect.OPENAI;
    private @Nullable Deletion deletion;
    private @Nullable Probe probe;
    private List<VideoModel> models = VideoModel.known();
    private List<VideoSize> sizes = VideoSize.known();
    private List<VideoSeconds> seconds = VideoSeconds.known();
    private @Nullable String organization;
    private @Nullable String project;
    private KeyMode keys = KeyMode.IGNORED;
    private boolean onlyWriter;

    private Builder() {}

    /** Sets how the server wants to be asked; returns this builder. */
    public Builder dialect(Dialect dialect) {
      this.dialect = dialect;
      return this;
    }

    /**
     * Declares what DELETE means at the server; returns this builder. Declare {@link
     * Deletion#STOPS} only where that is so: elsewhere a cancellation that comes late destroys the
     * video.
     */
    public Builder deletion(Deletion deletion) {
      this.deletion = deletion;
      return this;
    }

    /** Sets what is read to see whether the server answers; returns this builder. */
    public Builder probe(Probe probe) {
      this.probe = probe;
      return this;
    }

    /** Sets the models that may be asked for, none for any; returns this builder. */
    public Builder models(List<VideoModel> models) {
      this.models = List.copyOf(models);
      return this;
    }

    /** Sets the sizes that may be asked for, none for any; returns this builder. */
    public Builder sizes(List<VideoSize> sizes) {
      this.sizes = List.copyOf(sizes);
      return this;
    }

    /** Sets the lengths that may be asked for, none for any; returns this builder. */
    public Builder seconds(List<VideoSeconds> seconds) {
      this.seconds = List.copyOf(seconds);
      return this;
    }

    /** Sets the organisation that calls are made for, printable ASCII; returns this builder. */
    public Builder organization(String organization) {
      this.organization = header("organization", organization);
      return this;
    }

    /** Sets the project that calls are made for, printable ASCII; returns this builder. */
    public Builder project(String project) {
      this.project = header("project", project);
      return this;
    }

    private static String header(String field, String value) {
      if (!value.matches("[!-~]{1,200}")) {
        throw InvalidInputException.of(
            field,
            "is not 1 to 200 printable ASCII characters without spaces",
            "Pass the id as the service shows it.");
      }
      return value;
    }

    /**
     * Declares what a key is worth at the server; returns this builder. Declare more than is true,
     * and a video may be charged twice.
     */
    public Builder keys(KeyMode keys) {
      this.keys = keys;
      return this;
    }

    /**
     * Declares that nobody but this client makes videos of the account; returns this builder. A
     * submission without an answer may then be found in the list although the list shows no prompt,
     * or the request holds more than one: a file, a character, or a video that it starts from.
     * Declare more than is true, and a caller may be given someone else's video.
     */
    public Builder onlyWriter() {
      this.onlyWriter = true;
      return this;
    }

    /** Returns the options. */
    public SoraOptions build() {
      return new SoraOptions(this);
    }
  }
}
