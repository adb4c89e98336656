package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.generated.vestis.model.Generation;
import dev.longhaul.testkit.FakeImageJob;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.FakeVestisOptions;
import dev.longhaul.testkit.FakeVestisOptions.Names;
import dev.longhaul.testkit.FakeVestisOptions.RetryHint;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.vestis.ImageKind;
import dev.longhaul.vestis.ImageRequest;
import dev.longhaul.vestis.VestisClient;
import dev.longhaul.vestis.VestisOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fake of Vestis speaks as the document says, so what was tried with it holds by contract. */
class FakeVestisContractTest {
  private static final Spec SPEC = Spec.named("vestis");

  @TempDir private Path folder;

  @Test
  void answersEveryOperationAsTheDocumentSays() throws Exception {
    try (FakeVestis fake = FakeVestis.start(options().build());
        Onlooker onlooker = new Onlooker(fake.baseUrl(), SPEC, folder)) {
      submitEveryKind(fake, onlooker);
      List<FakeImageJob> jobs = fake.jobs();
      call(onlooker, VestisOptions.defaults(), client -> readAndCancel(client, jobs));
      call(onlooker, VestisRows.BY_FEATURE, client -> readByFeature(client, jobs));
      call(onlooker, VestisOptions.defaults(), FakeVestisContractTest::useHistory);
      VestisCalls.login(
              VestisAccountRows.EMAIL, VestisAccountRows.PASSWORD, VestisAccountRows::refreshed)
          .make(onlooker.scene());

      assertThat(onlooker.problems()).isEmpty();
      assertThat(onlooker.unseen()).isEmpty();
      assertThat(onlooker.seen()).contains("createJob 200", "createJob 202");
    }
  }

  /** Leaves jobs in every state behind. */
  private static void submitEveryKind(FakeVestis fake, Onlooker onlooker) throws Exception {
    fake.everyJob(ImageScript.byHand());
    for (Map.Entry<String, JsonElement> example :
        Spec.operation("vestis: createJob").requestExamples().entrySet()) {
      submit(onlooker, VestisRows.image(example.getKey(), example.getValue()));
    }
    fake.nextJob(ImageScript.atOnce());
    submit(onlooker, small());
    fake.nextJob(ImageScript.atOnceWithoutId());
    submit(onlooker, small());
    fake.jobs().get(1).processing(2);
    fake.jobs().get(2).completed();
    fake.jobs().get(3).failed("The image model refused the input");
    fake.jobs().get(4).cancelled();
  }

  private static JsonElement readAndCancel(VestisClient client, List<FakeImageJob> jobs)
      throws Exception {
    for (FakeImageJob job : jobs.subList(0, 4)) {
      client.status(job.id());
    }
    client.jobs(2).next();
    client.cancel(jobs.get(0).id());
    return JsonNull.INSTANCE;
  }

  private static JsonElement readByFeature(VestisClient client, List<FakeImageJob> jobs)
      throws Exception {
    client.status(jobs.get(2).id(), ImageKind.FLATLAY);
    client.status(jobs.get(3).id(), ImageKind.MANNEQUIN);
    return JsonNull.INSTANCE;
  }

  private static JsonElement useHistory(VestisClient client) throws Exception {
    List<Generation> images = client.generations(20).next().orElseThrow();
    String id = String.valueOf(images.get(0).getId());
    client.generation(id);
    client.deleteGeneration(id);
    return JsonNull.INSTANCE;
  }

  @Test
  void answersInItsOtherFormsAsTheDocumentSays() throws Exception {
    Spec camel = SPEC.with(Map.of("GenerateAnswer", "GenerateAnswerCamel", "Job", "JobCamel"));
    speaks(options().names(Names.CAMEL), camel, VestisOptions.defaults());
    speaks(
        options().wrappedJobs(), SPEC.with(Map.of("Job", "JobEnvelope")), VestisOptions.defaults());
    speaks(
        options().names(Names.SNAKE),
        SPEC.with(Map.of("FeatureStatus", "FeatureStatusSnake")),
        VestisRows.BY_FEATURE);
  }

  private void speaks(FakeVestisOptions.Builder options, Spec spec, VestisOptions client)
      throws Exception {
    try (FakeVestis fake = FakeVestis.start(options.build());
        Onlooker onlooker = new Onlooker(fake.baseUrl(), spec, folder)) {
      fake.everyJob(ImageScript.byHand());
      SpecOperation create = Spec.operation("vestis: createJob");
      submit(onlooker, VestisRows.image("flatlay", create.requestExamples().get("flatlay")));
      fake.jobs().get(0).completed();
      String id = fake.jobs().get(0).id();
      call(onlooker, client, c -> Trees.of(c.status(id, ImageKind.FLATLAY)));

      assertThat(onlooker.problems()).isEmpty();
      assertThat(onlooker.seen()).hasSize(2).contains("createJob 202");
    }
  }

  @Test
  void refusesAsTheDocumentSays() throws Exception {
    try (FakeVestis fake = FakeVestis.start(options().build());
        Onlooker onlooker = new Onlooker(fake.baseUrl(), SPEC, folder)) {
      onlooker.send("POST", "/generate?chat=true", "{");
      onlooker.send("POST", "/generate?chat=true&flatlay=true", "{'prompt':'A red scarf'}");
      onlooker.send("POST", "/generate?chat=true", "{'prompt':''}");
      onlooker.send(
          "POST", "/generate?chat=true", "{'prompt':'A','images':['data:a/b;base64,AA==']}");
      onlooker.send("POST", "/generate", "{'prompt':'A red scarf'}");
      onlooker.send("GET", "/jobs/unknown", "");
      onlooker.send("GET", "/jobs?page=0", "");
      fake.jobs().get(0).completed();
      onlooker.send("DELETE", "/jobs/" + fake.jobs().get(0).id(), "");
      onlooker.send("POST", "/auth/login", "{'email':'a@example.com','password':'wrong'}");
      fake.fault(VestisOperation.READ_JOB, FakeVestis.hiddenServerFault());
      onlooker.send("GET", "/jobs/1", "");
      String revoked = fake.issueToken();
      fake.revokeTokens();
      onlooker.sendAs(revoked, "GET", "/generations", "");
      onlooker.sendAs(revoked, "POST", "/auth/refresh", "");

      assertThat(onlooker.answerProblems()).isEmpty();
      assertThat(onlooker.seen())
          .containsExactly(
              "cancelJob 409",
              "createJob 202",
              "createJob 400",
              "createJob 415",
              "createJob 422",
              "listGenerations 401",
              "listJobs 422",
              "login 401",
              "readJob 404",
              "refreshToken 403");
    }
  }

  @Test
  void asksForCreditsAndForRestAsTheDocumentSays() throws Exception {
    FakeVestisOptions.Builder options = options().createsPerMinute(2, RetryHint.SECONDS);
    try (FakeVestis fake = FakeVestis.start(options.build());
        Onlooker onlooker = new Onlooker(fake.baseUrl(), SPEC, folder)) {
      fake.credits(2, 2);
      submit(onlooker, small());

      assertThatThrownBy(() -> submit(onlooker, small()))
          .isInstanceOf(QuotaExhaustedException.class);
      assertThatThrownBy(() -> submit(onlooker, small())).isInstanceOf(RateLimitedException.class);

      assertThat(onlooker.problems()).isEmpty();
      assertThat(onlooker.seen())
          .containsExactly("createJob 202", "createJob 402", "createJob 429");
    }
  }

  private static FakeVestisOptions.Builder options() {
    return FakeVestisOptions.builder()
        .token(Onlooker.TOKEN)
        .account(VestisAccountRows.EMAIL, VestisAccountRows.PASSWORD);
  }

  private static ImageRequest small() {
    SpecOperation create = Spec.operation("vestis: createJob");
    return VestisRows.image("chatShort", create.requestExamples().get("chatShort"));
  }

  private static void submit(Onlooker onlooker, ImageRequest image) throws Exception {
    VestisCalls.submission(image).make(onlooker.scene());
  }

  private static void call(Onlooker onlooker, VestisOptions options, VestisCalls.Use use)
      throws Exception {
    VestisCalls.vestis(options, use).make(onlooker.scene());
  }
}
