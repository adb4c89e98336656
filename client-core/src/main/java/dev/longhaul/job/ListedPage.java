package dev.longhaul.job;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a service's list, as it was last seen.
 *
 * <p><i>Concurrency:</i> guarded by the lock of the engine.
 */
final class ListedPage<R> {
  /** What asks for it; null for the first. */
  final @Nullable String cursor;

  /** How many pages come before it. */
  int place;

  /** How many of the watched jobs were last seen here. */
  int watched;

  /** Whether the service refuses it. */
  boolean dead;

  /** When it was asked for last: an answer that comes late tells how things were then. */
  long askedAt;

  /** When it was asked for what it showed last, if ever, and the ages of the jobs it showed. */
  boolean wasRead;

  long readAt;
  ListedPages.Ages shown = new ListedPages.Ages();

  /** Who waits for the read that is under way; null when none is. */
  @Nullable List<Watch<R>> waiting;

  ListedPage(@Nullable String cursor) {
    this.cursor = cursor;
  }

  boolean isBeingRead() {
    return waiting != null;
  }

  /** Lets a job wait for the read that is under way, or begins now. */
  void await(Watch<R> watch) {
    List<Watch<R>> others = waiting == null ? new ArrayList<>() : waiting;
    others.add(watch);
    waiting = others;
  }

  /** Ends the read; returns who waited for it. */
  List<Watch<R>> end() {
    List<Watch<R>> waited = waiting;
    waiting = null;
    return waited == null ? List.of() : waited;
  }
}
