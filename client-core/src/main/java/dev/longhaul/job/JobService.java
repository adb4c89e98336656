package dev.longhaul.job;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.policy.ResilienceOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One service as the engine sees it: what it is called and what it can do. Every service of this
 * library is one, and so is any API of your own: describe it here and open a {@link JobClient} on
 * it.
 *
 * <p>Only submitting is required; every other capability is declared by giving it. Each function is
 * one attempt: it sends at most one request, never repeats one, and gives a future that ends with a
 * {@code LonghaulException} whose facts tell how far the call came. The engine takes anything else
 * that it throws from a submission for one that may have been accepted. Cancelling the future
 * should abort the request. Every future must end by itself: the engine waits for it.
 *
 * <p><i>Threading:</i> functions are called from any thread, many at once, and must not block.
 *
 * @param <S> what is submitted
 * @param <R> the result of a job
 */
public final class JobService<S, R> {
  private static final int MOST_CANCEL_RETRIES = 2;

  private final String name;
  private final Submit<S, R> submit;
  private final @Nullable Read<R> read;
  private final @Nullable Cancel cancel;
  private final Cancelling cancelling;
  private final int cancelRetries;
  private final @Nullable Listing<R> list;
  private final @Nullable Object listedAs;
  private final @Nullable PushSource<R> push;
  private final Function<? super S, JobMark> mark;
  private final Function<? super S, String> kind;
  private final boolean onlyWriter;
  private final KeyMode keys;
  private final Duration deadline;

  private JobService(Builder<S, R> builder) {
    name = builder.name;
    submit = builder.submit;
    read = builder.read;
    cancel = builder.cancel;
    cancelling = builder.cancelling;
    cancelRetries = builder.cancelRetries;
    list = builder.list;
    listedAs = builder.listedAs;
    push = builder.push;
    mark = builder.mark;
    kind = builder.kind;
    onlyWriter = builder.onlyWriter;
    keys = builder.keys;
    deadline = builder.deadline;
  }

  /**
   * Returns a builder of a service that can take jobs.
   *
   * @param name what the service is called in errors and logs, such as {@code function-runner}
   * @param submit sends a job
   * @param <S> what is submitted
   * @param <R> the result of a job
   */
  public static <S, R> Builder<S, R> builder(String name, Submit<S, R> submit) {
    return new Builder<>(name, submit);
  }

  /** Returns what the service is called in errors and logs. */
  public String name() {
    return name;
  }

  Submit<S, R> submit() {
    return submit;
  }

  Optional<Read<R>> read() {
    return Optional.ofNullable(read);
  }

  Optional<Cancel> cancel() {
    return Optional.ofNullable(cancel);
  }

  Cancelling cancelling() {
    return cancelling;
  }

  int cancelRetries() {
    return cancelRetries;
  }

  Optional<Listing<R>> list() {
    return Optional.ofNullable(list);
  }

  /** Returns the object by which the list is known to be one, however its calls are made. */
  @Nullable Object listedAs() {
    return listedAs;
  }

  Optional<PushSource<R>> push() {
    return Optional.ofNullable(push);
  }

  JobMark mark(S request) {
    return mark.apply(request);
  }

  String kind(S request) {
    return Objects.requireNonNull(kind.apply(request), "kind");
  }

  boolean isOnlyWriter() {
    return onlyWriter;
  }

  KeyMode keys() {
    return keys;
  }

  Duration deadline() {
    return deadline;
  }

  /** Returns a builder of the same service that submits otherwise and has no other function yet. */
  Builder<S, R> declaring(Submit<S, R> other) {
    Builder<S, R> builder = new Builder<>(name, other);
    builder.mark = mark;
    builder.kind = kind;
    builder.push = push;
    builder.onlyWriter = onlyWriter;
    return builder;
  }

  @Override
  public String toString() {
    return "JobService[" + name + "]";
  }

  /**
   * Sends a job.
   *
   * @param <S> what is submitted
   * @param <R> the result of a job
   */
  @FunctionalInterface
  public interface Submit<S, R> {
    /**
     * Returns what the service said when it accepted the job. A job that is done at once may be
     * read as ended.
     *
     * <p><i>Errors:</i> a bad request is refused here, before anything is sent, with {@code
     * InvalidInputException}.
     *
     * @param request what to do
     * @param key our key of the job, to be sent as its idempotency key where the service takes one
     */
    CompletableFuture<JobReading<R>> submit(S request, UUID key);
  }

  /**
   * Reads the state of a job.
   *
   * @param <R> the result of a job
   */
  @FunctionalInterface
  public interface Read<R> {
    /**
     * Returns what the service says about a job now, with the result if it has ended well.
     *
     * <p><i>Errors:</i> {@code CredentialsException} with the status of an answer ends a watch, and
     * so does {@code NotFoundException}, of a job that was known before when told twice in a row;
     * any other error is taken for a passing one, and the job is read again later.
     *
     * @param id the service's id of the job
     */
    CompletableFuture<JobReading<R>> read(String id);
  }

  /** Asks for a job to be stopped. */
  @FunctionalInterface
  public interface Cancel {
    /**
     * Returns a future that ends well when the service took the request.
     *
     * <p><i>Errors:</i> {@code NotFoundException} for a job that the service does not know; after
     * any other answered error the engine reads the job to tell "had already finished" from "goes
     * on".
     *
     * @param id the service's id of the job
     */
    CompletableFuture<?> cancel(String id);
  }

  /** Which jobs a service may be asked to stop, and what becomes of them. */
  public enum Cancelling {
    /** Any job; it can be read as before. The service itself refuses one that has ended. */
    ANY_TIME,
    /**
     * Only a job that has not ended: the request might destroy the result of one that has. The job
     * is read first, and one that was cancelled may be gone.
     */
    UNLESS_ENDED,
    /** Only a job that waits. It is read first, and one that was cancelled may be gone. */
    WHILE_WAITING
  }

  /**
   * Lists the jobs of the account.
   *
   * @param <R> the result of a job
   */
  @FunctionalInterface
  public interface Listing<R> {
    /**
     * Returns one page of the list, best with the newest jobs first. A row that shows an ending
     * counts as much as a read: where rows show less, give {@link JobReading.Builder#ended()}.
     *
     * @param cursor what the page before named as its {@link ListedJobs#next()}; null for the first
     */
    CompletableFuture<ListedJobs<R>> list(@Nullable String cursor);
  }

  /**
   * Declares a service. Not thread-safe.
   *
   * @param <S> what is submitted
   * @param <R> the result of a job
   */
  public static final class Builder<S, R> {
    private final String name;
    private final Submit<S, R> submit;
    private @Nullable Read<R> read;
    private @Nullable Cancel cancel;
    private Cancelling cancelling = Cancelling.ANY_TIME;
    private int cancelRetries = MOST_CANCEL_RETRIES;
    private @Nullable Listing<R> list;
    private @Nullable Object listedAs;
    private @Nullable PushSource<R> push;
    private Function<? super S, JobMark> mark = request -> JobMark.none();
    private Function<? super S, String> kind = request -> "";
    private boolean onlyWriter;
    private KeyMode keys = KeyMode.IGNORED;
    private Duration deadline = ResilienceOptions.defaults().deadline();

    private Builder(String name, Submit<S, R> submit) {
      this.name = name;
      this.submit = submit;
    }

    /** Declares that the service can be asked about one job; returns this builder. */
    public Builder<S, R> read(Read<R> read) {
      this.read = read;
      return this;
    }

    /** Declares that the service can be asked to stop any job; returns this builder. */
    public Builder<S, R> cancel(Cancel cancel) {
      return cancel(cancel, Cancelling.ANY_TIME);
    }

    /**
     * Declares that the service can be asked to stop some jobs; returns this builder. Where the job
     * is read first, the engine repeats both together after a failure that passes; the function
     * itself must send one request.
     *
     * @param cancel asks for it
     * @param cancelling which jobs; all but {@link Cancelling#ANY_TIME} need {@link #read}
     */
    public Builder<S, R> cancel(Cancel cancel, Cancelling cancelling) {
      this.cancel = cancel;
      this.cancelling = cancelling;
      return this;
    }

    /**
     * Sets how often the engine repeats a cancellation that reads the job first; returns this
     * builder. Default, and most: 2. A client that is opened with {@link ResilienceOptions} goes by
     * their number of retries.
     */
    public Builder<S, R> cancelRetries(int most) {
      this.cancelRetries = Math.max(0, Math.min(most, MOST_CANCEL_RETRIES));
      return this;
    }

    /**
     * Declares that the service lists the jobs of the account; returns this builder. Where many
     * jobs are watched they are then read by the page, not one by one; services that are given the
     * same object here share its pages. A submission whose answer was lost is then looked for: the
     * one job that nobody else has, that was made since, and whose {@linkplain #mark content} is
     * that of the request is ours.
     */
    public Builder<S, R> list(Listing<R> list) {
      return list(list, list);
    }

    Builder<S, R> list(Listing<R> list, @Nullable Object sameAs) {
      this.list = list;
      this.listedAs = sameAs;
      return this;
    }

    /** Declares that the service tells of its jobs by itself; returns this builder. */
    public Builder<S, R> push(PushSource<R> push) {
      this.push = push;
      return this;
    }

    /**
     * Declares what kind of work a request is, such as a model and a size; returns this builder.
     * How long jobs of a kind took tells when to look at the next one. Without it all requests are
     * of one kind. The last 100 kinds are remembered.
     *
     * @param kind reads it off a request; never the prompt
     */
    public Builder<S, R> kind(Function<? super S, String> kind) {
      this.kind = kind;
      return this;
    }

    /**
     * Declares what the list would show of the job that a request makes; returns this builder.
     * Without it a request is like every job, and none can be told to be its own.
     *
     * @param mark reads it off a request, without changing it
     */
    public Builder<S, R> mark(Function<? super S, JobMark> mark) {
      this.mark = mark;
      return this;
    }

    /**
     * Declares that nobody but this client makes jobs of the account; returns this builder. A job
     * of the list whose content is not shown is then ours if it is the only one of the right kind
     * and time. Declare more than is true, and a caller may be given someone else's job.
     */
    public Builder<S, R> onlyWriter() {
      this.onlyWriter = true;
      return this;
    }

    /**
     * Sets how long a submission may take in all, looking for it in the list included; returns this
     * builder. Default 2 min; a client that is opened with {@link ResilienceOptions} takes theirs.
     * It ends no function: those have limits of their own.
     */
    public Builder<S, R> deadline(Duration deadline) {
      this.deadline = deadline;
      return this;
    }

    /**
     * Declares what our key is worth at the service; returns this builder. Default {@link
     * KeyMode#IGNORED}. Only what it declares lets a submission be repeated that may have been
     * accepted.
     */
    public Builder<S, R> keys(KeyMode keys) {
      this.keys = keys;
      return this;
    }

    /**
     * Returns the service.
     *
     * <p><i>Errors:</i> {@link InvalidInputException} when its way of cancelling needs a read.
     */
    public JobService<S, R> build() {
      if (cancelling != Cancelling.ANY_TIME && read == null) {
        throw InvalidInputException.of(
            "cancelling",
            "is " + cancelling + " without a way to read a job",
            "Declare read, or cancel at any time.");
      }
      return new JobService<>(this);
    }
  }
}
