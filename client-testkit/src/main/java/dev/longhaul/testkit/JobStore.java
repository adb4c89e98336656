package dev.longhaul.testkit;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The jobs of a fake, and the scripts of those to come. Safe for use by several threads. */
final class JobStore {

  private static final Pattern FILE_ID = Pattern.compile("file-(\\d{1,9})-(\\d{1,9})");

  private final FakeOptions options;
  private final Map<String, FakeJob> jobs = new LinkedHashMap<>();
  private final Deque<JobScript> next = new ArrayDeque<>();
  private JobScript rest = JobScript.quick();
  private int made;

  JobStore(FakeOptions options) {
    this.options = options;
  }

  synchronized void next(JobScript script) {
    next.add(script);
  }

  synchronized void rest(JobScript script) {
    rest = script;
  }

  /** Makes a job that runs from now on. */
  FakeJob create(FakeJob.Submission submission) {
    return make(submission, JobLife::released);
  }

  /** Makes a job that waits to be released. */
  FakeJob createWaiting(FakeJob.Submission submission) {
    return make(submission, JobLife::waiting);
  }

  private synchronized FakeJob make(
      FakeJob.Submission submission, BiFunction<ScriptParts, InstantSource, JobLife> born) {
    made++;
    JobScript planned = next.poll();
    JobScript script = planned == null ? rest : planned;
    String id = options.jobIds().apply(made);
    FakeJob job = new FakeJob(made, id, submission, born.apply(script.parts(), options.clock()));
    jobs.put(id, job);
    return job;
  }

  synchronized @Nullable FakeJob find(String id) {
    return jobs.get(id);
  }

  synchronized List<FakeJob> all() {
    return new ArrayList<>(jobs.values());
  }

  synchronized void forget() {
    jobs.clear();
  }

  /** The content of a file output, or null when no such file was ever handed out. */
  JobOutput.@Nullable Content file(String fileId) {
    Matcher numbers = FILE_ID.matcher(fileId);
    if (!numbers.matches()) {
      return null;
    }
    int number = Integer.parseInt(numbers.group(1));
    int index = Integer.parseInt(numbers.group(2));
    return all().stream()
        .filter(job -> job.number() == number && index < job.outputs().size())
        .map(job -> job.outputs().get(index).content())
        .findFirst()
        .orElse(null);
  }

  static String fileId(FakeJob job, int index) {
    return "file-" + job.number() + "-" + index;
  }
}
