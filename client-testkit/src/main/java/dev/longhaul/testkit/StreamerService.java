package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.HttpReader.Body;
import java.time.InstantSource;

/** What the service says over HTTP: that it has nothing to say there. */
final class StreamerService implements Exchange.Service, ErrorAnswers {

  private final FakeStreamerOptions options;

  StreamerService(FakeStreamerOptions options) {
    this.options = options;
  }

  @Override
  public Operation operation(String method, String rawPath) {
    return StreamerOperation.CONNECT;
  }

  @Override
  public int bodyLimit() {
    return 0;
  }

  /** Comes only when a fault turns a handshake into plain HTTP. */
  @Override
  public WireAnswer answer(ReceivedRequest request, Body body) {
    return plain(426, "This path takes WebSockets only");
  }

  @Override
  public ErrorAnswers errors() {
    return this;
  }

  @Override
  public InstantSource clock() {
    return options.clock;
  }

  @Override
  public WireAnswer plain(int status, String message) {
    return coded(status, status == 401 ? "UNAUTHORIZED" : "INTERNAL_ERROR", message);
  }

  @Override
  public WireAnswer coded(int status, String code, String message) {
    JsonObject body = new JsonObject();
    body.addProperty("error", message);
    body.addProperty("code", code);
    return WireAnswer.json(status, body);
  }
}
