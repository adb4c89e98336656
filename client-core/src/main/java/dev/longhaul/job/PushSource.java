package dev.longhaul.job;

/**
 * A service's own way of telling about its jobs, such as a WebSocket: a source of truth beside the
 * reads. Declared with {@link JobService.Builder#push}.
 *
 * <p>What arrives is merged with what is read, so a frame may come late, twice, out of order or
 * never: no ending is missed for it. While the source is connected, reads are a slow safety net;
 * when it is lost they become quick; when it is back, every watched job is read once.
 *
 * <p><i>Threading:</i> all methods are called from any thread, one call after the other and under
 * no lock; they must not block. What they throw is logged, and the watch goes on by reads.
 *
 * @param <R> the result of a job
 */
public interface PushSource<R> {
  /**
   * Begins to tell, when the first job is to be watched; after a close, when another is.
   *
   * @param sink hears of the connection and of every frame
   * @return closes the source, when no job is watched any more or the client closes; nothing that
   *     the sink is told afterwards has an effect
   */
  Registration open(PushSink<R> sink);

  /**
   * Asks for the frames of a job, which comes before the job is read. Also called again for every
   * watched job after {@link PushSink#connected()}, since a service forgets subscriptions.
   *
   * @param id the service's id of the job
   */
  void watch(String id);

  /**
   * Tells that the frames of a job are wanted no more.
   *
   * @param id the service's id of the job
   */
  void unwatch(String id);
}
