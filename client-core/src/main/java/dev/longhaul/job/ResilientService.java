package dev.longhaul.job;

import dev.longhaul.internal.call.CallPolicies;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientEvent;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes whole calls of a service's single attempts: repeated, limited and within one deadline. */
final class ResilientService<S, R> {
  /** For what is repeated as a whole, with what comes before it. */
  private static final CallOptions ONCE = CallOptions.builder().maxRetries(0).build();

  private final JobService<S, R> service;
  private final CallPolicies policies;

  private ResilientService(JobService<S, R> service, CallPolicies policies) {
    this.service = service;
    this.policies = policies;
  }

  static <S, R> JobService<S, R> of(JobService<S, R> service, CallPolicies policies) {
    ResilientService<S, R> resilient = new ResilientService<>(service, policies);
    JobService.Builder<S, R> builder = service.declaring(resilient::submit);
    builder.deadline(policies.deadline()).cancelRetries(policies.maxRetries());
    service.read().ifPresent(read -> builder.read(id -> resilient.read(read, id)));
    service
        .cancel()
        .ifPresent(
            cancel -> builder.cancel(id -> resilient.cancel(cancel, id), service.cancelling()));
    service
        .list()
        .ifPresent(
            list -> builder.list(cursor -> resilient.list(list, cursor), service.listedAs()));
    return builder.build();
  }

  private CompletableFuture<JobReading<R>> submit(S request, UUID key) {
    return call(
        Operation.create(service.name(), "submit", key, service.keys()),
        () -> service.submit().submit(request, key));
  }

  private CompletableFuture<JobReading<R>> read(JobService.Read<R> read, String id) {
    return LinkedFuture.map(
        call(Operation.read(service.name(), "read", id), () -> read.read(id)),
        reading -> {
          if (policies.events().isHeard()) {
            policies.events().tell(new ClientEvent.Polled(service.name(), id, reading.rawState()));
          }
          return reading;
        });
  }

  private CompletableFuture<ListedJobs<R>> list(
      JobService.Listing<R> list, @Nullable String cursor) {
    return call(Operation.read(service.name(), "list", null), () -> list.list(cursor));
  }

  private CompletableFuture<Boolean> cancel(JobService.Cancel cancel, String id) {
    boolean readFirst = service.cancelling() != JobService.Cancelling.ANY_TIME;
    return policies.start(
        new FunctionAttempts<>(
            Operation.change(service.name(), "cancel", id),
            () -> LinkedFuture.map(cancel.cancel(id), taken -> Boolean.TRUE),
            policies),
        readFirst ? ONCE : CallOptions.defaults());
  }

  private <T> CompletableFuture<T> call(
      Operation operation, Supplier<CompletableFuture<T>> attempt) {
    return policies.start(
        new FunctionAttempts<>(operation, attempt, policies), CallOptions.defaults());
  }
}
