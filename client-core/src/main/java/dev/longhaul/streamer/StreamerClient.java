package dev.longhaul.streamer;

import com.google.gson.JsonElement;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.streamer.model.GenerateReportPayload;
import dev.longhaul.generated.streamer.model.GenerateReportResult;
import dev.longhaul.generated.streamer.model.HealthResult;
import dev.longhaul.generated.streamer.model.ProcessDataPayload;
import dev.longhaul.generated.streamer.model.ProcessDataResult;
import dev.longhaul.internal.call.EventRelay;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.time.Callbacks;
import dev.longhaul.internal.time.Timers;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.realtime.ConnectionState;
import dev.longhaul.realtime.RealtimeConnection;
import dev.longhaul.realtime.RealtimeOptions;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A Streamer server: requests over one WebSocket, each of which is a job. Short ones are answered
 * at once; of long ones the server tells the progress and the end, to the very socket that asked.
 *
 * <p>So a broken connection costs what was at work. A request that the server had not acknowledged
 * ends as <i>uncertain</i> ({@code SubmissionUncertainException}), one that it had as <i>outcome
 * unknown</i> ({@code OutcomeUnknownException}), and neither is sent again, since the server knows
 * no keys and might do the work twice. One that was declared repeatable is asked again, with a new
 * id under the same key, and its handle goes on. What still waited for its turn was never sent and
 * waits on, within the deadline.
 *
 * <p>The server cannot be asked about a job, nor to stop one: {@code cancel} is not supported and
 * sends nothing.
 *
 * <p><i>Threading:</i> thread-safe; open one and share it. Futures and listeners run on the
 * callback executor, or on threads of the client. A request costs no thread.
 *
 * <p><i>Blocking:</i> every method without {@code Async} waits for the server's first answer, at
 * most until the deadline of the options (2 min), which counts from the call, waiting for a turn
 * included.
 *
 * <p><i>Cancellation:</i> a request that waits for its turn is not sent any more. One that was sent
 * keeps its place until the server has answered.
 *
 * <p><i>Errors:</i> {@link InvalidInputException} before anything is sent; what the server declines
 * is an error of the call; what fails later is the outcome of the job.
 */
public final class StreamerClient implements AutoCloseable {

  final Asks asks;
  private final Requests requests;
  private final JobClient<StreamerRequest<?>, Object> jobs;
  private final RealtimeConnection connection;
  private final Callbacks callbacks;
  private final Timers timers;

  private StreamerClient(ClientOptions options, StreamerOptions streamer) {
    WatchOptions watch = options.watch();
    callbacks = Callbacks.on(watch.callbackExecutor().orElse(null));
    timers = Timers.on(watch.scheduler().orElse(null));
    WatchOptions shared =
        watch.toBuilder().callbackExecutor(callbacks).scheduler(timers.scheduler()).build();
    EventRelay events =
        new EventRelay(
            StreamerErrors.SERVICE, options.resilience().listener().orElse(null), callbacks);
    asks = new Asks(options, streamer, events, timers::schedule);
    requests = new Requests(streamer);
    connection =
        RealtimeConnection.open(
            StreamerErrors.SERVICE,
            new StreamerProtocol(asks, shared.clock(), events),
            options.toBuilder().watch(shared).build(),
            unqueued(streamer));
    asks.over(connection);
    connection.listen(
        status -> {
          if (status.state() == ConnectionState.ERROR) {
            asks.failIfGivenUp();
          }
        });
    jobs =
        JobClient.open(
            JobService.<StreamerRequest<?>, Object>builder(StreamerErrors.SERVICE, this::send)
                .kind(request -> request.action().name())
                .deadline(options.resilience().deadline())
                .push(asks.jobs)
                .build(),
            shared);
  }

  /**
   * Requests wait in the client's own queue, never in another, from which they could go too late.
   */
  private static RealtimeOptions unqueued(StreamerOptions streamer) {
    return streamer.realtime().toBuilder().queue(0, streamer.realtime().queueExpiry()).build();
  }

  private CompletableFuture<JobReading<Object>> send(StreamerRequest<?> request, UUID key) {
    return asks.submit(requests.ask(request, key));
  }

  /** Returns a client with the usual options; see {@link #open(ClientOptions, StreamerOptions)}. */
  public static StreamerClient open(ClientOptions options) {
    return open(options, StreamerOptions.defaults());
  }

  /**
   * Returns a client. Sends nothing: it connects with the first request.
   *
   * @param options where the server is, with its path ({@code wss://host/production}), and as whom
   *     to call it, by a JSON Web Token that is looked at before it is sent. Of their resilience
   *     count the deadline, the retries and the back-off (for repeatable requests), and the
   *     listener
   * @param streamer what is peculiar to that server
   */
  public static StreamerClient open(ClientOptions options, StreamerOptions streamer) {
    return new StreamerClient(options, streamer);
  }

  /**
   * Returns a client with the options that the environment sets: {@code
   * LONGHAUL_STREAMER_BASE_URL}, {@code _TOKEN}, {@code _TIMEOUT}, {@code _MAX_RETRIES} and {@code
   * _RETRY_DELAY}; see {@link ClientOptions#fromEnvironment}. Sends nothing.
   */
  public static StreamerClient fromEnvironment() {
    return open(ClientOptions.fromEnvironment("STREAMER").build());
  }

  /**
   * Sends a request, and returns its handle when the server has taken it, or done it.
   *
   * @param request what to do
   * @param <T> the result
   * @throws InterruptedException when the thread is interrupted; it may have been taken
   */
  public <T> JobHandle<T> request(StreamerRequest<T> request) throws InterruptedException {
    UUID key = request.key().orElse(null);
    return typed(key == null ? jobs.submit(request) : jobs.submit(request, key));
  }

  /** Returns a future of the handle of a request; see {@link #request(StreamerRequest)}. */
  public <T> CompletableFuture<JobHandle<T>> requestAsync(StreamerRequest<T> request) {
    UUID key = request.key().orElse(null);
    CompletableFuture<JobHandle<Object>> handle =
        Guarded.call(
            () -> key == null ? jobs.submitAsync(request) : jobs.submitAsync(request, key));
    return LinkedFuture.map(handle, StreamerClient::typed);
  }

  /** The result was made to be of the type of the request's action. */
  @SuppressWarnings("unchecked")
  private static <T> JobHandle<T> typed(JobHandle<Object> handle) {
    return (JobHandle<T>) (JobHandle<?>) handle;
  }

  /**
   * Sends a request, and returns its handle, whose result is JSON.
   *
   * @param action what to do, as the server calls it
   * @param payload what the action needs; see {@link StreamerRequest.Builder#payload}
   * @throws InterruptedException when the thread is interrupted; it may have been taken
   */
  public JobHandle<JsonElement> request(String action, Object payload) throws InterruptedException {
    return request(StreamerAction.of(action), payload);
  }

  /** Returns a future of the handle of a request; see {@link #request(String, Object)}. */
  public CompletableFuture<JobHandle<JsonElement>> requestAsync(String action, Object payload) {
    return Guarded.call(() -> requestAsync(StreamerAction.of(action), payload));
  }

  /**
   * Sends a request of a described action, and returns its handle.
   *
   * @param action what to do
   * @param payload what the action needs; see {@link StreamerRequest.Builder#payload}
   * @param <T> the result
   * @throws InterruptedException when the thread is interrupted; it may have been taken
   */
  public <T> JobHandle<T> request(StreamerAction<T> action, Object payload)
      throws InterruptedException {
    return request(StreamerRequest.builder(action).payload(payload).build());
  }

  /** Returns a future of the handle of a request; see {@link #request(StreamerAction, Object)}. */
  public <T> CompletableFuture<JobHandle<T>> requestAsync(
      StreamerAction<T> action, Object payload) {
    return Guarded.call(
        () -> requestAsync(StreamerRequest.builder(action).payload(payload).build()));
  }

  /**
   * Asks for a report of at most 365 days, and returns the handle.
   *
   * @param payload which; sent with full times where the options say {@code ROUTER}
   * @throws InterruptedException when the thread is interrupted; it may have been taken
   */
  public JobHandle<GenerateReportResult> generateReport(GenerateReportPayload payload)
      throws InterruptedException {
    return request(StreamerAction.GENERATE_REPORT, payload);
  }

  /** Returns a future of the handle of a report; see {@link #generateReport}. */
  public CompletableFuture<JobHandle<GenerateReportResult>> generateReportAsync(
      GenerateReportPayload payload) {
    return requestAsync(StreamerAction.GENERATE_REPORT, payload);
  }

  /**
   * Asks for data to be run through a model, and returns the handle. Where the options say {@code
   * ROUTER}, {@link #request(StreamerAction, Object)} takes a {@code ProcessDataRouterPayload}.
   *
   * @param payload which data, and how
   * @throws InterruptedException when the thread is interrupted; it may have been taken
   */
  public JobHandle<ProcessDataResult> processData(ProcessDataPayload payload)
      throws InterruptedException {
    return request(StreamerAction.PROCESS_DATA, payload);
  }

  /** Returns a future of the handle of a data run; see {@link #processData}. */
  public CompletableFuture<JobHandle<ProcessDataResult>> processDataAsync(
      ProcessDataPayload payload) {
    return requestAsync(StreamerAction.PROCESS_DATA, payload);
  }

  /**
   * Returns how the server does, as it says itself; its time is ISO text or Unix seconds.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public HealthResult health() throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    return LinkedFuture.await(askHealth());
  }

  /** Returns a future of how the server does; see {@link #health()}. */
  public CompletableFuture<HealthResult> healthAsync() {
    return LinkedFuture.on(callbacks, askHealth());
  }

  private CompletableFuture<HealthResult> askHealth() {
    StreamerRequest<HealthResult> request = StreamerRequest.builder(StreamerAction.HEALTH).build();
    Ask ask = requests.ask(request, UUID.randomUUID());
    return LinkedFuture.map(
        asks.submit(ask), reading -> asks.atOnce(ask, reading, HealthResult.class));
  }

  /** Returns the connection: how it stands, and who hears of it. Closed with the client. */
  public RealtimeConnection connection() {
    return connection;
  }

  /**
   * Closes the connection. Requests that wait end with {@code ClientClosedException}, those that
   * were sent and not answered as uncertain, and so do watches; what the server has goes on there.
   *
   * <p><i>Blocking:</i> up to 5 s, for the server's farewell and for callbacks under way.
   */
  @Override
  public void close() {
    asks.close();
    jobs.close();
    connection.close();
    timers.close();
    callbacks.close();
  }

  /** Returns the server and how the connection stands; never the query of the URL. */
  @Override
  public String toString() {
    return "StreamerClient[" + connection + "]";
  }
}
