package dev.longhaul.cli;

import dev.longhaul.generated.vestis.model.Job;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.vestis.VestisClient;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The image jobs of Vestis. */
final class VestisService implements Service.Listed<JobResult> {
  private static final int LARGEST_PAGE = 100;

  private final VestisClient client;
  private final Display display;

  VestisService(VestisClient client, Display display) {
    this.client = client;
    this.display = display;
  }

  VestisClient client() {
    return client;
  }

  @Override
  public JobHandle<JobResult> attach(String id) {
    return client.attach(id);
  }

  @Override
  public Facts status(String id) throws InterruptedException {
    Job job = Interruptible.await(client.statusAsync(id));
    JobResult result = job.getResult();
    return new Facts()
        .add("job", id)
        .add("state", job.getStatus())
        .add("kind", job.getJobType())
        .add("attempts", job.getAttempts())
        .add("created", job.getCreatedAt())
        .add("started", job.getStartedAt())
        .add("ended", job.getCompletedAt())
        .add("image", result == null ? null : result.getImageUrl())
        .add("error", job.getError());
  }

  @Override
  public CancelResult<JobResult> cancel(String id) throws InterruptedException {
    return client.cancel(id);
  }

  @Override
  public String afterCancel() {
    return CancelWords.GONE;
  }

  @Override
  public void save(String id, JobResult result, Path out) throws InterruptedException {
    if (id.isEmpty()) {
      // There is no job to come back to, should the download fail.
      display.note("image: " + result.getImageUrl());
    }
    display.result(client.download(result, out).path().toString());
  }

  @Override
  public String usualDuration() {
    return "2 to 3 min";
  }

  @Override
  public Table list(int limit) throws InterruptedException {
    Table table = new Table("ID", "STATE", "KIND", "CREATED");
    int pageSize = Math.min(limit, LARGEST_PAGE);
    for (Job job : Table.first(limit, client.jobs(pageSize))) {
      table.row(id(job), job.getStatus(), job.getJobType(), job.getCreatedAt());
    }
    return table;
  }

  private static @Nullable String id(Job job) {
    boolean told = job.getJobId() != null && job.getJobId().isJsonPrimitive();
    return told ? job.getJobId().getAsString() : null;
  }

  @Override
  public void close() {
    client.close();
  }
}
