package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskState;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobPhase;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.EventRecorder;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.VirtualTime;
import dev.longhaul.transfer.DownloadedFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a task over real HTTP, on virtual time shared by client and service. */
@ExtendWith(LeakCheck.class)
class TaskFromSubmissionToFileTest {
  private static final byte[] PICTURE = "not really a picture".getBytes(StandardCharsets.UTF_8);

  private final VirtualTime time = VirtualTime.create();
  private final FakeFunctionRunner service =
      FakeFunctionRunner.start(FakeOptions.builder().clock(time).token("t0ken").build());
  private final FunctionRunnerClient client =
      FunctionRunnerClient.open(
          ClientOptions.builder(service.baseUrl())
              .credentials(Credentials.bearer("t0ken"))
              .watch(
                  WatchOptions.builder()
                      .clock(time)
                      .scheduler(time)
                      .jitter(0)
                      .pollPace(Duration.ofSeconds(1), 1, Duration.ofSeconds(1))
                      .build())
              .build());

  @AfterEach
  void close() {
    client.close();
    service.close();
  }

  private static TaskSubmission task() {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "a lighthouse at dawn");
    return new TaskSubmission().templateId("text-to-image").inputs(inputs);
  }

  @Test
  void aTaskIsSubmittedWatchedAndItsFileSaved(@TempDir Path folder) throws Exception {
    service.nextJob(
        JobScript.builder()
            .queuedFor(Duration.ofSeconds(2))
            .stage("render", Duration.ofSeconds(4))
            .output("image", "dawn.png", "image/png", PICTURE)
            .build());
    try (EventRecorder<JobEvent> events = EventRecorder.create()) {
      JobHandle<TaskResult> job = client.submit(task());
      job.listen(events::accept);
      events.next(JobEvent.Joined.class);
      while (!job.snapshot().phase().isTerminal()) {
        int asked = time.delays().size();
        time.runNext();
        settle(job, asked);
      }
      TaskResult result = job.await(Duration.ZERO).resultOrThrow();
      List<DownloadedFile> files = client.download(result, folder);

      events.nextUntil(JobEvent.Progressed.class);
      assertThat(events.nextUntil(JobEvent.Ended.class).outcome())
          .isInstanceOf(JobOutcome.Succeeded.class);
      assertThat(files).hasSize(1);
      assertThat(files.get(0).path())
          .isEqualTo(folder.resolve("dawn.png"))
          .hasBinaryContent(PICTURE);
      assertThat(files.get(0).bytes()).isEqualTo(PICTURE.length);
      assertThat(service.ledger().creates()).isEqualTo(1);
    }
  }

  /**
   * Waits until the read that the last timer began has been answered: another timer, or the ending.
   */
  private void settle(JobHandle<TaskResult> job, int timersBefore) throws InterruptedException {
    long patience = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (time.delays().size() == timersBefore && !job.snapshot().phase().isTerminal()) {
      assertThat(System.nanoTime()).as("the read was never answered").isLessThan(patience);
      Thread.sleep(1);
    }
  }

  @Test
  void theKeyGoesAlongInTheHeaderAndInTheMetadata() throws Exception {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("campaign", "spring");
    TaskSubmission task = task().metadata(metadata);
    JobHandle<TaskResult> job = client.submit(task);
    ReceivedRequest create = service.ledger().requests(FunctionRunnerOperation.SUBMIT_TASK).get(0);

    assertThat(create.header("Idempotency-Key")).isEqualTo(job.key().toString());
    JsonObject sent = create.json().getAsJsonObject("metadata");
    assertThat(sent.get("idempotency_key").getAsString()).isEqualTo(job.key().toString());
    assertThat(sent.get("campaign").getAsString()).isEqualTo("spring");
    assertThat(task.getMetadata().size()).as("the caller's own object").isEqualTo(1);
  }

  @Test
  void aTaskSubmittedElsewhereIsWatchedByItsId() throws Exception {
    JobHandle<TaskResult> first = client.submit(task());
    FakeJob remote = service.job(first.id().orElseThrow());
    first.detach();
    remote.failed("OUT_OF_MEMORY", "the card is full");
    JobHandle<TaskResult> job = client.attach(remote.id());

    JobOutcome<TaskResult> outcome = job.outcome().get();
    String message = outcome.fold(s -> "", f -> f.failure().message().orElse(""), c -> "");
    assertThat(message).contains("the card is full");
  }

  @Test
  void anUnknownIdIsNotFoundAndAForgottenTaskHasAnUnknownOutcome() throws Exception {
    assertThatThrownBy(() -> client.attach("nope").outcome().get())
        .hasCauseInstanceOf(NotFoundException.class);
    service.nextJob(JobScript.byHand());
    JobHandle<TaskResult> job = client.submit(task());
    service.forgetJobs();
    time.runNext();
    time.runNext();

    assertThatThrownBy(() -> job.outcome().get()).hasCauseInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void aRunningTaskIsCancelledAndTheWatchBringsTheEnding() throws Exception {
    service.nextJob(JobScript.byHand());
    JobHandle<TaskResult> job = client.submit(task());
    service.job(job.id().orElseThrow()).running(10, "render", "");

    assertThat(job.cancel()).isInstanceOf(CancelResult.Accepted.class);
    assertThat(job.outcome().get()).isInstanceOf(JobOutcome.Cancelled.class);
  }

  @Test
  void cancellingTellsWhatReallyHappened() throws Exception {
    service.nextJob(JobScript.byHand());
    String id = client.submit(task()).id().orElseThrow();
    service.job(id).completed();
    service.nextJob(
        JobScript.builder().stage("render", Duration.ofHours(1)).refusesCancel().build());
    String stubborn = client.submit(task()).id().orElseThrow();

    assertThat(client.cancel(id))
        .isInstanceOfSatisfying(
            CancelResult.AlreadyFinished.class,
            done -> assertThat(done.outcome()).isInstanceOf(JobOutcome.Succeeded.class));
    assertThat(client.cancel(stubborn)).isInstanceOf(CancelResult.StillRunning.class);
    assertThat(client.cancel("nope")).isEqualTo(new CancelResult.NoSuchJob<>("nope"));
  }

  @Test
  void templatesStatusAndResultAreReadBlockingAndAsync() throws Exception {
    service.nextJob(JobScript.byHand());
    String id = client.submit(task()).id().orElseThrow();
    service.job(id).completed();

    assertThat(client.templates(TemplateQuery.all()))
        .extracting(Template::getId)
        .contains("text-to-image");
    assertThat(client.templatesAsync(TemplateQuery.all()).get())
        .isEqualTo(client.templates(TemplateQuery.all()));
    assertThat(client.template("text-to-image"))
        .isEqualTo(client.templateAsync("text-to-image").get());
    assertThat(client.status(id).getStatus()).isEqualTo(TaskState.COMPLETED);
    assertThat(client.statusAsync(id).get()).isEqualTo(client.status(id));
    assertThat(client.result(id).getStatus()).isEqualTo(TaskState.COMPLETED);
    assertThat(client.resultAsync(id).get()).isEqualTo(client.result(id));
    assertThat(client.submitAsync(task()).get().snapshot().phase()).isEqualTo(JobPhase.WAITING);
  }
}
