package dev.longhaul.policy;

import dev.longhaul.error.LonghaulException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that a client did on the way of its calls. Holds no credential, prompt or payload. The
 * set is open: later versions add kinds, so code that looks at kinds needs a branch for the rest.
 */
public interface ClientEvent {
  /** Returns the service's name, such as {@code function-runner}. */
  String service();

  /** Whether a circuit breaker lets calls through. */
  enum BreakerState {
    /** It lets every call through. */
    CLOSED,
    /** It refuses calls on this side; nothing is sent. */
    OPEN,
    /** It lets one through to see whether the service is well again. */
    HALF_OPEN
  }

  /**
   * One request was made and ended, well or not.
   *
   * @param service the service's name
   * @param operation what was asked of it, such as {@code submitTask}
   * @param attempt which attempt of its call it was, counted from 1
   * @param status the HTTP status of the answer, if there was one
   * @param took the time from the start of the attempt to the end of its answer
   * @param requestId the id under which the service logged it, if it said so
   * @param error what was wrong; empty when the attempt gave the call its result
   */
  record Attempted(
      String service,
      String operation,
      int attempt,
      OptionalInt status,
      Duration took,
      Optional<String> requestId,
      Optional<LonghaulException> error)
      implements ClientEvent {}

  /**
   * An attempt failed and the call will be tried again.
   *
   * @param service the service's name
   * @param operation what is asked of it
   * @param nextAttempt which attempt comes next, counted from 1
   * @param delay how long is waited before it
   * @param error why the attempt before it failed
   */
  record Retrying(
      String service, String operation, int nextAttempt, Duration delay, LonghaulException error)
      implements ClientEvent {}

  /**
   * The service asked for a rest with a 429, so every call of the client waits.
   *
   * @param service the service's name
   * @param length how long, counted from this event
   */
  record Paused(String service, Duration length) implements ClientEvent {}

  /**
   * The circuit breaker changed its state.
   *
   * @param service the service's name
   * @param state the state from now on
   */
  record BreakerChanged(String service, BreakerState state) implements ClientEvent {}

  /**
   * The state of a job was read.
   *
   * @param service the service's name
   * @param jobId the service's id of the job
   * @param rawState the service's own word for the state
   */
  record Polled(String service, String jobId, String rawState) implements ClientEvent {}

  /**
   * A frame came over a WebSocket that makes no sense, or the first of a type that nobody knows. It
   * was ignored, and the socket goes on. Of a task's frame with fields that do not fit only those
   * were.
   *
   * @param service the service's name
   * @param problem what was wrong with it, free of what it held
   * @param length how long it was, in characters, or in bytes if it was binary
   */
  record FrameIgnored(String service, String problem, int length) implements ClientEvent {}

  /**
   * The listener was too slow, and events were dropped before this one.
   *
   * @param service the service's name
   * @param events how many were dropped, at least 1
   */
  record Missed(String service, int events) implements ClientEvent {}
}
