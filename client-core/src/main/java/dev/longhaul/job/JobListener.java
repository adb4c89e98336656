package dev.longhaul.job;

/**
 * Hears what happens to a job.
 *
 * <p><i>Threading:</i> called on the client's callback executor, never by two threads at once, each
 * event in order. A listener may block or throw: that hurts no other listener and changes no
 * outcome. While it is busy its progress is conflated to the newest; what it throws is logged and
 * the next event is delivered all the same.
 */
@FunctionalInterface
public interface JobListener {
  /**
   * Called for each event.
   *
   * @param event what happened; look at the kinds with {@code instanceof} and ignore those you do
   *     not know
   */
  void onEvent(JobEvent event);
}
