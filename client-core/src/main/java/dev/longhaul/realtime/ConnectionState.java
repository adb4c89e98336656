package dev.longhaul.realtime;

/** How a {@link RealtimeConnection} stands. */
public enum ConnectionState {
  /** It tries to open its first socket since it was asked to. */
  CONNECTING,
  /** Its socket is open. */
  CONNECTED,
  /** It lost its socket, or a try to open one failed, and it tries again. */
  RECONNECTING,
  /**
   * The same, where the server is thought to restart: it said so, or gave no sign of life for
   * {@link RealtimeOptions#silenceLimit()}.
   */
  SUSPENDED,
  /** It has no socket and wants none: not asked yet, told to disconnect, or closed. */
  DISCONNECTED,
  /** It gave up and has no socket, until it is asked to connect again. */
  ERROR
}
