package dev.longhaul.testkit;

/**
 * What an HTTP request asks of a {@link FakeStreamer}; what its sockets are asked is listed by
 * {@link FakeStreamer#requests}.
 */
public enum StreamerOperation implements Operation {
  /** A request to open a socket, and any other: the service knows nothing else over HTTP. */
  CONNECT,
  /** Whatever request comes, for faults and counts. No request is recorded under this name. */
  ANY;

  /** Tells that no handshake makes a job. */
  @Override
  public boolean creates() {
    return false;
  }

  @Override
  public boolean covers(Operation asked) {
    return this == ANY || this == asked;
  }
}
