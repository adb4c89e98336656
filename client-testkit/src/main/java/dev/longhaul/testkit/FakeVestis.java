package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.generated.vestis.model.JobType;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A Vestis for tests: a service with image jobs, a history, pictures and logins, over real HTTP on
 * 127.0.0.1, whose jobs follow scripts and whose wire can be made to fail.
 *
 * <pre>{@code
 * try (FakeVestis fake = FakeVestis.start()) {
 *   fake.nextJob(ImageScript.byHand());
 *   String id = submitted(fake, "A red scarf on white ground");
 *   fake.job(id).completed();
 *   assertEquals("completed", read(fake, id).get("status").getAsString());
 *   assertEquals(1, fake.ledger().creates());
 * }
 * }</pre>
 *
 * <p>Creates are checked by the rules of their kind: 400 for a body or flag that cannot be read,
 * 422 for wrong fields, 413 and 415 for pictures that cannot be taken. Only a pending job can be
 * cancelled; others answer 409. A completed job has a picture, served at a URL outside of the base
 * URL, where a request with an {@code Authorization} header is answered 403; and a record in the
 * history, whose id is a number of its own. Lists have pages of 20, at most 100; a page with
 * nothing on it has no metadata, and {@code last_page} is one too high where the total divides
 * evenly, as it is with the service. An {@code Idempotency-Key} is kept and otherwise ignored,
 * unless {@link FakeVestisOptions.Builder#keys} says otherwise.
 *
 * <p>The contract does not say what becomes of a cancelled job, in what order jobs are listed, and
 * whether an expired token can be refreshed. Here the first is gone unless {@link
 * FakeVestisOptions.Builder#keepsCancelledJobs} is set, the newest come first unless {@link
 * FakeVestisOptions.Builder#oldestFirst} is set, and an expired token can be refreshed.
 *
 * <p><em>Threading:</em> any thread may call anything at any time. A job's state is computed when
 * it is read, so nothing runs between requests.
 */
public final class FakeVestis extends FakeService<VestisOperation> {

  private final VestisData data;

  private FakeVestis(FakeVestisOptions options) {
    super("fake-vestis", VestisOperation.ROOT, VestisOperation.ANY);
    VestisErrors errors = new VestisErrors();
    data =
        new VestisData(
            new ImageJobStore(options, root() + "/images/"),
            new KeyBook(options.keys()),
            new ImageAllowance(options, errors),
            new BearerTokens(options),
            ledger());
    serve(new VestisService(options, data, errors));
  }

  /** Returns a running fake with {@link FakeVestisOptions#defaults}. */
  public static FakeVestis start() {
    return start(FakeVestisOptions.defaults());
  }

  /**
   * Returns a running fake.
   *
   * @param options how it behaves
   */
  public static FakeVestis start(FakeVestisOptions options) {
    return new FakeVestis(options);
  }

  /**
   * Returns a fault that answers 404 with a text that tells of a problem of the server, as the
   * service does where it means 500. The service does not act.
   */
  public static WireFault hiddenServerFault() {
    return WireFault.status(404, Map.of(), "{\"error\":\"the server encountered a problem\"}");
  }

  /**
   * Sets the script of the next job to be made; called again, of the one after it.
   *
   * @param script what the job does
   */
  public void nextJob(ImageScript script) {
    data.jobs().next(Objects.requireNonNull(script, "script"));
  }

  /**
   * Sets the script of every job that {@link #nextJob} does not set; {@link ImageScript#quick} at
   * first.
   *
   * @param script what the jobs do
   */
  public void everyJob(ImageScript script) {
    data.jobs().rest(Objects.requireNonNull(script, "script"));
  }

  /**
   * Returns a job that somebody else has made now, with the same account: it is in the lists, and
   * no request of this ledger made it. It costs no credits.
   *
   * @param type its kind as the service stores it
   * @param script what it does
   */
  public FakeImageJob madeElsewhere(JobType type, ImageScript script) {
    return data.jobs().create(new FakeImageJob.Submission(type, new JsonObject(), null), script);
  }

  /**
   * Returns a job, also one that was cancelled and is gone for clients. <em>Errors:</em> an {@link
   * AssertionError} that lists the jobs there are when none has the id.
   *
   * @param id the service's id, as text
   */
  public FakeImageJob job(String id) {
    FakeImageJob job = data.jobs().find(id);
    if (job == null) {
      throw new AssertionError("No job has the id " + id + "; there are " + data.jobs().all());
    }
    return job;
  }

  /** Returns the jobs that were made and not forgotten, oldest first. */
  public List<FakeImageJob> jobs() {
    return data.jobs().all();
  }

  /**
   * Sets what the account has and what a job costs. A create that costs more than is left is
   * answered 402; any other is charged at once, and nothing is given back. Without this a job costs
   * nothing.
   *
   * @param available credits of the account, not negative
   * @param costPerJob credits for one job, not negative
   */
  public void credits(int available, int costPerJob) {
    if (available < 0 || costPerJob < 0) {
      throw new IllegalArgumentException("credits are not negative");
    }
    data.allowance().credits(available, costPerJob);
  }

  /** Returns the credits left; {@link Integer#MAX_VALUE} when {@link #credits} never set them. */
  public int creditsLeft() {
    return data.allowance().creditsLeft();
  }

  /** Returns a fresh token, as a login gives it. */
  public String issueToken() {
    return data.tokens().issue();
  }

  /**
   * Ends the life of every token given out so far: requests with it are answered 401, and a refresh
   * gives a new one. A token set as an option is good for ever.
   */
  public void expireTokens() {
    data.tokens().expire();
  }

  /**
   * Lets the service know none of the tokens given out so far: requests with it are answered 401,
   * and a refresh 403, so that only a login helps.
   */
  public void revokeTokens() {
    data.tokens().revoke();
  }

  /** Forgets every job, picture and idempotency key; tokens and credits stay as they are. */
  @Override
  public void forgetJobs() {
    data.forget();
  }
}
