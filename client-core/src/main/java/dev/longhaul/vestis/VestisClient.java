package dev.longhaul.vestis;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.vestis.model.Generation;
import dev.longhaul.generated.vestis.model.Job;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.internal.future.Guarded;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.HttpCall;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.Pages;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.transfer.DownloadedFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Vestis: submits images to be made, watches and cancels them, lists what was made, and fetches it.
 *
 * <p>A job is read after 1 s, then ever more slowly, up to every 5 s, unless the options set a
 * pace. The service tells no percent, except on the routes of its features. A submission whose
 * answer was lost is looked for in the list of jobs, which shows no content: it is found only where
 * {@link VestisOptions.Builder#onlyWriter()} is declared, and reported as uncertain elsewhere.
 *
 * <p><i>Threading:</i> thread-safe; open one and share it. Futures complete on the callback
 * executor, if the options name one; else those of a job on threads of the client, and the others
 * on the network thread that read the answer.
 *
 * <p><i>Blocking:</i> every method without {@code Async} waits for the service's answer, at most
 * until the deadline of the options (2 min).
 *
 * <p><i>Cancellation:</i> an interrupt ends a submission, a cancellation and a download at once, a
 * read at the next step of the network. Cancelling a future ends its request at once.
 *
 * <p><i>Errors:</i> subclasses of {@code LonghaulException}, one for each remedy; {@code
 * QuotaExhaustedException} when the credits do not suffice. An id is any text that the service
 * gave; one that would change the path of the request is refused.
 */
public final class VestisClient implements AutoCloseable {
  static final String SERVICE = "vestis";

  private final HttpTransport images;
  private final VestisCalls calls;
  private final VestisRoutes routes;
  private final JobClient<ImageRequest, JobResult> jobs;

  private VestisClient(
      HttpTransport images, VestisCalls calls, JobClient<ImageRequest, JobResult> jobs) {
    this.images = images;
    this.calls = calls;
    this.jobs = jobs;
    routes = calls.routes();
  }

  /**
   * Returns a client of a usual server. Sends nothing.
   *
   * @param options where the service is (its URL ends in {@code /api/v1}), as whom to call it, and
   *     the limits
   */
  public static VestisClient open(ClientOptions options) {
    return open(options, VestisOptions.defaults());
  }

  /**
   * Returns a client. Sends nothing.
   *
   * @param options where the service is, as whom to call it, and the limits
   * @param vestisOptions what is peculiar to that server
   */
  public static VestisClient open(ClientOptions options, VestisOptions vestisOptions) {
    HttpTransport transport = new HttpTransport(SERVICE, options);
    VestisCalls calls =
        new VestisCalls(new VestisRoutes(transport, vestisOptions, CallOptions.defaults()));
    WatchOptions watch =
        transport.watch().usualPace(Duration.ofSeconds(1), 1.2, Duration.ofSeconds(5)).build();
    ClientOptions anonymous =
        options.toBuilder().credentials(Credentials.none()).watch(watch).build();
    return new VestisClient(
        new HttpTransport(SERVICE, anonymous), calls, JobClient.open(calls.asJobService(), watch));
  }

  /**
   * Returns a client with the options that the environment sets: {@code LONGHAUL_VESTIS_BASE_URL},
   * {@code _TOKEN}, {@code _TIMEOUT}, {@code _MAX_RETRIES} and {@code _RETRY_DELAY}; see {@link
   * ClientOptions#fromEnvironment}. Sends nothing.
   */
  public static VestisClient fromEnvironment() {
    return open(ClientOptions.fromEnvironment("VESTIS").build());
  }

  /**
   * Returns a view of this client whose calls, and those of the handles that it gives, run under
   * other options. Both are one client: they share every limit, and closing either closes both.
   *
   * @param options what the calls do differently
   */
  public VestisClient with(CallOptions options) {
    VestisCalls other = new VestisCalls(routes.with(options));
    return new VestisClient(images, other, jobs.with(other.asJobService()));
  }

  /** Returns the jobs of a kind, or of any where the server asks for none. */
  private JobClient<ImageRequest, JobResult> jobs(@Nullable ImageKind kind) {
    return kind == null || !routes.options().needsKind()
        ? jobs
        : jobs.with(calls.of(kind).asJobService());
  }

  private void requireNoKind(String instead) {
    if (routes.options().needsKind()) {
      throw InvalidInputException.of(
          "kind", "is missing, and the status path holds {feature}", "Call " + instead + ".");
    }
  }

  /**
   * Submits an image, and returns the handle of its job when the service has accepted it; see
   * {@link JobClient#submit(Object)}. The handle watches the job from then on. An image that the
   * service gives at once is a job that has ended, which may have no id.
   *
   * @throws InterruptedException when the thread is interrupted; the job may have been accepted
   */
  public JobHandle<JobResult> submit(ImageRequest image) throws InterruptedException {
    return jobs(image.kind()).submit(image);
  }

  /**
   * Submits an image under a key that the caller keeps; see {@link JobClient#submit(Object, UUID)}.
   *
   * @param key the same for the same image, however often it is submitted
   * @throws InterruptedException when the thread is interrupted; the job may have been accepted
   */
  public JobHandle<JobResult> submit(ImageRequest image, UUID key) throws InterruptedException {
    return jobs(image.kind()).submit(image, key);
  }

  /** Returns a future of the handle of a submitted image; see {@link #submit(ImageRequest)}. */
  public CompletableFuture<JobHandle<JobResult>> submitAsync(ImageRequest image) {
    return Guarded.call(() -> jobs(image.kind()).submitAsync(image));
  }

  /**
   * Returns a future of the handle of an image submitted under a key that the caller keeps; see
   * {@link JobClient#submitAsync(Object, UUID)}.
   */
  public CompletableFuture<JobHandle<JobResult>> submitAsync(ImageRequest image, UUID key) {
    return Guarded.call(() -> jobs(image.kind()).submitAsync(image, key));
  }

  /**
   * Returns a handle of a job that was submitted elsewhere, and begins to watch it; see {@link
   * JobClient#attach}. Where the status path holds {@code {feature}}, the kind has to be told.
   */
  public JobHandle<JobResult> attach(String id) {
    requireNoKind("attach(id, kind)");
    return jobs.attach(PathId.required("id", id));
  }

  /** Returns a handle of a job of a known kind that was submitted elsewhere. */
  public JobHandle<JobResult> attach(String id, ImageKind kind) {
    return jobs(kind).attach(PathId.required("id", id));
  }

  /** Returns what the service says of a job now; the kind as for {@link #attach(String)}. */
  public Job status(String id) throws InterruptedException {
    return job(id, null).run();
  }

  /** Returns what the service says about a job of a known kind now. */
  public Job status(String id, ImageKind kind) throws InterruptedException {
    return job(id, kind).run();
  }

  /** Returns a future of what the service says about a job now; see {@link #status(String)}. */
  public CompletableFuture<Job> statusAsync(String id) {
    return routes.given(job(id, null));
  }

  /** Returns a future of what the service says about a job of a known kind now. */
  public CompletableFuture<Job> statusAsync(String id, ImageKind kind) {
    return routes.given(job(id, kind));
  }

  private HttpCall<Job> job(String id, @Nullable ImageKind kind) {
    if (kind == null) {
      requireNoKind("status(id, kind)");
    }
    return routes.job(PathId.required("id", id), kind);
  }

  /**
   * Asks the service to stop a job, and returns what came of it; see {@link JobHandle#cancel()}.
   * Only a job that waits can be stopped: it is read before each of at most three requests, none of
   * which is sent for another. On a path with {@code {feature}}, cancel a handle of the job.
   *
   * @throws InterruptedException when the thread is interrupted; the request may have been sent
   */
  public CancelResult<JobResult> cancel(String id) throws InterruptedException {
    requireNoKind("attach(id, kind) and cancel the handle");
    return jobs.cancel(PathId.required("id", id));
  }

  /** Returns a future of what came of asking the service to stop a job; see {@link #cancel}. */
  public CompletableFuture<CancelResult<JobResult>> cancelAsync(String id) {
    requireNoKind("attach(id, kind) and cancel the handle");
    return jobs.cancelAsync(PathId.required("id", id));
  }

  /**
   * Returns the jobs of the account, in the order of the service, which is stated nowhere. One that
   * moves meanwhile comes once. Where the service tells {@code total_records}, none is missed
   * unless as many came as went, or every look finds fewer; else each that goes may hide another.
   *
   * @param pageSize how many to ask for at a time, from 1 to 100; a page may hold fewer
   */
  public Pages<Job> jobs(int pageSize) {
    return routes.jobPages(pageSize);
  }

  /** Returns the finished images of the account, newest first; otherwise as {@link #jobs}. */
  public Pages<Generation> generations(int pageSize) {
    return routes.generationPages(pageSize);
  }

  /** Returns one finished image. */
  public Generation generation(String id) throws InterruptedException {
    return routes.generation(id).run();
  }

  /** Returns a future of one finished image. */
  public CompletableFuture<Generation> generationAsync(String id) {
    return routes.given(routes.generation(id));
  }

  /**
   * Removes a finished image from the list of them; {@code NotFoundException} when it is not there,
   * be it that a request of ours removed it whose answer was lost.
   */
  public void deleteGeneration(String id) throws InterruptedException {
    routes.deleteGeneration(id).run();
  }

  /** Returns a future that ends when a finished image was removed. */
  public CompletableFuture<Void> deleteGenerationAsync(String id) {
    return LinkedFuture.chain(
        routes.given(routes.deleteGeneration(id)),
        done -> CompletableFuture.<Void>completedFuture(null));
  }

  /**
   * Saves the image of a job to a folder, and returns where it is. It is streamed to a file beside
   * its target, moved into place when whole. The name is that of its address, made safe; for one
   * that exists the new file gets a number. Images are public: no credentials go along, wherever.
   *
   * <p><i>Errors:</i> {@code DownloadFailedException} for trouble on this side; {@code
   * UnexpectedAnswerException} for JSON or a web page, such as that of an expired link.
   *
   * @param folder made if it does not exist
   * @throws InterruptedException when the thread is interrupted; the file under way is removed
   */
  public DownloadedFile download(JobResult result, Path folder) throws InterruptedException {
    LinkedFuture.requireNotInterrupted();
    return LinkedFuture.await(FinishedImage.save(images, result, folder));
  }

  /** Returns a future of the saved image; otherwise as {@link #download}. */
  public CompletableFuture<DownloadedFile> downloadAsync(JobResult result, Path folder) {
    return routes.transport().given(FinishedImage.save(images, result, folder));
  }

  /**
   * Ends every watch, wait and request with {@code ClientClosedException}; the jobs go on. Threads,
   * connections and timers of the client are gone afterwards; an HTTP client, scheduler or executor
   * from the options is left as it was. Calling it again does nothing.
   *
   * <p><i>Blocking:</i> up to 4 s, for callbacks that are under way; those that take longer are
   * interrupted.
   */
  @Override
  public void close() {
    jobs.close();
    images.close();
    routes.transport().close();
  }
}
