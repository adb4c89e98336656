package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.longhaul.error.ClientClosedException;
import dev.longhaul.functionrunner.BatchHandle;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.BatchSubmission;
import dev.longhaul.generated.functionrunner.model.BatchTask;
import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.generated.vestis.model.JobType;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobGroup;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.vestis.ImageRequest;
import dev.longhaul.vestis.VestisClient;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the page of reactive streams shows does what it says there. */
@ExtendWith({LeakCheck.class, FakeExtension.class})
class ReactiveSnippetsTest {
  private static final Logger LOG = LoggerFactory.getLogger(ReactiveSnippetsTest.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ImageScript AT_ONCE = ImageScript.builder().build();

  private final BlockingQueue<Throwable> late = new LinkedBlockingQueue<>();
  private VestisClient client;

  @BeforeEach
  void open(FakeVestis fake) {
    RxJavaPlugins.setErrorHandler(late::add);
    fake.everyJob(AT_ONCE);
    client = VestisClient.open(quick(fake.baseUrl()));
  }

  @AfterEach
  void close() {
    client.close();
    RxJavaPlugins.reset();
    assertThat(late).isEmpty();
  }

  @Test
  void eventsAreShownUntilTheJobEnds(FakeVestis fake) throws Exception {
    fake.everyJob(ImageScript.byHand());
    BlockingQueue<String> page = new LinkedBlockingQueue<>();
    JobHandle<JobResult> job = client.submit(chat());
    Disposable watching = ReactiveSnippets.events(job, page::add, LOG);
    assertThat(page.poll(20, TimeUnit.SECONDS)).isEqualTo("pending");
    fake.jobs().get(0).processing(1);
    assertThat(page.poll(20, TimeUnit.SECONDS)).isEqualTo("processing");
    fake.jobs().get(0).completed();
    assertThat(page.poll(20, TimeUnit.SECONDS)).isEqualTo("completed");

    watching.dispose();
    assertThat(job.await(PATIENCE).resultOrThrow().getImageUrl()).isNotNull();
  }

  @Test
  void aResultIsWaitedFor() throws Exception {
    assertThat(ReactiveSnippets.result(client.submit(chat())).blockingGet()).startsWith("http");
  }

  @Test
  void everySubscriptionSubmitsAndDisposingCancels(FakeVestis fake) {
    Flowable<JobEvent> drawing = ReactiveSnippets.submitAndWatch(client, chat());
    assertThat(fake.ledger().requests()).isEmpty();
    assertThat(drawing.blockingLast()).isInstanceOf(JobEvent.Ended.class);
    assertThat(drawing.blockingLast()).isInstanceOf(JobEvent.Ended.class);
    assertThat(fake.ledger().creates()).isEqualTo(2);

    fake.everyJob(ImageScript.byHand());
    drawing.blockingFirst(); // which disposes of the rest
    assertThat(fake.ledger().creates()).isEqualTo(3);
    eventually(() -> fake.jobs().get(2).state().equals("cancelled"));
    // The service has cancelled it; when its answer comes after the close, that is told.
    client.close();
    late.removeIf(error -> error.getCause() instanceof ClientClosedException);
  }

  @Test
  void aSharedStreamSubmitsOnce(FakeVestis fake) {
    Single<JobResult> drawn = ReactiveSnippets.submitForResult(client, chat());

    assertThat(drawn.blockingGet()).isEqualTo(drawn.blockingGet());
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void underOneKeyASecondSubscriptionMeetsTheSameJob(FakeVestis fake) {
    Single<JobResult> drawn = ReactiveSnippets.ownKey(client, chat());

    assertThat(drawn.blockingGet()).isEqualTo(drawn.blockingGet());
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void aCatalogueIsDrawnAFewAtATime(FakeVestis fake) {
    List<ImageRequest> catalogue = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      catalogue.add(chat());
    }
    fake.nextJob(ImageScript.builder().failsWith("No").build());

    assertThat(ReactiveSnippets.submitAll(client, catalogue).toList().blockingGet())
        .hasSize(19)
        .allMatch(url -> url.startsWith("http"));
    assertThat(fake.ledger().creates()).isEqualTo(20);
  }

  @Test
  void aGroupIsOneStream() throws Exception {
    List<JobHandle<JobResult>> jobs = List.of(client.submit(chat()), client.submit(chat()));

    assertThat(ReactiveSnippets.group(jobs).ofType(JobEvent.Ended.class).count().blockingGet())
        .isEqualTo(2);
  }

  @Test
  void aBatchIsAGroup(FakeFunctionRunner runner) throws Exception {
    runner.everyJob(JobScript.builder().build());
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "a lighthouse at dawn");
    BatchSubmission two =
        new BatchSubmission()
            .addTasksItem(new BatchTask().templateId("text-to-image").inputs(inputs))
            .addTasksItem(new BatchTask().templateId("text-to-image").inputs(inputs));
    try (FunctionRunnerClient other = FunctionRunnerClient.open(quick(runner.baseUrl()))) {
      BatchHandle batch = other.submitBatch(two);

      assertThat(ReactiveSnippets.batch(batch).toList().blockingGet())
          .containsExactlyInAnyOrderElementsOf(
              batch.jobs().stream().map(task -> task.id().orElseThrow()).toList());
    }
  }

  @Test
  void aListIsFetchedAsFarAsItIsWanted(FakeVestis fake) {
    for (int i = 0; i < 60; i++) {
      fake.madeElsewhere(JobType.CHAT, AT_ONCE);
    }

    assertThat(ReactiveSnippets.items(client).blockingGet()).hasSize(30);
    assertThat(fake.ledger().requests(VestisOperation.LIST_GENERATIONS)).hasSize(2);
  }

  @Test
  void workThatBlocksHasAnotherThread() throws Exception {
    CompletableFuture<String> thread = new CompletableFuture<>();
    ReactiveSnippets.threads(
        client.submit(chat()), url -> thread.complete(Thread.currentThread().getName()), LOG);

    assertThat(thread).succeedsWithin(PATIENCE).asString().startsWith("RxCachedThreadScheduler");
  }

  @Test
  void thatAJobCouldNotBeStoppedIsTold(FakeVestis fake) {
    fake.everyJob(ImageScript.byHand());
    CompletableFuture<JobEvent> changed = new CompletableFuture<>();
    Disposable drawing =
        ReactiveSnippets.submitAndWatch(client, chat())
            .ofType(JobEvent.PhaseChanged.class)
            .subscribe(changed::complete);
    eventually(() -> !fake.jobs().isEmpty());
    fake.jobs().get(0).processing(1); // and so it is too late to stop it
    assertThat(changed).succeedsWithin(PATIENCE);
    drawing.dispose();
    eventually(() -> !late.isEmpty());
    late.clear();

    ReactiveSnippets.lateErrors(LOG);
    RxJavaPlugins.onError(new IllegalStateException("late"));
    assertThat(late).isEmpty();
  }

  @Test
  void reactorTakesTheStreamsAsTheyAre() {
    List<JobEvent> page = new ArrayList<>();

    assertThat(ReactiveSnippets.reactor(client, chat(), page::add).block(PATIENCE))
        .isEqualTo("completed");
    assertThat(page).first().isInstanceOf(JobEvent.Joined.class);
  }

  @Test
  void aSubscriberOfTheJdkTakesThemThroughAnAdapter() throws Exception {
    JobGroup<JobResult> group = JobGroup.of(List.of(client.submit(chat())));
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    ReactiveSnippets.flow(
        group,
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
          }

          @Override
          public void onNext(JobEvent event) {}

          @Override
          public void onError(Throwable error) {
            over.completeExceptionally(error);
          }

          @Override
          public void onComplete() {
            over.complete(true);
          }
        });

    assertThat(over).succeedsWithin(PATIENCE);
  }

  /** Waits for what the service does on its own time. */
  private static void eventually(BooleanSupplier holds) {
    Flowable.interval(0, 10, TimeUnit.MILLISECONDS)
        .onBackpressureDrop()
        .filter(tick -> holds.getAsBoolean())
        .firstOrError()
        .timeout(20, TimeUnit.SECONDS)
        .blockingGet();
  }

  private static ImageRequest chat() {
    return ImageRequest.chat(new ChatRequest().prompt("A red scarf on white ground"));
  }

  private static ClientOptions quick(String url) {
    Duration pace = Duration.ofMillis(20);
    return ClientOptions.builder(url)
        .watch(WatchOptions.builder().pollPace(pace, 1, pace).build())
        .build();
  }
}
