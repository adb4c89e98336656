package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Future;

/**
 * A request service over WebSockets for tests: it checks tokens and payloads, answers at once or
 * queues, reports progress and results by script, and its sockets can be made to fail.
 *
 * <pre>{@code
 * try (FakeStreamer fake = FakeStreamer.start();
 *     StreamerLine line = StreamerLine.open(fake)) {
 *   fake.nextRequest(StreamerScript.failsThenRetries());
 *   line.askReport("r-1");
 *   line.next();
 *   assertEquals("r-1", fake.requests().get(0).id());
 *   assertEquals(1, fake.accepted("generate_report"));
 * }
 * }</pre>
 *
 * <p>Here {@code StreamerLine} is the code under test; it connects to {@link #url} with {@link
 * StreamerTokens#valid}.
 *
 * <p>A handshake needs a token with three parts and the claims {@code sub} and {@code tenant_id};
 * where it has {@code exp}, {@code nbf} or {@code iat}, they must fit the clock. The token comes in
 * the query or the header {@code Authorization}, with {@code Bearer} before it or not. Its
 * signature is not checked. Refusals are answered 401.
 *
 * <p>{@code health} and {@code echo} are answered at once; {@code generate_report}, {@code
 * process_data} and {@code bulk_operation} are queued and done about 20 ms later, as {@link
 * StreamerScript#quick} says. Refused are a message that is no request and a wrong payload ({@code
 * VALIDATION_ERROR}), an action that nobody knows ({@code INVALID_ACTION}), an id that was taken
 * before ({@code INTERNAL_ERROR}, which never names the request) and what breaks a limit. Frames go
 * to the connection that asked and are lost when it has ended; the work goes on.
 *
 * <p>The {@link #ledger} lists handshakes, and counts every request that was taken as a create.
 *
 * <p><em>Threading:</em> any thread may call anything at any time. One thread sends all frames, so
 * a client that reads nothing can hold up those of others.
 */
public final class FakeStreamer extends FakeService<StreamerOperation> {

  private static final String PATH = "/production";

  private final StreamerBook book = new StreamerBook();
  private final StreamerPlayer player;
  private final FakeSockets sockets;

  private FakeStreamer(FakeStreamerOptions options) {
    super("fake-streamer", PATH, StreamerOperation.ANY);
    StreamerService service = new StreamerService(options);
    player = new StreamerPlayer(new StreamerOutput(options), this::later);
    StreamerGate gate = new StreamerGate(options, service);
    StreamerRouter router = new StreamerRouter(options, gate, book, player, ledger());
    sockets = new FakeSockets("fake-streamer", path -> true, router);
    serve(service, sockets);
  }

  /** Returns a running fake with {@link FakeStreamerOptions#defaults}. */
  public static FakeStreamer start() {
    return start(FakeStreamerOptions.defaults());
  }

  /**
   * Returns a running fake.
   *
   * @param options how it behaves
   */
  public static FakeStreamer start(FakeStreamerOptions options) {
    return new FakeStreamer(options);
  }

  /**
   * Returns where sockets are opened, for example {@code ws://127.0.0.1:41234/production}, with no
   * query. The paths {@code /prod}, {@code /dev}, {@code /staging} and {@code /ws} of the same
   * server do as well; others are answered 403.
   */
  public String url() {
    return "ws" + baseUrl().substring("http".length());
  }

  /** Returns the sockets, and what goes wrong with them; the same object each time. */
  public FakeSockets sockets() {
    return sockets;
  }

  /**
   * Sets the script of the next request that is accepted, whatever it asks for; called again, that
   * of the one after it.
   *
   * @param script what it is answered with
   */
  public void nextRequest(StreamerScript script) {
    book.next(Objects.requireNonNull(script, "script"));
  }

  /**
   * Sets the script of every accepted request for which neither {@link #nextRequest} nor {@link
   * #action} says anything.
   *
   * @param script what they are answered with
   */
  public void everyRequest(StreamerScript script) {
    book.every(Objects.requireNonNull(script, "script"));
  }

  /**
   * Sets the script of one action that {@link #nextRequest} does not set; an action that the
   * service did not know is known from now on, and takes any payload.
   *
   * @param name name of the action
   * @param script what it is answered with
   */
  public void action(String name, StreamerScript script) {
    book.action(Objects.requireNonNull(name, "name"), Objects.requireNonNull(script, "script"));
  }

  /**
   * Returns every request that could be read, in order and refused ones included; {@link
   * #forgetJobs} takes none from it. What could not be read is in {@link FakeSocket#received}.
   */
  public List<StreamerRequest> requests() {
    return book.requests();
  }

  /**
   * Returns how many requests for an action were accepted: answered at once or queued, or taken and
   * never mentioned again.
   *
   * @param action name of the action
   */
  public int accepted(String action) {
    return book.accepted(action);
  }

  /**
   * Forgets the ids of all requests and stops their work, as a service that lost its memory. What
   * was asked stays on record.
   */
  @Override
  public void forgetJobs() {
    book.forget();
    player.forget();
  }

  /** Drops every connection with no close frame, and forgets as {@link #forgetJobs} does. */
  public void restart() {
    forgetJobs();
    sockets.open().forEach(FakeSocket::drop);
  }

  /**
   * Sends a fault of the gateway on every open connection: a frame with no type that names no
   * request of the client.
   *
   * @param message a line for people, for example {@code Internal server error}
   */
  public void gatewayFault(String message) {
    for (FakeSocket socket : sockets.open()) {
      JsonObject frame = new JsonObject();
      frame.addProperty("message", message);
      frame.addProperty("connectionId", "connection-" + socket.id());
      frame.addProperty("requestId", UUID.randomUUID().toString());
      socket.send(frame.toString());
    }
  }

  /** Sends a frame {@code ping} of the service, not of the protocol, on every open connection. */
  public void pingAll() {
    String ping = StreamerFrames.ofType("ping").toString();
    sockets.open().forEach(socket -> socket.send(ping));
  }

  /** The thread of the sockets is also that of the scripts, and ends with them. */
  private Future<?> later(Duration delay, Runnable work) {
    return sockets.later(delay, work);
  }
}
