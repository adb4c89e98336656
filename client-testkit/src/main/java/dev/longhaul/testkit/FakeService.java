package dev.longhaul.testkit;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What all fake services have in common: a server of their own, faults on its wire, and a record of
 * what came.
 *
 * @param <O> what can be asked of the service
 */
abstract class FakeService<O extends Operation> implements AutoCloseable {

  private static final Set<FakeService<?>> OPEN = ConcurrentHashMap.newKeySet();

  private final LoopbackServer server;
  private final String root;
  private final String baseUrl;
  private final FaultPlan faults;
  private final RequestLedger ledger = new RequestLedger();
  private @Nullable FakeSockets ownSockets;

  /**
   * Takes a port; requests wait until {@link #serve}.
   *
   * @param name begins the names of its threads
   * @param path the part of the base URL behind the server's root
   * @param any stands for all that can be asked
   */
  FakeService(String name, String path, O any) {
    server = LoopbackServer.bind(name);
    root = "http://127.0.0.1:" + server.port();
    baseUrl = root + path;
    faults = new FaultPlan(any);
  }

  /** Begins to answer; the last step of a constructor. */
  final void serve(Exchange.Service service) {
    begin(new FaultyConversation(faults, ledger, service, null));
  }

  /** The same, with sockets on the same port; they are closed with the service. */
  final void serve(Exchange.Service service, FakeSockets sockets) {
    ownSockets = sockets;
    begin(new FaultyConversation(faults, ledger, service, sockets));
  }

  private void begin(FaultyConversation conversation) {
    server.serve(conversation);
    OPEN.add(this);
  }

  /**
   * Returns the base URL as a client of the service is given it, for example {@code
   * http://127.0.0.1:41234} with the path of the service, if it has one, and no slash at the end.
   */
  public final String baseUrl() {
    return baseUrl;
  }

  /** Returns the record of what came; the same object each time. */
  public final RequestLedger ledger() {
    return ledger;
  }

  /**
   * Lets the next request of a kind go wrong; called again, the one after it. Faults for the kind
   * come before those for {@code ANY}, and each is used once.
   *
   * @param operation which request
   * @param fault what happens to it
   */
  public final void fault(O operation, WireFault fault) {
    faults.add(operation, Objects.requireNonNull(fault, "fault"));
  }

  /**
   * Lets every request of a kind go wrong for which {@link #fault} says nothing, until {@link
   * #clearFaults}.
   *
   * @param operation which requests
   * @param fault what happens to them; takes the place of an earlier one
   */
  public final void always(O operation, WireFault fault) {
    faults.always(operation, Objects.requireNonNull(fault, "fault"));
  }

  /**
   * Lets each request that makes jobs and that {@link #fault} says nothing about go wrong with a
   * chance, until {@link #clearFaults}. The n-th such request from now on meets the same fault, or
   * none, whenever seed, share and faults are the same. Takes the place of an earlier call.
   *
   * @param seed any number
   * @param share chance of a fault, 0 to 1
   * @param faults one of them is taken, each as likely as the others; not empty
   */
  public final void faultsFrom(long seed, double share, List<WireFault> faults) {
    this.faults.seeded(new SeededFaults(seed, share, faults));
  }

  /** Drops every fault that has not acted yet. */
  public final void clearFaults() {
    faults.clear();
  }

  /**
   * Forgets every job and idempotency key, as a service that lost its memory: the ids of the jobs
   * and what belongs to them answer 404. The ledger forgets nothing.
   */
  public abstract void forgetJobs();

  /** Returns how many connections of clients are open, idle ones in a client's pool included. */
  public final int openConnections() {
    return server.openConnections();
  }

  /**
   * Stops the service and drops every connection. Closing again does nothing.
   *
   * <p><em>Blocking:</em> until its threads have ended, at most 5 seconds for each.
   */
  @Override
  public final void close() {
    OPEN.remove(this);
    server.close();
    if (ownSockets != null) {
      ownSockets.close();
    }
  }

  /** Returns the name of the fake and its base URL. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + baseUrl + "]";
  }

  /** The URL of the server itself, with no slash at the end. */
  final String root() {
    return root;
  }

  /** The fakes that were started and not closed. */
  static Set<FakeService<?>> open() {
    return Set.copyOf(OPEN);
  }
}
