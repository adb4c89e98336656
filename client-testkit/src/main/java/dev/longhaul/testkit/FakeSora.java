package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Objects;

/**
 * A video service for tests: it takes creates, remixes, edits and extensions, renders by script,
 * lists, deletes and hands out files, over real HTTP on 127.0.0.1, and its wire can be made to
 * fail.
 *
 * <pre>{@code
 * try (FakeSora fake = FakeSora.start()) {
 *   fake.nextJob(VideoScript.failing());
 *   new VideoTrailers(fake.baseUrl()).render("A paper boat");
 *   assertEquals("A paper boat", fake.jobs().get(0).request().get("prompt").getAsString());
 *   assertEquals(1, fake.ledger().creates());
 * }
 * }</pre>
 *
 * <p>The base URL ends in {@code /v1}. Requests are checked by the rules of the contract: 400 with
 * the field that is wrong, 422 for a reference image whose size is not that of the video, 404 for a
 * video or character that does not exist, 409 where a video has not ended or was not completed, 401
 * for a missing or wrong token, organisation or project, 429 for creates that come too fast and for
 * a used-up quota; a body over 32 MiB is answered with 413. Bodies may be JSON or multipart forms.
 * A picture behind a link or a file id is not looked at. A video file of the client's own is taken
 * to be what a create without further fields would give.
 *
 * <p>What a {@code DELETE} does, which of the two dialects is spoken, what a list shows and what an
 * {@code Idempotency-Key} is worth are said by {@link FakeSoraOptions}.
 *
 * <p><em>Threading:</em> any thread may call anything at any time. A video's state is computed when
 * it is read, so nothing runs between requests.
 */
public final class FakeSora extends FakeService<SoraOperation> {

  private static final String PATH = "/v1";

  private final VideoData data;
  private final VideoPlanner planner;

  private FakeSora(FakeSoraOptions options) {
    super("fake-sora", PATH, SoraOperation.ANY);
    String origin = baseUrl().substring(0, baseUrl().length() - PATH.length());
    data = VideoData.of(options, ledger(), new VideoUrls(origin));
    planner = new VideoPlanner(options, data.videos(), data.errors());
    serve(new SoraService(data, planner));
  }

  /** Returns a running fake with {@link FakeSoraOptions#defaults}. */
  public static FakeSora start() {
    return start(FakeSoraOptions.defaults());
  }

  /**
   * Returns a running fake.
   *
   * @param options how it behaves
   */
  public static FakeSora start(FakeSoraOptions options) {
    return new FakeSora(options);
  }

  /**
   * Sets the script of the next video that has none yet, be it created, remixed, edited or
   * extended; called again, that of the one after it.
   *
   * @param script what the video does
   */
  public void nextJob(VideoScript script) {
    data.videos().next(Objects.requireNonNull(script, "script"));
  }

  /**
   * Sets the script of every video that {@link #nextJob} does not set; {@link VideoScript#quick} at
   * first.
   *
   * @param script what the videos do
   */
  public void everyJob(VideoScript script) {
    data.videos().rest(Objects.requireNonNull(script, "script"));
  }

  /**
   * Returns a video that somebody else has made now, with the same account: it is read and listed
   * like any other, and no request of this ledger made it. <em>Errors:</em> {@link
   * IllegalArgumentException} when the service would refuse the request.
   *
   * @param request body of its create
   * @param script what it does
   */
  public FakeVideo madeElsewhere(JsonObject request, VideoScript script) {
    return data.videos().create(planner.plan(request), script);
  }

  /**
   * Adds a character that creates may name, or replaces the one of the same id.
   *
   * @param id id of the character
   * @param name its name
   */
  public void addCharacter(String id, String name) {
    data.videos().putCharacter(id, name);
  }

  /**
   * Sets how many more videos the account may make; without it, any number. Further creates are
   * answered with 429, the code {@code insufficient_quota} and no hint when to come again.
   *
   * @param videos how many; not negative
   */
  public void quota(int videos) {
    if (videos < 0) {
      throw new IllegalArgumentException("a quota cannot be negative, but is " + videos);
    }
    data.limits().quota(videos);
  }

  /**
   * Returns a video, one that was deleted included. <em>Errors:</em> an {@link AssertionError} that
   * lists the videos there are when none has the id.
   *
   * @param id the service's id
   */
  public FakeVideo job(String id) {
    FakeVideo video = data.videos().find(id);
    if (video == null) {
      throw new AssertionError("No video has the id " + id + "; there are " + data.videos().all());
    }
    return video;
  }

  /** Returns the videos that were made and not forgotten, deleted ones included, oldest first. */
  public List<FakeVideo> jobs() {
    return data.videos().all();
  }

  /**
   * Forgets every video, character and idempotency key, as a service that lost its memory: their
   * ids and files answer 404. The ledger forgets nothing.
   */
  @Override
  public void forgetJobs() {
    data.forget();
  }
}
