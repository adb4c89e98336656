package dev.longhaul.realtime;

/**
 * Why a {@link RealtimeConnection} is in its state. Close codes are those of RFC 6455; none of the
 * services documents its own.
 */
public enum ConnectionReason {
  /** Nobody has asked it to connect. */
  NOT_ASKED,
  /** Somebody asked it to connect or reconnect. */
  ASKED,
  /** The handshake was answered: the socket is open. */
  OPENED,
  /** Somebody asked it to disconnect. */
  TOLD_TO,
  /** Somebody closed it for good. No status comes after this one. */
  CLOSED,
  /** The server could not be reached, or did not answer the handshake in time. */
  UNREACHABLE,
  /** The server answered the handshake with an HTTP status that will pass, such as 503. */
  NOT_NOW,
  /** The server answered the handshake with an HTTP status that will not pass, such as 404. */
  HANDSHAKE_REFUSED,
  /** The credentials were refused, by 401, 403 or close code 4401 or 4403, or could not be had. */
  CREDENTIALS,
  /** The socket broke without a close handshake. */
  LOST,
  /** No frame came for longer than {@link RealtimeOptions#silenceLimit()}. */
  SILENT,
  /** The server said that it restarts, by close code 1012 or a frame. */
  RESTARTING,
  /** The server goes away or is in trouble: close codes 1001, 1011, 1013, 1014. */
  GOING_AWAY,
  /** The server closed the socket in good order: close codes 1000 and 1005, or one it means so. */
  ENDED_BY_SERVER,
  /** The server takes what it got for an offence: close codes 1002, 1003, 1007, 1008, 1010. */
  POLICY,
  /** A message was too big, for the server (close code 1009) or for us. */
  TOO_BIG,
  /** The socket nears the end of the life that the service grants it, and is replaced. */
  RENEWAL
}
