package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.generated.vestis.model.JobType;
import dev.longhaul.integration.ChildProcess;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.FakeVestisOptions;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import dev.longhaul.transfer.DataUri;
import dev.longhaul.transfer.DownloadedFile;
import dev.longhaul.vestis.ImageRequest;
import dev.longhaul.vestis.VestisClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the page of Vestis shows does what it says there. */
@ExtendWith({LeakCheck.class, FakeExtension.class})
class VestisSnippetsTest {
  private static final Logger LOG = LoggerFactory.getLogger(VestisSnippetsTest.class);
  private static final ImageScript AT_ONCE = ImageScript.builder().build();

  private VestisClient client;

  @TempDir Path folder;

  @BeforeEach
  void open(FakeVestis fake) {
    fake.everyJob(AT_ONCE);
    client = VestisClient.open(quick(fake));
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aClientIsOpenedWithUrlAndTokenAndSavesAnImage() throws Exception {
    FakeVestisOptions guarded = FakeVestisOptions.builder().token("s3cret").build();
    try (FakeVestis other = FakeVestis.start(guarded)) {
      other.everyJob(AT_ONCE);

      DownloadedFile saved = VestisSnippets.open(other.baseUrl(), "s3cret", folder, LOG);

      assertThat(saved.path()).isRegularFile().hasParent(folder);
      assertThat(other.ledger().creates()).isEqualTo(1);
    }
  }

  @Test
  void anAccountLogsInWhenATokenIsNeeded() throws Exception {
    FakeVestisOptions guarded =
        FakeVestisOptions.builder().account("ada@example.com", "s3cret").build();
    try (FakeVestis other = FakeVestis.start(guarded);
        VestisClient loggedIn =
            VestisSnippets.login(other.baseUrl(), "ada@example.com", () -> "s3cret")) {
      assertThat(loggedIn.jobs(20).next()).isEmpty();
      other.expireTokens();
      assertThat(loggedIn.jobs(20).next()).isEmpty();

      assertThat(other.ledger().requests(VestisOperation.LOGIN)).hasSize(1);
      assertThat(other.ledger().requests(VestisOperation.REFRESH_TOKEN)).hasSize(1);
    }
  }

  @Test
  void aProgramTakesItsOptionsFromTheEnvironment(FakeVestis fake) throws Exception {
    fake.madeElsewhere(JobType.CHAT, AT_ONCE);
    try (ChildProcess program =
        ChildProcess.main(
            Map.of("LONGHAUL_VESTIS_BASE_URL", fake.baseUrl()),
            VestisSnippets.FromEnvironment.class)) {
      assertThat(program.firstLine()).isEqualTo("1 jobs");
    }
  }

  @Test
  void productsAreFilesAndAddresses(FakeVestis fake) throws Exception {
    Path shirt = Pictures.png(folder.resolve("shirt.png"), 30, 40);
    client.submit(VestisSnippets.products(shirt, shirt, "https://shop.example.com/trousers.jpg"));

    assertThat(fake.jobs().get(0).type()).isEqualTo(JobType.FLATLAY);
    assertThat(fake.jobs().get(0).submission().getAsJsonArray("products")).hasSize(2);
  }

  @Test
  void productsThatDoNotGoTogetherAreToldAsOnThePage() throws Exception {
    String picture = DataUri.ofImage(Pictures.png(folder.resolve("shirt.png"), 30, 40));
    String page = Document.read("docs/vestis.md").text();

    String told = VestisSnippets.wrongProducts(picture);

    assertThat(page.replaceAll("\\s+//\\s+", " ").replaceAll("\\s+", " ")).contains(told);
  }

  @Test
  void aJobIsFoundByItsIdAfterARestart(FakeVestis fake) throws Exception {
    JobHandle<JobResult> found = VestisSnippets.ownKey(client, chat());

    assertThat(found.await(Duration.ofSeconds(20)).resultOrThrow().getImageUrl()).isNotNull();
    assertThat(found.id()).contains(fake.jobs().get(0).id());
  }

  @Test
  void anImageThatComesAtOnceIsAJobThatEnded(FakeVestis fake) throws Exception {
    fake.nextJob(ImageScript.atOnceWithoutId());

    JobHandle<JobResult> job = VestisSnippets.ownKey(client, chat());

    assertThat(job.await(Duration.ZERO).resultOrThrow().getImageUrl()).isNotNull();
    assertThat(job.id()).isEmpty();
  }

  @Test
  void aWatchTellsTheEnding(FakeVestis fake) throws Exception {
    String id = client.submit(chat()).id().orElseThrow();
    fake.nextJob(ImageScript.builder().failsWith("No").build());
    String failing = client.submit(chat()).id().orElseThrow();

    assertThat(VestisSnippets.watch(client, id, LOG)).startsWith("see http");
    assertThat(VestisSnippets.watch(client, failing, LOG)).isEqualTo("failed: failed");
  }

  @Test
  void onlyAJobThatWaitsIsStopped(FakeVestis fake) throws Exception {
    fake.everyJob(ImageScript.byHand());
    String waits = client.submit(chat()).id().orElseThrow();
    String runs = client.submit(chat()).id().orElseThrow();
    fake.job(runs).processing(1);
    String done = client.submit(chat()).id().orElseThrow();
    fake.job(done).completed();

    assertThat(VestisSnippets.cancel(client, waits)).isEqualTo("it will end as cancelled");
    assertThat(VestisSnippets.cancel(client, runs)).isEqualTo("too late, it is processing");
    assertThat(VestisSnippets.cancel(client, done)).startsWith("had ended: Succeeded");
    assertThat(fake.ledger().requests(VestisOperation.CANCEL_JOB)).hasSize(1);
  }

  @Test
  void theListOfJobsIsReadToItsEnd(FakeVestis fake) throws Exception {
    for (int i = 0; i < 60; i++) {
      fake.madeElsewhere(JobType.CHAT, AT_ONCE);
    }

    assertThat(VestisSnippets.history(client)).hasSize(60).startsWith("60 completed");
    assertThat(fake.ledger().requests(VestisOperation.LIST_JOBS)).hasSize(2);
  }

  @Test
  void finishedImagesAreListedAndRemoved(FakeVestis fake) throws Exception {
    fake.madeElsewhere(JobType.CHAT, AT_ONCE);

    VestisSnippets.generations(client, LOG);

    assertThat(client.generations(20).next()).isEmpty();
  }

  @Test
  void aJobIsReadOnTheRouteOfItsFeature(FakeVestis fake) throws Exception {
    try (VestisClient other = VestisSnippets.ownOptions(quick(fake))) {
      Path shirt = Pictures.png(folder.resolve("shirt.png"), 30, 40);
      JobHandle<JobResult> job =
          other.submit(VestisSnippets.products(shirt, shirt, "https://shop.example.com/t.jpg"));

      assertThat(job.await(Duration.ofSeconds(20)).resultOrThrow().getImageUrl()).isNotNull();
      assertThat(VestisSnippets.featureStatus(other, job.id().orElseThrow()).getResult())
          .isNotNull();
    }

    assertThat(fake.ledger().requests(VestisOperation.READ_JOB)).isEmpty();
  }

  @Test
  void theOnlyWriterFindsAJobWhoseAnswerWasLost(FakeVestis fake) throws Exception {
    fake.fault(VestisOperation.CREATE_JOB, WireFault.answerLost());
    try (VestisClient only = VestisSnippets.ownOptions(quick(fake))) {
      assertThat(only.submit(chat()).id()).contains(fake.jobs().get(0).id());
    }

    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void eachErrorHasARemedyOfItsOwn(FakeVestis fake) throws Exception {
    fake.fault(VestisOperation.CREATE_JOB, WireFault.answerLost());
    assertThat(VestisSnippets.paint(client, chat()))
        .contains("id=" + fake.jobs().get(0).id())
        .endsWith("before you submit again");

    fake.credits(1, 4);
    assertThat(VestisSnippets.paint(client, chat()))
        .isEqualTo("needs OptionalDouble[4.0], has OptionalDouble[1.0]");
  }

  @Test
  void aRequestWithoutAKindTakesAnyFields(FakeVestis fake) throws Exception {
    JsonObject body = new JsonObject();
    body.addProperty("style", "studio");

    client.submit(ImageRequest.legacy(body));

    assertThat(fake.jobs().get(0).submission()).isEqualTo(body);
  }

  private static ImageRequest chat() {
    return ImageRequest.chat(new ChatRequest().prompt("A red scarf on white ground"));
  }

  private static ClientOptions quick(FakeVestis fake) {
    Duration pace = Duration.ofMillis(20);
    return ClientOptions.builder(fake.baseUrl())
        .watch(WatchOptions.builder().pollPace(pace, 1, pace).build())
        .build();
  }
}
