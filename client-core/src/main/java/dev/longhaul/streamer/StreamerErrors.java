package dev.longhaul.streamer;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CallFacts.RetryHint;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.DeadlineExceededException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.error.QueueFullException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.job.JobFailure;
import dev.longhaul.streamer.StreamerOptions.InternalErrors;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what the errors of a Streamer server mean, and makes those of the client. */
final class StreamerErrors {
  static final String SERVICE = "streamer";
  static final String PROCESSING_FAILED = "PROCESSING_FAILED";

  private static final String TIMEOUT = "TIMEOUT";
  private static final String RATE_LIMITED = "RATE_LIMITED";
  private static final String INTERNAL_ERROR = "INTERNAL_ERROR";
  private static final Set<String> PASSING = Set.of(TIMEOUT, RATE_LIMITED, "SERVICE_UNAVAILABLE");
  private static final Set<String> CREDENTIALS = Set.of("UNAUTHORIZED", "FORBIDDEN");
  private static final Set<String> FAULTS =
      Set.of(TIMEOUT, INTERNAL_ERROR, "SERVICE_UNAVAILABLE", "STORAGE_ERROR", PROCESSING_FAILED);

  /** Whoever asks for more means never. */
  private static final Duration LONGEST_REST = Duration.ofDays(1);

  private final boolean internalPasses;
  private final InstantSource clock;

  StreamerErrors(StreamerOptions options, InstantSource clock) {
    internalPasses = options.internalError() == InternalErrors.PASSES;
    this.clock = clock;
  }

  /** Returns whether asking again can help: what the server says of it counts most. */
  boolean passes(StreamerFrame frame) {
    Boolean told = frame.retryable();
    if (told != null) {
      return told;
    }
    return PASSING.contains(frame.code())
        || (internalPasses && frame.code().equals(INTERNAL_ERROR));
  }

  /** Returns how long the server wishes to be left alone, or null. */
  @Nullable Duration rest(StreamerFrame frame) {
    Instant at = frame.retryAt();
    Instant now = clock.instant();
    if (at == null || !at.isAfter(now)) {
      return null;
    }
    return at.isAfter(now.plus(LONGEST_REST)) ? LONGEST_REST : Duration.between(now, at);
  }

  /** Returns the error of a request that the server did not take. */
  LonghaulException refusal(Ask ask, StreamerFrame frame) {
    String code = frame.code();
    CallFacts facts = facts(ask, frame);
    if (CREDENTIALS.contains(code)) {
      return new CredentialsException(
          "The service refused the request for want of a right. Use other credentials.",
          facts,
          null);
    }
    if (code.equals("NOT_FOUND")) {
      return new NotFoundException("The service does not know what was asked for.", facts, null);
    }
    if (code.equals(RATE_LIMITED)) {
      return new RateLimitedException(
          "The service wants fewer requests. Lower the concurrency or the rate.", facts, null);
    }
    return FAULTS.contains(code)
        ? new ServiceFailedException("The service failed at the request.", facts, null)
        : new RefusedException("The service refused the request.", facts, null);
  }

  private CallFacts facts(Ask ask, StreamerFrame frame) {
    // A request that timed out there may have been at work.
    boolean mayHaveRun = ask.mayHaveRun || frame.code().equals(TIMEOUT);
    CallFacts.Builder facts =
        facts(ask, mayHaveRun ? Reach.MAY_HAVE_TAKEN_EFFECT : Reach.DECLINED)
            .serverMessage(frame.message())
            .retryAfter(rest(frame));
    if (isWord(frame.code())) {
      facts.serverCode(frame.code());
    }
    Boolean retryable = frame.retryable();
    if (retryable != null) {
      facts.retryHint(retryable ? RetryHint.RETRY : RetryHint.GIVE_UP);
    }
    String field = frame.field();
    String message = frame.message();
    if (field != null && message != null) {
      facts.fieldErrors(Map.of(field, message));
    }
    return facts.build();
  }

  /** A code travels in exception texts, so one that could be anything is left out. */
  static boolean isWord(String code) {
    return code.length() <= 64 && code.matches("[A-Za-z0-9._-]+");
  }

  /** Returns the failure of a job that the server had taken. */
  JobFailure failure(StreamerFrame frame) {
    String code = frame.code();
    return JobFailure.of(code.isEmpty() ? "UNSUCCESSFUL" : code, frame.message());
  }

  LonghaulException lost(Ask ask, @Nullable LonghaulException why) {
    return ask.accepted
        ? new OutcomeUnknownException(
            "The connection ended while the job was at work, and its end cannot be asked for.",
            facts(ask, Reach.MAY_HAVE_TAKEN_EFFECT).build(),
            why)
        : new UnreachableException(
            "The connection ended before the request was answered.",
            facts(ask, Reach.MAY_HAVE_TAKEN_EFFECT).build(),
            why);
  }

  /** Returns the error of a request that was not heard of for too long. */
  LonghaulException silent(Ask ask) {
    return ask.accepted
        ? new OutcomeUnknownException(
            "Nothing was heard of the job for longer than its timeout, and its end cannot be asked"
                + " for. Allow more time for the action.",
            facts(ask, Reach.MAY_HAVE_TAKEN_EFFECT).build(),
            null)
        : new UnreachableException(
            "The request was sent and not answered in time.",
            facts(ask, Reach.MAY_HAVE_TAKEN_EFFECT).build(),
            null);
  }

  /** Returns the error of a request whose deadline came while it waited. */
  LonghaulException late(Ask ask, @Nullable LonghaulException why) {
    return new DeadlineExceededException(
        "The request did not come to its turn within its deadline. Raise the deadline, or ask for"
            + " less at once.",
        facts(ask, waitingReach(ask)).build(),
        why);
  }

  /** Returns the error of a request that waits for a connection which gave up. */
  LonghaulException gaveUp(Ask ask, LonghaulException why) {
    if (ask.accepted) {
      return lost(ask, why);
    }
    return why.with(
        why.facts().toBuilder().key(ask.key).attempts(ask.asked).reach(waitingReach(ask)).build());
  }

  /** Returns the error of a request that is not answered yet, when the client closes. */
  LonghaulException closed(Ask ask) {
    return new ClientClosedException(
        "The client was closed before the service had answered.",
        facts(ask, ask.asked == 0 ? Reach.NOT_SENT : Reach.MAY_HAVE_TAKEN_EFFECT).build(),
        null);
  }

  LonghaulException full(Ask ask, int most) {
    return new QueueFullException(
        "As many requests wait as may, " + most + ". Ask for less at once, or raise the limit.",
        facts(ask, Reach.NOT_SENT).build(),
        null);
  }

  LonghaulException unreadable(Ask ask) {
    return new UnexpectedAnswerException(
        "The job ended well, and its result is not of the type of the action.",
        facts(ask, Reach.MAY_HAVE_TAKEN_EFFECT).build(),
        null);
  }

  LonghaulException notAtOnce(Ask ask) {
    return new UnexpectedAnswerException(
        "The service put off what it has to answer at once.",
        facts(ask, Reach.MAY_HAVE_TAKEN_EFFECT).build(),
        null);
  }

  private static Reach waitingReach(Ask ask) {
    return ask.mayHaveRun ? Reach.MAY_HAVE_TAKEN_EFFECT : Reach.NOT_SENT;
  }

  private static CallFacts.Builder facts(Ask ask, Reach reach) {
    return CallFacts.builder(SERVICE, ask.action)
        .key(ask.key)
        .jobId(ask.accepted ? ask.id : null)
        .attempts(ask.asked)
        .reach(reach);
  }
}
