package dev.longhaul.policy;

/**
 * Hears what a client does on the way of its calls.
 *
 * <p><i>Threading:</i> called on the client's callback executor, one event at a time, in order. A
 * listener that is slow or throws hurts nobody: calls never wait for it, what it throws is logged,
 * and the next event is delivered all the same. At most 1,024 events wait; beyond that they are
 * dropped, and {@link ClientEvent.Missed} tells how many.
 */
@FunctionalInterface
public interface ClientEventListener {
  /**
   * Called for each event.
   *
   * @param event what happened; look at the kinds with {@code instanceof} and ignore those you do
   *     not know
   */
  void on(ClientEvent event);
}
