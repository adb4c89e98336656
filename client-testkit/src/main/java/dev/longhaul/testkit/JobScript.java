package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.util.Objects;

/**
 * What a fake job does and when: how long it waits, its stages, its outputs, how it ends and how it
 * takes a cancel. Immutable.
 *
 * <p>A job's state is computed from its script and the fake's clock at the moment it is read; no
 * thread drives it. A job is {@code pending}, then {@code queued}, then {@code running} through its
 * stages, then {@code completed} or {@code failed}; a part with no length is never seen.
 *
 * <pre>{@code
 * JobScript script =
 *     JobScript.builder()
 *         .queuedFor(Duration.ofSeconds(2))
 *         .stage("render", Duration.ofSeconds(30))
 *         .output("image", "out.png", "image/png", bytes)
 *         .build();
 * }</pre>
 */
public final class JobScript {

  private final ScriptParts parts;

  private JobScript(ScriptParts parts) {
    this.parts = parts;
  }

  /** Returns a builder of a job that completes at once with no output. */
  public static Builder builder() {
    return new Builder(new ScriptParts());
  }

  /**
   * Returns a job that takes one second: queued 100 ms, then {@code prepare} 200 ms, {@code
   * generate} 500 ms, {@code finish} 200 ms; its output {@code image} is a small PNG file.
   */
  public static JobScript quick() {
    return work(Duration.ofMillis(100)).build();
  }

  /**
   * Returns a job that takes 100 seconds: queued 10 s, then {@code prepare} 20 s, {@code generate}
   * 50 s, {@code finish} 20 s; its output is that of {@link #quick}.
   */
  public static JobScript slow() {
    return work(Duration.ofSeconds(10)).build();
  }

  /** Returns a job like {@link #quick} that ends failed, with the code {@code TASK_ERROR}. */
  public static JobScript failing() {
    return quick().toBuilder().failsWith("TASK_ERROR", "Out of graphics memory").build();
  }

  /** Returns a job like {@link #quick} that stays at 42 percent for ever. */
  public static JobScript stuck() {
    return quick().toBuilder().stuckAt(42).build();
  }

  /**
   * Returns a job that stays queued until the test sets its state through {@link FakeJob}; {@link
   * FakeJob#completed} gives it the output of {@link #quick}.
   */
  public static JobScript byHand() {
    return quick().toBuilder().heldInQueue().build();
  }

  private static Builder work(Duration unit) {
    return builder()
        .queuedFor(unit)
        .stage("prepare", unit.multipliedBy(2))
        .stage("generate", unit.multipliedBy(5))
        .stage("finish", unit.multipliedBy(2))
        .output("image", "image.png", "image/png", SamplePicture.png());
  }

  /** Returns a builder that starts from this script. */
  public Builder toBuilder() {
    return new Builder(parts.copy());
  }

  ScriptParts parts() {
    return parts;
  }

  /** Collects a {@link JobScript}. Not for use by several threads. */
  public static final class Builder {

    private final ScriptParts parts;

    private Builder(ScriptParts parts) {
      this.parts = parts;
    }

    /**
     * Sets how long the job is {@code pending} before it is queued; default zero.
     *
     * @param length not negative
     */
    public Builder pendingFor(Duration length) {
      parts.pendingFor = notNegative(length);
      return this;
    }

    /**
     * Sets how long the job is {@code queued} before it runs; default zero.
     *
     * @param length not negative
     */
    public Builder queuedFor(Duration length) {
      parts.queuedFor = notNegative(length);
      return this;
    }

    /** Lets the job stay queued until its state is set by hand. */
    public Builder heldInQueue() {
      parts.heldInQueue = true;
      return this;
    }

    /**
     * Adds a stage to the work. Progress runs evenly from 0 to 100 percent over all stages.
     *
     * @param name sent as {@code stage}
     * @param length not negative
     */
    public Builder stage(String name, Duration length) {
      Objects.requireNonNull(name, "name");
      parts.stages.add(new ScriptParts.Stage(name, notNegative(length)));
      return this;
    }

    /**
     * Adds a file output, as {@link JobOutput#file}.
     *
     * @param name name of the output
     * @param filename the name proposed to the client
     * @param mimeType media type
     * @param content the bytes
     */
    public Builder output(String name, String filename, String mimeType, byte[] content) {
      return output(JobOutput.file(name, filename, mimeType, content));
    }

    /**
     * Adds an output whose value stands in the result.
     *
     * @param name name of the output
     * @param value the value
     */
    public Builder dataOutput(String name, JsonElement value) {
      return output(JobOutput.data(name, value));
    }

    /**
     * Adds an output.
     *
     * @param output takes the place of an earlier one of the same name
     */
    public Builder output(JobOutput output) {
      parts.outputs.removeIf(earlier -> earlier.name().equals(output.name()));
      parts.outputs.add(output);
      return this;
    }

    /**
     * Ends the job as {@code failed} where it would have completed. The service has one line of
     * text for an error, so the line is {@code code: message}, or the message when the code is
     * empty.
     *
     * @param code for example {@code TASK_ERROR}
     * @param message a line for people
     */
    public Builder failsWith(String code, String message) {
      parts.failure = new ScriptParts.Failure(code, message);
      return this;
    }

    /**
     * Lets progress stop for ever when it reaches a percent.
     *
     * @param percent 0 to 100
     */
    public Builder stuckAt(double percent) {
      parts.stuckAt = percent(percent);
      return this;
    }

    /**
     * Lets the service start the job over once: when progress reaches a percent the job is queued
     * again, its progress is zero, and then it runs to its end.
     *
     * @param percent 0 to 100
     * @param queuedAgain how long it waits in the queue; not negative
     */
    public Builder serverRetryAt(double percent, Duration queuedAgain) {
      parts.retry = new ScriptParts.Retry(percent(percent), notNegative(queuedAgain));
      return this;
    }

    /**
     * Sets how long after an accepted cancel the job becomes {@code cancelled}; default zero. A job
     * that ends in between keeps its own ending.
     *
     * @param length not negative
     */
    public Builder cancelTakes(Duration length) {
      parts.cancelTakes = notNegative(length);
      return this;
    }

    /** Answers a cancel of the active job with 400 and lets the job go on. */
    public Builder refusesCancel() {
      parts.cancelRule = ScriptParts.CancelRule.REFUSE;
      return this;
    }

    /** Accepts a cancel of the active job and lets the job go on all the same. */
    public Builder ignoresCancel() {
      parts.cancelRule = ScriptParts.CancelRule.IGNORE;
      return this;
    }

    /** Writes the URLs of file outputs relative to the base URL; absolute by default. */
    public Builder relativeUrls() {
      parts.urlStyle = ScriptParts.UrlStyle.RELATIVE;
      return this;
    }

    /** Returns the script; later changes of this builder do not touch it. */
    public JobScript build() {
      return new JobScript(parts.copy());
    }

    private static Duration notNegative(Duration length) {
      if (length.isNegative()) {
        throw new IllegalArgumentException("a length cannot be negative, but is " + length);
      }
      return length;
    }

    private static double percent(double percent) {
      if (!(percent >= 0 && percent <= 100)) {
        throw new IllegalArgumentException("a percent lies in 0 to 100, but is " + percent);
      }
      return percent;
    }
  }
}
