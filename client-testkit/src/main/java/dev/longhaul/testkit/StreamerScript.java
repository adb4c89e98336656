package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import java.time.Duration;

/**
 * Which frames a {@link FakeStreamer} answers a request with, and when. Immutable.
 *
 * <p>A script is a row of frames, in the order in which the builder's methods are called. All goes
 * by real time; with no {@link Builder#after} they follow each other at once. A script with neither
 * an immediate answer nor a result nor a failure leaves its request unfinished for ever.
 *
 * <pre>{@code
 * StreamerScript script =
 *     StreamerScript.builder()
 *         .queued(Duration.ofMinutes(2))
 *         .metadata("current_step", new JsonPrimitive("joining"))
 *         .progress(40, "Joined")
 *         .after(Duration.ofMillis(50))
 *         .result()
 *         .build();
 * }</pre>
 */
public final class StreamerScript {

  private final StreamerSteps steps;

  private StreamerScript(StreamerSteps steps) {
    this.steps = steps;
  }

  /** Returns a builder of a script that answers nothing yet. */
  public static Builder builder() {
    return new Builder(new StreamerSteps());
  }

  /** Returns a script that answers at once with what the action gives back by itself. */
  public static StreamerScript immediate() {
    return builder().immediate().build();
  }

  /**
   * Returns a script that answers at once.
   *
   * @param data what the action gives back
   */
  public static StreamerScript immediate(JsonElement data) {
    return builder().immediate(data).build();
  }

  /**
   * Returns a script of 6 frames in 20 ms: queued, progress at 25, 50, 75 and 100 percent, and what
   * the action gives back by itself.
   */
  public static StreamerScript quick() {
    Duration gap = Duration.ofMillis(4);
    return builder()
        .queued()
        .after(gap)
        .progress(25, "Reading")
        .after(gap)
        .progress(50, "Working")
        .after(gap)
        .progress(75, "Writing")
        .after(gap)
        .progress(100, "Done")
        .after(gap)
        .result()
        .build();
  }

  /** Returns a script of 3 frames: queued, 40 percent, and an error of the processor. */
  public static StreamerScript failing() {
    return builder()
        .queued()
        .progress(40, "Working")
        .failure("PROCESSING_FAILED", "The data source timed out")
        .build();
  }

  /**
   * Returns a script of 6 frames in which the service tries again by itself: queued, 60 percent, an
   * error with {@code PROCESSING_FAILED}, 0 percent, 50 percent, and the action's own result.
   */
  public static StreamerScript failsThenRetries() {
    return builder()
        .queued()
        .progress(60, "Working")
        .failsThenRetries()
        .progress(50, "Working again")
        .result()
        .build();
  }

  /** Returns a script of 4 frames: queued, 100 percent twice, and the action's own result. */
  public static StreamerScript hundredTwice() {
    return builder().queued().progress(100, "Done").progress(100, "Done").result().build();
  }

  /**
   * Returns a script of 3 frames in the wrong order: the action's own result, 50 percent, and last
   * that the request was queued.
   */
  public static StreamerScript answersBeforeAsked() {
    return builder().result().progress(50, "Working").queued().build();
  }

  /** Returns a script that queues the request and then never says a word. */
  public static StreamerScript silent() {
    return builder().queued().build();
  }

  /** Returns a script that sends nothing at all, not even that the request was queued. */
  public static StreamerScript noAnswer() {
    return builder().build();
  }

  /** Returns a builder that starts from this script, with what comes next at its end. */
  public Builder toBuilder() {
    return new Builder(steps.copy());
  }

  StreamerSteps steps() {
    return steps;
  }

  /** Collects a {@link StreamerScript}. Not for use by several threads. */
  public static final class Builder {

    private final StreamerSteps steps;

    private Builder(StreamerSteps steps) {
      this.steps = steps;
    }

    /**
     * Lets the next frame wait; by default it follows at once.
     *
     * @param delay real time since the frame before it, or since the request; not negative
     */
    public Builder after(Duration delay) {
      steps.delay(delay);
      return this;
    }

    /** Answers at once with what the action gives back by itself. */
    public Builder immediate() {
      steps.answer(null);
      return this;
    }

    /**
     * Answers at once.
     *
     * @param data what the action gives back
     */
    public Builder immediate(JsonElement data) {
      steps.answer(data);
      return this;
    }

    /**
     * Answers at once that the action failed: a response without success in the flat and the typed
     * family, an error frame in the others, which know no such response.
     *
     * @param code for example {@code INTERNAL_ERROR}
     * @param message a line for people
     */
    public Builder immediateFailure(String code, String message) {
      steps.failedAnswer(code, message);
      return this;
    }

    /** Acknowledges the request, with the estimate that the action has by itself. */
    public Builder queued() {
      steps.queued(null);
      return this;
    }

    /**
     * Acknowledges the request.
     *
     * @param estimate how long the work is said to take, unless the fake tells no estimates; not
     *     negative
     */
    public Builder queued(Duration estimate) {
      steps.queued(estimate);
      return this;
    }

    /**
     * Adds a note to every progress frame and every result from here on.
     *
     * @param name name of the note
     * @param value its value; written as text in results of the flat and the typed family
     */
    public Builder metadata(String name, JsonElement value) {
      steps.note(name, value);
      return this;
    }

    /**
     * Reports progress.
     *
     * @param percent 0 to 100
     * @param message a line for people
     */
    public Builder progress(double percent, String message) {
      steps.progress(percent, message);
      return this;
    }

    /** Ends with what the action gives back by itself. */
    public Builder result() {
      steps.result(true, null);
      return this;
    }

    /**
     * Ends with a result.
     *
     * @param data what the action gives back
     */
    public Builder result(JsonElement data) {
      steps.result(true, data);
      return this;
    }

    /**
     * Ends with a result that says it was no success.
     *
     * @param data what the action gives back all the same
     */
    public Builder unsuccessful(JsonElement data) {
      steps.result(false, data);
      return this;
    }

    /**
     * Ends with an error that names the request.
     *
     * @param code for example {@code TIMEOUT}
     * @param message a line for people
     */
    public Builder failure(String code, String message) {
      steps.failure(code, message);
      return this;
    }

    /**
     * Reports an error with {@code PROCESSING_FAILED} and starts over: the next frame is progress
     * at 0 percent. What else comes is said by the calls that follow.
     */
    public Builder failsThenRetries() {
      steps.failsThenRetries();
      return this;
    }

    /**
     * Drops the connection in place of a frame, with no close frame. The work goes on, and this and
     * all later frames are lost.
     *
     * @param step number of the frame in this script, counted from 1
     */
    public Builder dropsAt(int step) {
      steps.cut(step, null);
      return this;
    }

    /**
     * Closes the connection in place of a frame. The work goes on, and this and all later frames
     * are lost.
     *
     * @param step number of the frame in this script, counted from 1
     * @param code of the close frame, for example 1001
     */
    public Builder closesAt(int step, int code) {
      steps.cut(step, code);
      return this;
    }

    /**
     * Returns the script; later changes of this builder do not touch it. <em>Errors:</em> {@link
     * IllegalStateException} when the connection is to end at a frame that is not there.
     */
    public StreamerScript build() {
      steps.demandCut();
      return new StreamerScript(steps.copy());
    }
  }
}
