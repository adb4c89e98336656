package dev.longhaul.creates;

import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.RequestLedger;
import dev.longhaul.testkit.WireFault;
import java.io.Closeable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A fake service whose creates go wrong, as far as the table of creates has to know it. */
interface CreateTarget extends Closeable {
  String TOKEN = "tok-5e4d-for-nobody-else";
  String PROMPT = "a lighthouse that only we may see";

  /** A client of the service. Whatever it creates asks for the same. */
  interface Caller extends AutoCloseable {
    JobHandle<?> submit(UUID key) throws InterruptedException;

    CompletableFuture<? extends JobHandle<?>> submitAsync(UUID key);

    /** Reads something of the service that costs nothing, and leaves a connection in the pool. */
    void read() throws InterruptedException;

    @Override
    void close();
  }

  /** Returns a client with these options, which believes of the service what is true. */
  Caller open(ClientOptions options);

  /** Returns another service of the same kind, at another origin. */
  CreateTarget another();

  String baseUrl();

  /** Returns where creates go. */
  String createUrl();

  /** Lets the next create go wrong. */
  void failCreate(WireFault fault);

  /** Lets the next {@link Caller#read} go wrong. */
  void failRead(WireFault fault);

  RequestLedger ledger();

  int openConnections();

  /** Returns how often the service's list of jobs was read. */
  int listed();

  /** Returns the keys of the jobs that were made, by the ids of the jobs. */
  Map<String, String> made();
}
