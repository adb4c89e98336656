package dev.longhaul.job;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Shows tests of the services what the engine gets of them. */
public final class EngineView {
  private EngineView() {}

  /** Returns the answer to a submission. */
  public static <S, R> JobReading<R> submit(JobService<S, R> service, S request) throws Exception {
    return service.submit().submit(request, UUID.randomUUID()).get(10, TimeUnit.SECONDS);
  }

  /** Returns the answer to a read. */
  public static <R> JobReading<R> read(JobService<?, R> service, String id) throws Exception {
    return service.read().orElseThrow().read(id).get(10, TimeUnit.SECONDS);
  }

  /** Returns the newest row of the list. */
  public static <R> JobReading<R> newest(JobService<?, R> service) throws Exception {
    return listing(service).list(null).get(10, TimeUnit.SECONDS).jobs().get(0).reading();
  }

  /** Returns what services that share their pages share. */
  public static <R> JobService.Listing<R> listing(JobService<?, R> service) {
    return service.list().orElseThrow();
  }

  /** Returns what kind of work a request is. */
  public static <S> String kind(JobService<S, ?> service, S request) {
    return service.kind(request);
  }

  /** Returns when the service wishes to be asked again. */
  public static @Nullable Duration pollAfter(JobReading<?> reading) {
    return reading.pollAfter;
  }

  /** Returns when the service expects to be done. */
  public static @Nullable Instant eta(JobReading<?> reading) {
    return reading.eta;
  }

  /** Returns whether the job has ended in a way that the reading does not tell. */
  public static boolean hasEndedUntold(JobReading<?> reading) {
    return reading.endedUntold;
  }
}
