package dev.longhaul.sora;

import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCharacter;
import dev.longhaul.generated.sora.model.VideoDeleted;
import dev.longhaul.generated.sora.model.VideoVariant;
import dev.longhaul.internal.call.SubmissionDoubt;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.Dated;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.Pages;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.transfer.DownloadedFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A video server with the paths of {@code /v1/videos}: makes videos, watches them, and fetches
 * their files. OpenAI, whose paths these are, announced the end of its own endpoint for 2026-09-24,
 * so the base URL is always the caller's choice.
 *
 * <p>The files of a video last about an hour; {@link Video#getExpiresAt()} tells until when, where
 * the server does. Download them before.
 *
 * <p><i>Threading:</i> thread-safe; open one and share it. Futures complete on the callback
 * executor, if the options name one; else those of a job on threads of the client, and the others
 * on the network thread that read the answer.
 *
 * <p><i>Blocking:</i> every method without {@code Async} waits for the server's answer, at most
 * until the deadline of the options (2 min). What failed is repeated as {@link
 * dev.longhaul.policy.ResilienceOptions} say, and a submission only if it cannot run twice. Files
 * that go along are looked at on the caller's thread.
 *
 * <p><i>Cancellation:</i> an interrupt ends a submission, a cancellation and a download at once,
 * and a read at the next step of the network. Cancelling a future ends its request at once.
 *
 * <p><i>Errors:</i> subclasses of {@code LonghaulException}, one for each remedy. An id may hold
 * any character; one that would change the path of the request is refused.
 */
public final class SoraClient implements AutoCloseable {
  private static final Duration PACE = Duration.ofSeconds(10);

  private final VideoServer server;
  private final JobClient<VideoRequest, Video> jobs;

  private SoraClient(VideoServer server, JobClient<VideoRequest, Video> jobs) {
    this.server = server;
    this.jobs = jobs;
  }

  /** Returns a client with the usual options; see {@link #open(ClientOptions, SoraOptions)}. */
  public static SoraClient open(ClientOptions options) {
    return open(options, SoraOptions.defaults());
  }

  /**
   * Returns a client. Sends nothing. Videos are read every 10 s unless the options set a pace.
   *
   * @param options where the server is, as whom to call it, and the limits; the base URL ends in
   *     {@code /v1} at most servers
   * @param soraOptions what is peculiar to that server
   */
  public static SoraClient open(ClientOptions options, SoraOptions soraOptions) {
    HttpTransport transport = new HttpTransport(VideoServer.SERVICE, options);
    VideoServer server = new VideoServer(transport, soraOptions, CallOptions.defaults());
    WatchOptions watch = transport.watch().usualPace(PACE, 1, PACE).build();
    return new SoraClient(server, JobClient.open(new VideoCalls(server).asJobService(), watch));
  }

  /**
   * Returns a client with the options that the environment sets: {@code LONGHAUL_SORA_BASE_URL},
   * {@code _TOKEN}, {@code _TIMEOUT}, {@code _MAX_RETRIES} and {@code _RETRY_DELAY}; see {@link
   * ClientOptions#fromEnvironment}. Sends nothing.
   */
  public static SoraClient fromEnvironment() {
    return open(ClientOptions.fromEnvironment("SORA").build());
  }

  /**
   * Returns a view of this client whose calls, and those of the handles that it gives, run under
   * other options. Both are one client: they share every limit, and closing either closes both.
   */
  public SoraClient with(CallOptions options) {
    VideoServer other = server.with(options);
    return new SoraClient(other, jobs.with(new VideoCalls(other).asJobService()));
  }

  /**
   * Submits a request, and returns the handle of the video when the server has accepted it; see
   * {@link JobClient#submit(Object)}. The handle watches it from then on. The key goes along as the
   * {@code Idempotency-Key} header.
   *
   * @param request what to make
   * @throws InterruptedException when the thread is interrupted; it may have been accepted
   */
  public JobHandle<Video> submit(VideoRequest request) throws InterruptedException {
    return jobs.submit(VideoRules.required("request", request));
  }

  /**
   * Submits a request under a key that the caller keeps; see {@link JobClient#submit(Object,
   * UUID)}.
   *
   * @param key the same for the same video, however often it is submitted
   * @throws InterruptedException when the thread is interrupted; it may have been accepted
   */
  public JobHandle<Video> submit(VideoRequest request, UUID key) throws InterruptedException {
    return jobs.submit(VideoRules.required("request", request), key);
  }

  /** Returns a future of the handle of a submitted video; see {@link #submit(VideoRequest)}. */
  public CompletableFuture<JobHandle<Video>> submitAsync(VideoRequest request) {
    return Guarded.call(() -> jobs.submitAsync(VideoRules.required("request", request)));
  }

  /**
   * Returns a future of the handle of a video submitted under a key that the caller keeps; see
   * {@link #submit(VideoRequest, UUID)}.
   */
  public CompletableFuture<JobHandle<Video>> submitAsync(VideoRequest request, UUID key) {
    return Guarded.call(() -> jobs.submitAsync(VideoRules.required("request", request), key));
  }

  /**
   * Returns a handle of a video that was submitted elsewhere, and begins to watch it; see {@link
   * JobClient#attach}.
   */
  public JobHandle<Video> attach(String id) {
    return jobs.attach(PathId.required("id", id));
  }

  /** Returns what the server says about a video now; {@link Video#unknown()} has its own fields. */
  public Video status(String id) throws InterruptedException {
    return server.read(PathId.required("id", id)).run();
  }

  /** Returns a future of what the server says about a video now. */
  public CompletableFuture<Video> statusAsync(String id) {
    return server.transport().given(server.read(PathId.required("id", id)).startForCaller());
  }

  /**
   * Asks the server to stop a video, and returns what came of it; see {@link JobHandle#cancel()}.
   * Where {@link SoraOptions#deletion()} is not {@link SoraOptions.Deletion#STOPS}, that is {@code
   * NotSupported}, and nothing is sent. Where it is, the video is read first, and one that has
   * ended is left alone.
   *
   * @throws InterruptedException when the thread is interrupted; the request may have been sent
   */
  public CancelResult<Video> cancel(String id) throws InterruptedException {
    return jobs.cancel(PathId.required("id", id));
  }

  /** Returns a future of what came of asking the server to stop a video; see {@link #cancel}. */
  public CompletableFuture<CancelResult<Video>> cancelAsync(String id) {
    return jobs.cancelAsync(PathId.required("id", id));
  }

  /**
   * Destroys a video with all its files, a finished one too, and returns what the server said of
   * it; fields that it does not tell are null. One that is being made may be refused, stopped, or
   * go on and cost although its record is gone: that is for the server's documentation to say.
   *
   * @throws InterruptedException when the thread is interrupted; the video may be gone
   */
  public VideoDeleted delete(String id) throws InterruptedException {
    return server.delete(PathId.required("id", id)).run();
  }

  /**
   * Destroys a video with all its files, a finished one too, and returns a future of what the
   * server said of it; see {@link #delete}.
   */
  public CompletableFuture<VideoDeleted> deleteAsync(String id) {
    return server.transport().given(server.delete(PathId.required("id", id)).startForCaller());
  }

  /**
   * Returns the videos of the account, newest first, page by page. Videos may hold fewer fields
   * than {@link #status} gives; none comes twice within 1,000.
   *
   * <p><i>Errors:</i> {@code InvalidInputException} for {@link SoraOptions.Dialect#SEED}, which has
   * no list.
   *
   * @param pageSize the most videos on a page, 1 to 100
   */
  public Pages<Video> videos(int pageSize) {
    server.rules().checkPages(pageSize);
    return new CursorPages(
        after -> LinkedFuture.map(server.list(pageSize, after).start(), Dated::value),
        server.transport().completing());
  }

  /**
   * Saves one file of a finished video, and returns where it is. It is streamed to a file beside
   * its target and moved into place when whole; a file that exists is never written over, the new
   * one gets a number instead. Credentials go to the configured server only.
   *
   * <p><i>Errors:</i> {@code RefusedException} when the video is not done; {@code
   * NotFoundException} when it was not made, when its files have expired, and when there is no such
   * variant; {@code DownloadFailedException} for trouble on this side; {@code
   * UnexpectedAnswerException} when text comes in place of the file.
   *
   * @param id the video's id
   * @param variant the video, its thumbnail or its sprite sheet
   * @param file where to save it; its folder is made if it does not exist
   * @throws InterruptedException when the thread is interrupted; nothing half-written is left
   */
  public DownloadedFile download(String id, VideoVariant variant, Path file)
      throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    return LinkedFuture.await(new VideoFile(server, id, variant, file).save());
  }

  /** Returns a future of one saved file of a finished video; see {@link #download}. */
  public CompletableFuture<DownloadedFile> downloadAsync(
      String id, VideoVariant variant, Path file) {
    return server.transport().given(new VideoFile(server, id, variant, file).save());
  }

  /**
   * Makes a character that later videos can show, and returns it when the server has. It is not
   * made twice: {@code SubmissionUncertainException} says that it may be there.
   *
   * @param name 1 to 80 characters
   * @param video an mp4 file that shows it, not empty; a large one takes longer than the 30 s that
   *     an attempt to create has: raise {@code createTimeout}
   * @throws InterruptedException when the thread is interrupted; it may have been made
   */
  public VideoCharacter createCharacter(String name, Path video) throws InterruptedException {
    UUID key = UUID.randomUUID();
    return SubmissionDoubt.await(
        server.characterCreation(key), () -> server.makeCharacter(name, video, key));
  }

  /** Returns a future of a character that later videos can show; see {@link #createCharacter}. */
  public CompletableFuture<VideoCharacter> createCharacterAsync(String name, Path video) {
    return server
        .transport()
        .given(Guarded.call(() -> server.makeCharacter(name, video, UUID.randomUUID())));
  }

  /** Returns one character. */
  public VideoCharacter character(String id) throws InterruptedException {
    return server.character(id).run();
  }

  /** Returns a future of one character. */
  public CompletableFuture<VideoCharacter> characterAsync(String id) {
    return server.transport().given(server.character(id).startForCaller());
  }

  /**
   * Returns whether the server is up and takes the credentials, by one {@linkplain
   * SoraOptions#probe() probe}. A server that is down is a value here, not an error. Limits of the
   * client, and a token that could not be had, are errors: they tell nothing of it.
   */
  public SoraHealth health() throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    return LinkedFuture.await(HealthProbe.of(server));
  }

  /** Returns a future of whether the server is up; see {@link #health}. */
  public CompletableFuture<SoraHealth> healthAsync() {
    return server.transport().given(HealthProbe.of(server));
  }

  /**
   * Ends every watch, wait and request with {@code ClientClosedException}; the videos go on.
   * Threads, connections and timers of the client are gone afterwards; an HTTP client, scheduler or
   * executor from the options is left as it was. Calling it again does nothing.
   *
   * <p><i>Blocking:</i> up to 4 s, for callbacks that are under way; those that take longer are
   * interrupted.
   */
  @Override
  public void close() {
    jobs.close();
    server.transport().close();
  }
}
