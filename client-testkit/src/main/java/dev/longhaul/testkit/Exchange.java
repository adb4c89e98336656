package dev.longhaul.testkit;

import java.io.IOException;
import java.time.Duration;

/** One request that has been read, and the ways to treat it. */
final class Exchange {

  /** What stands behind the wire. */
  interface Service {

    /**
     * Acts on a request.
     *
     * @param bodyBytes how long the body was; its text may be cut
     */
    WireAnswer answer(ReceivedRequest request, long bodyBytes);

    ErrorAnswers errors();
  }

  private final WireConnection connection;
  private final ReceivedRequest request;
  private final long bodyBytes;
  private final Service service;

  Exchange(WireConnection connection, ReceivedRequest request, long bodyBytes, Service service) {
    this.connection = connection;
    this.request = request;
    this.bodyBytes = bodyBytes;
    this.service = service;
  }

  WireAnswer process() {
    return service.answer(request, bodyBytes);
  }

  ErrorAnswers errors() {
    return service.errors();
  }

  void send(WireAnswer answer) throws IOException {
    answer.writeTo(connection.out());
  }

  void sendHead(WireAnswer answer) throws IOException {
    answer.writeHeadTo(connection.out());
    connection.reset();
  }

  void sendHalf(WireAnswer answer) throws IOException {
    answer.writeHalfTo(connection.out());
    connection.close();
  }

  void sendRaw(byte[] bytes) throws IOException {
    connection.out().write(bytes);
    connection.out().flush();
    connection.close();
  }

  void reset() throws IOException {
    connection.reset();
  }

  void end() {
    connection.close();
  }

  void stall() throws IOException {
    connection.awaitHangUp();
    connection.close();
  }

  void pause(Duration length) throws IOException {
    connection.pause(length);
  }
}
