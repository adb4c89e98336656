package dev.longhaul.integration;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.SubmissionUncertainException.Candidate;
import java.util.List;
import java.util.UUID;

/**
 * What the caller of one create was told.
 *
 * @param key the create's key
 * @param content what it asked for
 * @param id of the job behind the handle that was given; null when there was an error
 * @param error what came in place of a handle
 */
record ToldOfACreate(UUID key, String content, String id, Throwable error) {
  boolean handle() {
    return error == null;
  }

  boolean uncertain() {
    return error instanceof SubmissionUncertainException;
  }

  boolean exists() {
    return error instanceof SubmissionUncertainException doubt && doubt.exists();
  }

  boolean refused() {
    return error instanceof LonghaulException && !uncertain();
  }

  /** Returns the ids of the jobs that may be the one, as far as the caller was told. */
  List<String> candidates() {
    return error instanceof SubmissionUncertainException doubt
        ? doubt.candidates().stream().map(Candidate::id).toList()
        : List.of();
  }

  /** Returns whether the caller was told that the list of jobs could not be read. */
  boolean knowsOfListTrouble() {
    return error != null && error.getSuppressed().length > 0;
  }

  /** Returns whether the service refused a repeat, since it knew the key: there is a job. */
  boolean rejected() {
    return error instanceof LonghaulException known && known.facts().status().orElse(0) == 409;
  }

  @Override
  public String toString() {
    return key
        + (handle()
            ? " was given the handle of " + id
            : " was told " + error + ", with the candidates " + candidates());
  }
}
