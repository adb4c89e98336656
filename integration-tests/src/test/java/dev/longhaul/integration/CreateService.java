package dev.longhaul.integration;

import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientEventListener;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.RequestLedger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A fake service on a faulty wire, with a client of it: one account that creates are made to. */
interface CreateService extends AutoCloseable {
  /** The header by which the requests of a caller are told from those of others. */
  String CALLER = "X-Caller";

  /** How much the service's list of jobs shows. */
  enum Listing {
    /** There is no list. */
    NONE,
    /** Kinds and times. */
    KINDS,
    /** What was asked for. */
    CONTENT
  }

  /**
   * A job that the service made.
   *
   * @param key of the create that made it; null when another writer did
   * @param content what it is about, as far as a list may show it
   */
  record Made(String id, String key, String content) {}

  /** Opens an account whose wire goes wrong as the seed says. */
  @FunctionalInterface
  interface Opener {
    CreateService open(long seed, ClientEventListener listener);
  }

  /** Returns what one of many callers asks for. */
  String content(SplittableRandom random);

  CompletableFuture<? extends JobHandle<?>> submit(UUID key, String content);

  Listing listing();

  /** Returns whether the request begins to read the list of jobs from its start. */
  boolean beginsList(ReceivedRequest request);

  RequestLedger ledger();

  /** Returns the jobs, those of other writers too, oldest first. */
  List<Made> made();

  @Override
  void close();
}
