package dev.longhaul.testkit;

import dev.longhaul.testkit.HttpReader.Body;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/** One request that has been read, and the ways to treat it. */
final class Exchange {

  /** What stands behind the wire. */
  interface Service {

    /** What a request asks for, by its method and its path as it came, still escaped. */
    Operation operation(String method, String rawPath);

    /** The longest body that is looked at, in bytes. */
    int bodyLimit();

    /**
     * Acts on a request.
     *
     * @param body its body; cut one byte beyond the limit, with its true length
     */
    WireAnswer answer(ReceivedRequest request, Body body);

    ErrorAnswers errors();

    /** The clock of the service, which also dates its answers. */
    InstantSource clock();
  }

  private final WireConnection connection;
  private final ReceivedRequest request;
  private final Body body;
  private final Service service;

  Exchange(WireConnection connection, ReceivedRequest request, Body body, Service service) {
    this.connection = connection;
    this.request = request;
    this.body = body;
    this.service = service;
  }

  WireAnswer process() {
    return service.answer(request, body);
  }

  ErrorAnswers errors() {
    return service.errors();
  }

  void send(WireAnswer answer) throws IOException {
    dated(answer).writeTo(connection.out());
  }

  void sendHead(WireAnswer answer) throws IOException {
    dated(answer).writeHeadTo(connection.out());
    connection.reset();
  }

  void sendHalf(WireAnswer answer) throws IOException {
    dated(answer).writeHalfTo(connection.out());
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

  private WireAnswer dated(WireAnswer answer) {
    return answer.at(service.clock().instant());
  }
}
