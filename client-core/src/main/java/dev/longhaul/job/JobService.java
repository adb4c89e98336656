package dev.longhaul.job;

import dev.longhaul.policy.KeyMode;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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
 * should abort the request.
 *
 * <p><i>Threading:</i> functions are called from any thread, many at once, and must not block.
 *
 * @param <S> what is submitted
 * @param <R> the result of a job
 */
public final class JobService<S, R> {
  private final String name;
  private final Submit<S, R> submit;
  private final @Nullable Read<R> read;
  private final @Nullable Cancel cancel;
  private final KeyMode keys;

  private JobService(Builder<S, R> builder) {
    name = builder.name;
    submit = builder.submit;
    read = builder.read;
    cancel = builder.cancel;
    keys = builder.keys;
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

  KeyMode keys() {
    return keys;
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
     * <p><i>Errors:</i> {@code NotFoundException} and {@code CredentialsException} end a watch; any
     * other error is taken for a passing one, and the job is read again later.
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
    private KeyMode keys = KeyMode.IGNORED;

    private Builder(String name, Submit<S, R> submit) {
      this.name = name;
      this.submit = submit;
    }

    /** Declares that the service can be asked about one job; returns this builder. */
    public Builder<S, R> read(Read<R> read) {
      this.read = read;
      return this;
    }

    /** Declares that the service can be asked to stop a job; returns this builder. */
    public Builder<S, R> cancel(Cancel cancel) {
      this.cancel = cancel;
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

    /** Returns the service. */
    public JobService<S, R> build() {
      return new JobService<>(this);
    }
  }
}
