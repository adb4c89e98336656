package dev.longhaul.testkit;

import dev.longhaul.testkit.HttpReader.Body;
import dev.longhaul.testkit.HttpReader.RequestLine;
import dev.longhaul.testkit.WireFault.Reads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP/1.1 on a connection: reads each request, writes it down, and lets a fault treat it. A
 * handshake at a path of the service's sockets is theirs, unless a fault meets it.
 */
final class FaultyConversation implements LoopbackServer.Conversation {

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final FaultPlan faults;
  private final RequestLedger ledger;
  private final Exchange.Service service;
  private final @Nullable FakeSockets sockets;

  /** Without sockets, every request is one of HTTP. */
  FaultyConversation(
      FaultPlan faults,
      RequestLedger ledger,
      Exchange.Service service,
      @Nullable FakeSockets sockets) {
    this.faults = faults;
    this.ledger = ledger;
    this.service = service;
    this.sockets = sockets;
  }

  @Override
  public void hold(WireConnection connection) throws IOException {
    // One byte more than any body that is looked at, so that a body too long is seen to be.
    HttpReader reader = new HttpReader(connection.in(), service.bodyLimit() + 1);
    RequestLine line = reader.requestLine();
    while (line != null) {
      if (!serve(line, reader, connection)) {
        return;
      }
      line = reader.requestLine();
    }
  }

  /** Returns whether the connection stays open. */
  private boolean serve(RequestLine line, HttpReader reader, WireConnection connection)
      throws IOException {
    Operation operation = service.operation(line.method(), line.path());
    WireFault fault = faults.next(operation);
    if (fault.reads() == Reads.LINE) {
      return drop(received(operation, line, Map.of(), "", connection), connection);
    }
    Map<String, List<String>> headers = reader.headers();
    if (fault.reads() == Reads.HEAD) {
      return drop(received(operation, line, headers, "", connection), connection);
    }
    if (HttpReader.first(headers, "Expect").equalsIgnoreCase("100-continue")) {
      connection.out().write(CONTINUE);
      connection.out().flush();
    }
    Body body = reader.body(headers);
    ReceivedRequest request = received(operation, line, headers, body.text(), connection);
    ledger.add(request);
    if (sockets != null && fault == WireFault.NONE && sockets.serves(line.path())) {
      sockets.hold(connection, request);
      return false;
    }
    fault.apply(new Exchange(connection, request, body, service));
    return !HttpReader.first(headers, "Connection").equalsIgnoreCase("close");
  }

  private boolean drop(ReceivedRequest request, WireConnection connection) throws IOException {
    ledger.add(request);
    connection.reset();
    return false;
  }

  private ReceivedRequest received(
      Operation operation,
      RequestLine line,
      Map<String, List<String>> headers,
      String body,
      WireConnection connection) {
    Instant now = service.clock().instant();
    return new ReceivedRequest(
        operation, line.method(), line.target(), headers, body, now, connection.id());
  }
}
