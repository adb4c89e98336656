package dev.longhaul.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a fake video does and when: how long it waits, how long it renders and how it ends.
 * Immutable.
 *
 * <p>A video's state is computed from its script and the fake's clock at the moment it is read; no
 * thread drives it. A video is {@code queued}, then {@code in_progress} from 0 to 99 percent, then
 * {@code completed} or {@code failed}; a part with no length is never seen.
 *
 * <pre>{@code
 * VideoScript blocked =
 *     VideoScript.builder()
 *         .queuedFor(Duration.ofSeconds(20))
 *         .rendersFor(Duration.ofMinutes(2))
 *         .failsWith("moderation_blocked", "The request was blocked by moderation")
 *         .failsAt(12)
 *         .build();
 * }</pre>
 */
public final class VideoScript {

  /** Why a video fails. */
  record Failure(String code, String message) {}

  private final Duration queuedFor;
  private final Duration rendersFor;
  private final boolean heldInQueue;
  private final @Nullable Integer stuckAt;
  private final @Nullable Failure failure;
  private final int failsAt;
  private final byte @Nullable [] content;
  private final @Nullable Duration pollAfter;

  private VideoScript(Builder builder) {
    this.queuedFor = builder.queuedFor;
    this.rendersFor = builder.rendersFor;
    this.heldInQueue = builder.heldInQueue;
    this.stuckAt = builder.stuckAt;
    this.failure = builder.failure;
    this.failsAt = builder.failsAt;
    this.content = builder.content;
    this.pollAfter = builder.pollAfter;
  }

  /** Returns a builder of a video that is completed at once. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a video that takes one second: queued 100 ms, then 900 ms of rendering. */
  public static VideoScript quick() {
    return builder().queuedFor(Duration.ofMillis(100)).rendersFor(Duration.ofMillis(900)).build();
  }

  /** Returns a video that takes 100 seconds: queued 10 s, then 90 s of rendering. */
  public static VideoScript slow() {
    return builder().queuedFor(Duration.ofSeconds(10)).rendersFor(Duration.ofSeconds(90)).build();
  }

  /**
   * Returns a video like {@link #quick} that fails at 12 percent with the code {@code
   * moderation_blocked}.
   */
  public static VideoScript failing() {
    return quick().toBuilder()
        .failsWith("moderation_blocked", "The request was blocked by moderation")
        .failsAt(12)
        .build();
  }

  /** Returns a video like {@link #quick} that stays at 42 percent for ever. */
  public static VideoScript stuck() {
    return quick().toBuilder().stuckAt(42).build();
  }

  /** Returns a video that stays queued until the test sets its state through {@link FakeVideo}. */
  public static VideoScript byHand() {
    return builder().heldInQueue().build();
  }

  /** Returns a builder that starts from this script. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.queuedFor = queuedFor;
    builder.rendersFor = rendersFor;
    builder.heldInQueue = heldInQueue;
    builder.stuckAt = stuckAt;
    builder.failure = failure;
    builder.failsAt = failsAt;
    builder.content = content;
    builder.pollAfter = pollAfter;
    return builder;
  }

  /** What the video looks like at a moment, when it was asked for at another. */
  VideoMoment at(Instant created, Instant now) {
    Duration elapsed = Duration.between(created, now);
    if (heldInQueue || elapsed.compareTo(queuedFor) < 0) {
      return new VideoMoment("queued", 0, created, null);
    }
    Instant start = created.plus(queuedFor);
    Duration rendered = elapsed.minus(queuedFor);
    if (stuckAt != null) {
      return new VideoMoment("in_progress", Math.min(percent(rendered), stuckAt), start, null);
    }
    Duration work = failure == null ? rendersFor : rendersFor.multipliedBy(failsAt).dividedBy(100);
    if (rendered.compareTo(work) < 0) {
      return new VideoMoment("in_progress", percent(rendered), start, null);
    }
    return failure == null
        ? new VideoMoment("completed", 100, start.plus(work), null)
        : new VideoMoment("failed", failsAt, start.plus(work), failure);
  }

  /** The bytes of the video file, or null for those that the fake makes. */
  byte @Nullable [] content() {
    return content;
  }

  /** What reads of a video that goes on ask the client to wait, or null for nothing. */
  @Nullable Duration pollAfter() {
    return pollAfter;
  }

  private int percent(Duration rendered) {
    return rendered.compareTo(rendersFor) >= 0
        ? 100
        : (int) (100.0 * rendered.toNanos() / rendersFor.toNanos());
  }

  /** Collects a {@link VideoScript}. Not for use by several threads. */
  public static final class Builder {

    private Duration queuedFor = Duration.ZERO;
    private Duration rendersFor = Duration.ZERO;
    private boolean heldInQueue;
    private @Nullable Integer stuckAt;
    private @Nullable Failure failure;
    private int failsAt = 100;
    private byte @Nullable [] content;
    private @Nullable Duration pollAfter;

    private Builder() {}

    /**
     * Sets how long the video is {@code queued} before it is rendered; default zero.
     *
     * @param length not negative
     */
    public Builder queuedFor(Duration length) {
      queuedFor = notNegative(length);
      return this;
    }

    /**
     * Sets how long the video is rendered; default zero. Progress runs evenly, in whole percent.
     *
     * @param length not negative
     */
    public Builder rendersFor(Duration length) {
      rendersFor = notNegative(length);
      return this;
    }

    /** Lets the video stay queued until its state is set by hand. */
    public Builder heldInQueue() {
      heldInQueue = true;
      return this;
    }

    /**
     * Ends the video as {@code failed} where it would have completed, or at the percent of {@link
     * #failsAt}.
     *
     * @param code for example {@code moderation_blocked}
     * @param message a line for people
     */
    public Builder failsWith(String code, String message) {
      failure =
          new Failure(
              Objects.requireNonNull(code, "code"), Objects.requireNonNull(message, "message"));
      return this;
    }

    /**
     * Sets when a video that {@link #failsWith} something does so; default 100.
     *
     * @param percent 0 to 100
     */
    public Builder failsAt(int percent) {
      failsAt = percent(percent);
      return this;
    }

    /**
     * Lets progress stop for ever when it reaches a percent.
     *
     * @param percent 0 to 100
     */
    public Builder stuckAt(int percent) {
      stuckAt = percent(percent);
      return this;
    }

    /**
     * Sets the bytes of the video file; by default a small file that differs from video to video.
     *
     * @param file the bytes; a later change of the array is not seen
     */
    public Builder content(byte[] file) {
      content = file.clone();
      return this;
    }

    /**
     * Lets the answer to every read of the single video ask the client to wait before it reads
     * again, until the video has ended; by default no answer asks for anything.
     *
     * @param wait sent as {@code openai-poll-after-ms}, rounded down to milliseconds; not negative
     */
    public Builder pollAfter(Duration wait) {
      pollAfter = notNegative(wait);
      return this;
    }

    /** Returns the script; later changes of this builder do not touch it. */
    public VideoScript build() {
      return new VideoScript(this);
    }

    private static Duration notNegative(Duration length) {
      if (length.isNegative()) {
        throw new IllegalArgumentException("a length cannot be negative, but is " + length);
      }
      return length;
    }

    private static int percent(int percent) {
      if (percent < 0 || percent > 100) {
        throw new IllegalArgumentException("a percent lies in 0 to 100, but is " + percent);
      }
      return percent;
    }
  }
}
