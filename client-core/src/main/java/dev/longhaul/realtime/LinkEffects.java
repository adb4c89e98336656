package dev.longhaul.realtime;

import java.util.List;

/** What is to be done. None of it may be done before the call that asks for it has returned. */
interface LinkEffects {
  /** Get the credentials and shake hands. */
  void open(int link);

  /** Send the greeting, and ask for these topics. */
  void greet(int link, List<String> topics);

  /** Send what somebody wants to be sent. */
  void write(int link, Outgoing frame);

  /** Send the protocol's sign of life. */
  void beat(int link);

  /** Ask for a topic, or no more for it. */
  void topic(int link, String topic, boolean wanted);

  /** Close the socket in good order; {@link LinkMachine#gone} is told when that is done. */
  void close(int link, int code);

  /** Drop the socket at once. */
  void drop(int link);

  /** Tell that a socket is ready for use. */
  void connected(int link);

  /** Tell that the socket that was ready is gone; the status was told before. */
  void lost(int link);

  /** Tell {@link LinkMachine#idle} when nothing is in flight. */
  void lookInFlight(int link);

  /** Tell how the connection stands. */
  void tell(ConnectionState state, LinkEnd why, int failures, long nextAttempt);

  /** Tell a sender what became of a frame. */
  void settle(Outgoing frame, SendState end);
}
