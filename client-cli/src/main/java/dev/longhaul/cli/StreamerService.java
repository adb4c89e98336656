package dev.longhaul.cli;

import com.google.gson.JsonElement;
import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.realtime.ConnectionState;
import dev.longhaul.realtime.ConnectionStatus;
import dev.longhaul.realtime.RealtimeConnection;
import dev.longhaul.streamer.StreamerClient;
import dev.longhaul.streamer.StreamerRequest;
import java.nio.file.Path;
import java.util.Optional;

/** A Streamer server, which forgets a request together with the connection that asked. */
final class StreamerService implements Service<JsonElement> {
  private static final String GONE =
      "The service tells of a request only to the connection that asked for it.";

  private final StreamerClient client;
  private final Display display;
  private volatile boolean connected; // written by one thread at a time

  StreamerService(StreamerClient client, Display display) {
    this.client = client;
    this.display = display;
    client.connection().listen(this::hear); // until the client is closed
  }

  private void hear(ConnectionStatus status) {
    connected |= status.state() == ConnectionState.CONNECTED;
  }

  /** Returns the handle of a request that the service has taken. */
  JobHandle<JsonElement> submit(StreamerRequest<JsonElement> request) throws InterruptedException {
    try {
      return client.request(request);
    } catch (InterruptedException pressed) {
      client.close(); // after that every status was heard
      throw connected ? pressed : neverSent();
    } catch (InvalidInputException wrong) {
      throw wrong.field().equals("payload") ? CommandFailure.usage(wrong, "--payload") : wrong;
    } catch (LonghaulException error) {
      throw new CommandFailure(code(error), Trouble.line(error), "", error);
    }
  }

  /** Without the doubt that an interrupt of a submission brings along. */
  private static InterruptedException neverSent() {
    return new InterruptedException();
  }

  /**
   * What the service itself answered with an error frame has failed, even where the work may have
   * begun; a token with a flaw that shows before it is sent is a wrong input.
   */
  private int code(LonghaulException error) {
    CallFacts facts = error.facts();
    boolean handshake = facts.status().isPresent();
    if (!handshake && (facts.reach() == Reach.DECLINED || facts.serverCode().isPresent())) {
      return ExitCode.JOB_FAILED;
    }
    boolean closed = client.connection().status().closeCode().isPresent();
    boolean flawed = error instanceof CredentialsException && !handshake && !closed;
    return flawed ? ExitCode.WRONG_USAGE : Trouble.of(error).code();
  }

  @Override
  public Optional<RealtimeConnection> connection() {
    return Optional.of(client.connection());
  }

  @Override
  public JobHandle<JsonElement> attach(String id) {
    throw CommandFailure.usage(GONE);
  }

  @Override
  public Facts status(String id) {
    throw CommandFailure.usage(GONE);
  }

  @Override
  public CancelResult<JsonElement> cancel(String id) {
    throw CommandFailure.usage(GONE);
  }

  @Override
  public Optional<String> whyNotCancelled() {
    return Optional.of("The service has no way to stop a request, so it goes on.");
  }

  /** Writes the result to where results go; there are no files. */
  @Override
  public void save(String id, JsonElement result, Path nowhere) {
    display.result(Printable.json(result.toString()));
  }

  @Override
  public void close() {
    client.close();
  }
}
