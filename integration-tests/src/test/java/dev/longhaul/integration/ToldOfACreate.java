package dev.longhaul.integration;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.testkit.FakeJob;
import java.util.List;
import java.util.UUID;

/**
 * What the caller of one create was told.
 *
 * @param key the create's key
 * @param id of the job behind the handle that was given; null when there was an error
 * @param error what came in place of a handle
 */
record ToldOfACreate(UUID key, String id, Throwable error) {
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

  /**
   * Returns whether it is the truth about the jobs that were made under the key, and all of it that
   * can be known: a key that was rejected (409) is proof that there is a job.
   */
  boolean isTrueOf(List<FakeJob> made) {
    if (handle()) {
      return made.size() == 1 && made.get(0).id().equals(id);
    }
    if (refused()) {
      return made.isEmpty();
    }
    return uncertain() && exists() == rejected() && made.size() <= 1 && made.size() >= least();
  }

  private int least() {
    return exists() ? 1 : 0;
  }

  private boolean rejected() {
    return error instanceof LonghaulException known && known.facts().status().orElse(0) == 409;
  }

  @Override
  public String toString() {
    return key + (handle() ? " was given the handle of " + id : " was told " + error);
  }
}
