package dev.longhaul.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an image job of {@link FakeVestis} does and when: how long it waits and works, whether the
 * service tries again, how it ends and what picture it makes. Immutable.
 *
 * <p>A job's state is computed from its script and the fake's clock at the moment it is read; no
 * thread drives it. A job is {@code pending}, then {@code processing}, then {@code completed} or
 * {@code failed}; a part with no length is never seen.
 *
 * <pre>{@code
 * ImageScript twoTries =
 *     ImageScript.builder()
 *         .pendingFor(Duration.ofSeconds(3))
 *         .serverRetryAfter(Duration.ofSeconds(40), Duration.ofSeconds(5))
 *         .processingFor(Duration.ofMinutes(2))
 *         .build();
 * }</pre>
 */
public final class ImageScript {

  /** How the create is answered. */
  enum Answer {
    ACCEPTED,
    AT_ONCE,
    AT_ONCE_WITHOUT_ID
  }

  /** A try that the service gave up after so long, and how long the job then waits again. */
  record Retry(Duration after, Duration pendingAgain) {}

  /** What a completed job has made. */
  static final class Picture {

    private final String mimeType;
    private final byte[] bytes;

    private Picture(String mimeType, byte[] bytes) {
      this.mimeType = Objects.requireNonNull(mimeType, "mimeType");
      this.bytes = bytes.clone();
    }

    WireAnswer answer() {
      return WireAnswer.bytes(200, mimeType, bytes);
    }

    /** The end of a file name, for example {@code .png}. */
    String suffix() {
      return "." + mimeType.substring(mimeType.indexOf('/') + 1);
    }
  }

  private final Duration pendingFor;
  private final boolean heldPending;
  private final List<Retry> retries;
  private final Duration processingFor;
  private final boolean stuck;
  private final @Nullable String failure;
  private final Picture picture;
  private final Answer answer;
  private final @Nullable Duration estimatedTime;

  private ImageScript(Builder builder) {
    this.pendingFor = builder.pendingFor;
    this.heldPending = builder.heldPending;
    this.retries = List.copyOf(builder.retries);
    this.processingFor = builder.processingFor;
    this.stuck = builder.stuck;
    this.failure = builder.failure;
    this.picture = builder.picture;
    this.answer = builder.answer;
    this.estimatedTime = builder.estimatedTime;
  }

  /** Returns a builder of a job that completes at once with a small PNG picture. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a job that takes one second: pending 200 ms, processing 800 ms. */
  public static ImageScript quick() {
    return builder()
        .pendingFor(Duration.ofMillis(200))
        .processingFor(Duration.ofMillis(800))
        .build();
  }

  /** Returns a job that takes as long as a real one: pending 10 s, processing 150 s. */
  public static ImageScript slow() {
    return builder()
        .pendingFor(Duration.ofSeconds(10))
        .processingFor(Duration.ofSeconds(150))
        .build();
  }

  /** Returns a job like {@link #quick} that ends failed. */
  public static ImageScript failing() {
    return quick().toBuilder().failsWith("The image model refused the input").build();
  }

  /** Returns a job like {@link #quick} that stays processing for ever. */
  public static ImageScript stuck() {
    return quick().toBuilder().neverEnds().build();
  }

  /**
   * Returns a job that stays pending until the test sets its state through {@link FakeImageJob}.
   */
  public static ImageScript byHand() {
    return quick().toBuilder().heldPending().build();
  }

  /**
   * Returns a job whose create is answered 200 with the finished picture and the job's id, where
   * others are answered 202.
   */
  public static ImageScript atOnce() {
    return builder().answeredAs(Answer.AT_ONCE).build();
  }

  /**
   * Returns a job whose create is answered 200 with the finished picture and no id. Such a job is
   * in no list and cannot be read; its picture is in the history.
   */
  public static ImageScript atOnceWithoutId() {
    return builder().answeredAs(Answer.AT_ONCE_WITHOUT_ID).build();
  }

  /** Returns a builder that starts from this script. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.pendingFor = pendingFor;
    builder.heldPending = heldPending;
    builder.retries.addAll(retries);
    builder.processingFor = processingFor;
    builder.stuck = stuck;
    builder.failure = failure;
    builder.picture = picture;
    builder.answer = answer;
    builder.estimatedTime = estimatedTime;
    return builder;
  }

  Duration pendingFor() {
    return pendingFor;
  }

  boolean isHeldPending() {
    return heldPending;
  }

  List<Retry> retries() {
    return retries;
  }

  Duration processingFor() {
    return processingFor;
  }

  boolean isStuck() {
    return stuck;
  }

  @Nullable String failure() {
    return failure;
  }

  Picture picture() {
    return picture;
  }

  Answer answer() {
    return answer;
  }

  @Nullable Duration estimatedTime() {
    return estimatedTime;
  }

  /** Collects an {@link ImageScript}. Not for use by several threads. */
  public static final class Builder {

    private Duration pendingFor = Duration.ZERO;
    private boolean heldPending;
    private final List<Retry> retries = new ArrayList<>();
    private Duration processingFor = Duration.ZERO;
    private boolean stuck;
    private @Nullable String failure;
    private Picture picture = new Picture("image/png", SamplePicture.png());
    private Answer answer = Answer.ACCEPTED;
    private @Nullable Duration estimatedTime;

    private Builder() {}

    /**
     * Sets how long the job is {@code pending} before the first try; default zero.
     *
     * @param length not negative
     */
    public Builder pendingFor(Duration length) {
      pendingFor = notNegative(length);
      return this;
    }

    /** Lets the job stay pending until its state is set by hand. */
    public Builder heldPending() {
      heldPending = true;
      return this;
    }

    /**
     * Sets how long the last try is {@code processing}; default zero.
     *
     * @param length not negative
     */
    public Builder processingFor(Duration length) {
      processingFor = notNegative(length);
      return this;
    }

    /**
     * Adds a try that the service gives up and repeats: the job goes back from {@code processing}
     * to {@code pending}, and {@code attempts} is one higher when it is processing again.
     *
     * @param processing how long the try lasts; not negative
     * @param pendingAgain how long the job waits for the next one; not negative
     */
    public Builder serverRetryAfter(Duration processing, Duration pendingAgain) {
      retries.add(new Retry(notNegative(processing), notNegative(pendingAgain)));
      return this;
    }

    /**
     * Ends the job as {@code failed} where it would have completed.
     *
     * @param error a line for people, sent as {@code error}
     */
    public Builder failsWith(String error) {
      failure = Objects.requireNonNull(error, "error");
      return this;
    }

    /** Lets the last try go on for ever. */
    public Builder neverEnds() {
      stuck = true;
      return this;
    }

    /**
     * Sets the picture that the job makes; a small PNG by default.
     *
     * @param mimeType media type under which it is served, for example {@code image/webp}
     * @param bytes what is served; a later change of the array is not seen
     */
    public Builder picture(String mimeType, byte[] bytes) {
      picture = new Picture(mimeType, bytes);
      return this;
    }

    /**
     * Lets the answer to the create tell how long the service expects to need, whether or not that
     * is how long the job takes; by default nothing is told.
     *
     * @param length sent as {@code estimated_time}, rounded down to seconds; not negative
     */
    public Builder estimatedTime(Duration length) {
      estimatedTime = notNegative(length);
      return this;
    }

    private Builder answeredAs(Answer value) {
      answer = value;
      return this;
    }

    /** Returns the script; later changes of this builder do not touch it. */
    public ImageScript build() {
      return new ImageScript(this);
    }

    private static Duration notNegative(Duration length) {
      if (length.isNegative()) {
        throw new IllegalArgumentException("a length cannot be negative, but is " + length);
      }
      return length;
    }
  }
}
