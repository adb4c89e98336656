package dev.longhaul.job;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A service of the kind that users write, whose every answer the test gives by hand. */
final class ByHandService {
  static final String ID = "job-1";

  final List<UUID> keys = Collections.synchronizedList(new ArrayList<>());
  final List<CompletableFuture<JobReading<String>>> submissions =
      Collections.synchronizedList(new ArrayList<>());
  final List<CompletableFuture<JobReading<String>>> reads =
      Collections.synchronizedList(new ArrayList<>());
  final List<CompletableFuture<Void>> cancels = Collections.synchronizedList(new ArrayList<>());

  JobService.Builder<String, String> builder() {
    return JobService.builder("by-hand", this::submit);
  }

  JobService<String, String> whole() {
    return builder().read(this::read).cancel(this::cancel).build();
  }

  private CompletableFuture<JobReading<String>> submit(String request, UUID key) {
    keys.add(key);
    return added(submissions);
  }

  CompletableFuture<JobReading<String>> read(String id) {
    return added(reads);
  }

  CompletableFuture<Void> cancel(String id) {
    return added(cancels);
  }

  private static <T> CompletableFuture<T> added(List<CompletableFuture<T>> list) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    list.add(answer);
    return answer;
  }

  /** The newest read: the one that the engine waits for. */
  CompletableFuture<JobReading<String>> read() {
    return reads.get(reads.size() - 1);
  }

  static JobReading<String> waiting() {
    return JobReading.<String>builder(ID, "queued").waiting();
  }

  static JobReading<String> running(double percent) {
    return JobReading.<String>builder(ID, "running").percent(percent).running();
  }

  static JobReading<String> succeeded() {
    return JobReading.<String>builder(ID, "completed").succeeded("picture");
  }

  static JobReading<String> failed() {
    return JobReading.<String>builder(ID, "failed").failed(JobFailure.of("E1", "a prompt, echoed"));
  }

  static JobReading<String> cancelled() {
    return JobReading.<String>builder(ID, "cancelled").cancelled();
  }

  static LonghaulException refused(int status) {
    return new RefusedException("declined", facts(Reach.DECLINED).status(status).build(), null);
  }

  static LonghaulException broken(int status) {
    return new ServiceFailedException(
        "failed", facts(Reach.MAY_HAVE_TAKEN_EFFECT).status(status).build(), null);
  }

  static LonghaulException busy(Duration retryAfter) {
    CallFacts facts = facts(Reach.DECLINED).status(503).retryAfter(retryAfter).build();
    return new ServiceFailedException("busy", facts, null);
  }

  static LonghaulException notFound() {
    return new NotFoundException("unknown", facts(Reach.DECLINED).status(404).build(), null);
  }

  static LonghaulException unauthorized() {
    return new CredentialsException("refused", facts(Reach.DECLINED).status(401).build(), null);
  }

  static LonghaulException unreachable(Reach reach) {
    return new UnreachableException("no answer", facts(reach).build(), null);
  }

  private static CallFacts.Builder facts(Reach reach) {
    return CallFacts.builder("by-hand", "call").reach(reach).attempts(1);
  }
}
