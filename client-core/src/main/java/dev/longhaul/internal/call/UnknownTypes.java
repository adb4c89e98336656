package dev.longhaul.internal.call;

import dev.longhaul.policy.ClientEvent;

/**
 * Tells of frames whose type nobody knows, once for each type.
 *
 * <p><i>Concurrency:</i> thread-safe; the monitor guards the types.
 */
public final class UnknownTypes {
  /** A longer type is known by its beginning. */
  private static final int LONGEST = 64;

  private final String service;
  private final EventRelay events;
  private final Remembered types = new Remembered();

  /**
   * Makes one.
   *
   * @param service the service's name
   * @param events who hears
   */
  public UnknownTypes(String service, EventRelay events) {
    this.service = service;
    this.events = events;
  }

  /**
   * Takes a frame in.
   *
   * @param type what it calls itself
   * @param length how long it was, in characters
   */
  public void heard(String type, int length) {
    if (isNew(type)) {
      events.tell(new ClientEvent.FrameIgnored(service, "its type is not known", length));
    }
  }

  private synchronized boolean isNew(String type) {
    return types.add(type.length() > LONGEST ? type.substring(0, LONGEST) : type);
  }
}
