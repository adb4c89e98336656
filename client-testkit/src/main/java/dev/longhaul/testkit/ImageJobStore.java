package dev.longhaul.testkit;

import dev.longhaul.testkit.FakeImageJob.Submission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The image jobs of a fake, and the scripts of those to come. Safe for use by several threads. */
final class ImageJobStore {

  private static final Pattern PICTURE = Pattern.compile("(\\d{1,9})\\.[a-z]+");

  private final FakeVestisOptions options;
  private final String pictures;
  private final Map<String, FakeImageJob> jobs = new LinkedHashMap<>();
  private final Deque<ImageScript> next = new ArrayDeque<>();
  private ImageScript rest = ImageScript.quick();
  private int made;

  /** A store whose pictures are served below a URL. */
  ImageJobStore(FakeVestisOptions options, String pictures) {
    this.options = options;
    this.pictures = pictures;
  }

  synchronized void next(ImageScript script) {
    next.add(script);
  }

  synchronized void rest(ImageScript script) {
    rest = script;
  }

  /** Makes a job with the script that is planned for it. */
  synchronized FakeImageJob create(Submission submission) {
    ImageScript planned = next.poll();
    return create(submission, planned == null ? rest : planned);
  }

  synchronized FakeImageJob create(Submission submission, ImageScript script) {
    made++;
    String id = options.idOf(made);
    String url = pictures + made + script.picture().suffix();
    ImageLife life = new ImageLife(script, options.clock());
    FakeImageJob job = new FakeImageJob(made, id, submission, life, url);
    jobs.put(id, job);
    return job;
  }

  /** A job, removed or not. */
  synchronized @Nullable FakeImageJob find(String id) {
    return jobs.get(id);
  }

  synchronized List<FakeImageJob> all() {
    return new ArrayList<>(jobs.values());
  }

  synchronized void forget() {
    jobs.clear();
  }

  /** The jobs that the service knows, oldest first. */
  List<FakeImageJob> known() {
    return all().stream().filter(job -> !job.isRemoved()).toList();
  }

  /** The jobs whose pictures are in the history, newest picture first. */
  List<FakeImageJob> history() {
    return all().stream()
        .filter(FakeImageJob::isInHistory)
        .sorted(Comparator.comparing(ImageJobJson::madeAt).reversed())
        .toList();
  }

  /** How many of the jobs have not ended. */
  long running() {
    return known().stream().filter(job -> !job.moment().hasEnded()).count();
  }

  /** The job whose picture has that name, if it has made one. */
  @Nullable FakeImageJob withPicture(String name) {
    Matcher number = PICTURE.matcher(name);
    if (!number.matches()) {
      return null;
    }
    int wanted = Integer.parseInt(number.group(1));
    return all().stream()
        .filter(job -> job.number() == wanted && job.moment().isCompleted())
        .findFirst()
        .orElse(null);
  }
}
