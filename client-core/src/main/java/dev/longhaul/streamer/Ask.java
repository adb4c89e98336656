package dev.longhaul.streamer;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.job.JobReading;
import dev.longhaul.realtime.SendReceipt;
import dev.longhaul.realtime.SendState;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request: what is sent, and how far it came. Thousands of them wait at once.
 *
 * <p><i>Concurrency:</i> the monitor of {@link Asks} guards what changes. The future is completed
 * outside of it.
 */
final class Ask {
  static final long NEVER = Long.MAX_VALUE;

  /** Where a request stands. */
  enum State {
    /** It waits for its turn. */
    QUEUED,
    /** It waits a while before it is asked again. */
    RESTING,
    /** It was handed to the connection; frames of it may come. */
    ON_WIRE,
    /** The same, and the server told of a failure that it may yet make good. */
    HELD,
    /** Nothing of it is waited for. */
    OVER
  }

  /** The id of the job, and of the first message of it. */
  final String id = UUID.randomUUID().toString();

  final UUID key;
  final String action;
  final boolean repeatable;
  final Class<?> result;

  /** How long it may be silent once it was taken, if the caller said so. */
  final @Nullable Duration timeout;

  final CompletableFuture<JobReading<Object>> answer = new CompletableFuture<>();
  private final String rest;

  /** The order of asking, which one that is asked again keeps. */
  long turn;

  State state = State.QUEUED;

  /** When something is to be done about it, and when it has to be answered. */
  long dueAt = NEVER;

  long deadline = NEVER;

  /** The id of its newest message. */
  String wireId = id;

  @Nullable SendReceipt receipt;

  /** The socket was lost while it was being handed over; what it was lost to. */
  boolean lostInBetween;

  @Nullable LonghaulException lostTo;

  int asked;
  int retries;

  /** How often the server began the work, as far as that shows. */
  int attempt = 1;

  /** An earlier message of it may have been taken, and nothing came of it. */
  boolean mayHaveRun;

  /** The server took it, and the caller has a handle, unless it was given up. */
  boolean accepted;

  /** Its caller waits for it no more; the server may be at work on it all the same. */
  boolean givenUp;

  long acceptedAt;
  long heardAt;
  @Nullable Duration estimate;

  /** How many steps of estimated progress were told. */
  int steps;

  /** The server told of progress by itself, so none is estimated any more. */
  boolean reported;

  /** The server's own word, and whether it said that it is at work. */
  String word = "";

  boolean atWork;

  @Nullable StreamerFrame failure;

  /** What is told to its handle, which may not be there yet: the newest reading, or the error. */
  @Nullable JobReading<Object> newest;

  @Nullable LonghaulException gone;
  boolean watched;
  boolean unwatched;

  Ask(StreamerRequest<?> request, UUID key, @Nullable JsonElement payload, boolean repeatable) {
    this.key = key;
    this.repeatable = repeatable;
    action = request.action().name();
    result = request.action().result();
    timeout = request.timeout().orElse(null);
    estimate = request.action().estimate().orElse(null);
    StringBuilder text = new StringBuilder("\",\"action\":").append(quoted(action));
    if (payload != null) {
      text.append(",\"payload\":").append(payload);
    }
    text.append(",\"metadata\":{");
    if (!request.metadata().containsKey("idempotency_key")) {
      text.append("\"idempotency_key\":").append(quoted(key.toString())).append(',');
    }
    request
        .metadata()
        .forEach(
            (name, note) -> text.append(quoted(name)).append(':').append(quoted(note)).append(','));
    text.setLength(text.length() - 1);
    rest = text.append("}}").toString();
  }

  private static String quoted(String text) {
    return new JsonPrimitive(text).toString();
  }

  /** Returns the message that asks for it, under its newest id. */
  String message() {
    return "{\"id\":\"" + wireId + rest;
  }

  /** Returns the beginning of a reading of its job. */
  JobReading.Builder<Object> reading(String word) {
    return JobReading.<Object>builder(id, word).attempt(attempt);
  }

  /** Returns until when something has to be heard of it, once it was taken. */
  long silentAt(StreamerOptions options) {
    Duration limit = timeout;
    if (limit == null) {
      Duration expected = estimate;
      limit =
          expected == null
              ? options.timeout()
              : Duration.ofNanos((long) (expected.toNanos() * options.estimateFactor()))
                  .plus(options.estimateSlack());
    }
    return heardAt + limit.toNanos();
  }

  /** Whether its newest message may have reached the service. */
  boolean maybeSent() {
    SendReceipt handed = receipt;
    return handed == null || handed.state() == SendState.SENT;
  }

  /** Whether its first answer is waited for. */
  boolean isUnanswered() {
    return state == State.ON_WIRE && !accepted;
  }
}
