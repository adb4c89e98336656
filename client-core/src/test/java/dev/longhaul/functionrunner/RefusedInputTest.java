package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.generated.functionrunner.model.QualityLevel;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.Credentials;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bad input costs nothing: it is refused before a byte is sent, by its field, its limit and a fix.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusedInputTest {
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.open();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** A task that cannot work, the field that is wrong with it, and words of the error. */
  record Mistake(TaskSubmission task, String field, String words) {
    @Override
    public String toString() {
      return field + " " + words;
    }
  }

  static Stream<Mistake> mistakes() {
    JsonObject endless = new JsonObject();
    endless.addProperty(Bench.PROMPT, Double.NaN);
    JsonObject deep = new JsonObject();
    JsonObject bottom = deep;
    for (int depth = 0; depth < 100_000; depth++) {
      JsonObject below = new JsonObject();
      bottom.add("a", below);
      bottom = below;
    }
    return Stream.of(
        new Mistake(null, "task", "is missing"),
        new Mistake(Bench.task().templateId(null), "template_id", "is missing"),
        new Mistake(Bench.task().templateId("  "), "template_id", "is missing or blank"),
        new Mistake(Bench.task().templateId(".."), "template_id", "dot segment"),
        new Mistake(Bench.task().templateId("a\u0007b"), "template_id", "control character"),
        new Mistake(Bench.task().templateId("\ud83d"), "template_id", "surrogate"),
        new Mistake(Bench.task().templateId("x".repeat(513)), "template_id", "limit of 512"),
        new Mistake(Bench.task().inputs(null), "inputs", "is missing"),
        new Mistake(Bench.task().priority(-1), "priority", "is -1, outside 0 to 100"),
        new Mistake(Bench.task().priority(101), "priority", "is 101, outside 0 to 100"),
        new Mistake(Bench.task().quality(QualityLevel.of(" ")), "quality", "is blank"),
        new Mistake(Bench.task().inputs(endless), "inputs", "cannot be written as JSON"),
        new Mistake(Bench.task().metadata(deep), "inputs", "cannot be written as JSON"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aTaskThatCannotWorkIsRefused(Mistake mistake) {
    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class, () -> bench.client.submit(mistake.task()));

    assertRefused(mistake, refused);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aTaskThatCannotWorkIsRefusedThroughTheFuture(Mistake mistake) throws Exception {
    LonghaulException refused = Bench.failure(bench.client.submitAsync(mistake.task()));

    assertRefused(mistake, (InvalidInputException) refused);
  }

  private void assertRefused(Mistake mistake, InvalidInputException refused) {
    assertThat(refused.field()).isEqualTo(mistake.field());
    assertThat(refused)
        .hasMessageStartingWith(mistake.field())
        .hasMessageContaining(mistake.words())
        .hasMessageNotContaining(Bench.PROMPT)
        .hasNoCause();
    assertThat(refused.facts().reach()).isEqualTo(Reach.NOT_SENT);
    assertThat(bench.fake.ledger().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100})
  void aPriorityWithinTheLimitsIsSentAsItIs(int priority) throws Exception {
    bench.client.submit(Bench.task().priority(priority)).detach();

    ReceivedRequest sent = bench.fake.ledger().requests(FunctionRunnerOperation.SUBMIT_TASK).get(0);
    assertThat(sent.json().get("priority").getAsInt()).isEqualTo(priority);
  }

  @Test
  void whatIsNotSetIsNotSent() throws Exception {
    bench.client.submit(Bench.task()).detach();

    ReceivedRequest sent = bench.fake.ledger().requests(FunctionRunnerOperation.SUBMIT_TASK).get(0);
    assertThat(sent.json().keySet()).containsExactly("template_id", "inputs", "metadata");
  }

  @Test
  void aTaskThatWasSubmittedIsLeftAsItWas() throws Exception {
    TaskSubmission task = Bench.task();
    bench.client.submit(task).detach();

    assertThat(task).isEqualTo(Bench.task());
  }

  @Test
  void theCallersOwnMetadataAndKeyAreKept() throws Exception {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("order", 7);
    metadata.addProperty("idempotency_key", "mine");
    bench.client.submit(Bench.task().metadata(metadata)).detach();

    ReceivedRequest sent = bench.fake.ledger().requests(FunctionRunnerOperation.SUBMIT_TASK).get(0);
    assertThat(sent.json().getAsJsonObject("metadata")).isEqualTo(metadata);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", ".", "..", "a\nb", "a\0b"})
  void anIdThatCannotBeOneIsRefusedEverywhere(String id) {
    Stream.of(
            catchThrowableOfType(InvalidInputException.class, () -> bench.client.template(id)),
            catchThrowableOfType(InvalidInputException.class, () -> bench.client.templateAsync(id)),
            catchThrowableOfType(InvalidInputException.class, () -> bench.client.status(id)),
            catchThrowableOfType(InvalidInputException.class, () -> bench.client.statusAsync(id)),
            catchThrowableOfType(InvalidInputException.class, () -> bench.client.result(id)),
            catchThrowableOfType(InvalidInputException.class, () -> bench.client.resultAsync(id)),
            catchThrowableOfType(InvalidInputException.class, () -> bench.client.cancel(id)),
            catchThrowableOfType(InvalidInputException.class, () -> bench.client.cancelAsync(id)),
            catchThrowableOfType(InvalidInputException.class, () -> bench.client.attach(id)))
        .forEach(refused -> assertThat(refused).isNotNull());
    assertThat(bench.fake.ledger().requests()).isEmpty();
  }

  @Test
  void inputsThatTheServiceDoesNotTakeAreARefusalOfItsOwn() {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", 42);

    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class, () -> bench.client.submit(Bench.task().inputs(inputs)));

    assertThat(refused.facts().status()).hasValue(422);
    assertThat(refused.facts().serverCode()).contains("VALIDATION_ERROR");
    assertThat(bench.fake.ledger().creates()).isZero();
  }

  @Test
  void anUnknownTemplateIsNotFound() {
    NotFoundException unknown =
        catchThrowableOfType(
            NotFoundException.class, () -> bench.client.submit(Bench.task().templateId("nope")));

    assertThat(unknown.facts().reach()).isEqualTo(Reach.DECLINED);
    assertThat(bench.fake.ledger().creates()).isZero();
  }

  @Test
  void theResultOfAJobThatGoesOnIsRefusedByTheService() throws Exception {
    JobHandle<TaskResult> job = bench.submitted();

    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class, () -> bench.client.result(job.id().orElseThrow()));

    assertThat(refused.facts().status()).hasValue(409);
    assertThat(refused.facts().jobId()).isEqualTo(job.id());
    job.detach();
  }

  @Test
  void aMissingTokenIsARefusalOfTheCredentials() {
    try (FunctionRunnerClient nobody =
        FunctionRunnerClient.open(
            Bench.options(bench.fake.baseUrl()).credentials(Credentials.none()).build())) {
      CredentialsException refused =
          catchThrowableOfType(
              CredentialsException.class, () -> nobody.templates(TemplateQuery.all()));

      assertThat(refused.facts().status()).hasValue(401);
      assertThat(refused).hasMessageContaining("Pass current ones");
    }
  }

  @Test
  void aTokenThatCannotBeHadSendsNothing() throws Exception {
    Credentials broken =
        Credentials.refreshing(
            () -> {
              throw new IllegalStateException("the vault is down");
            });
    try (FunctionRunnerClient client =
        FunctionRunnerClient.open(
            Bench.options(bench.fake.baseUrl()).credentials(broken).build())) {
      assertThat(Bench.failure(client.submitAsync(Bench.task())))
          .isInstanceOf(CredentialsException.class);
      assertThat(Bench.failure(client.templatesAsync(TemplateQuery.all())))
          .isInstanceOf(CredentialsException.class);
      assertThat(
              catchThrowableOfType(
                  CredentialsException.class, () -> client.templates(TemplateQuery.all())))
          .isNotNull();
      assertThat(bench.fake.ledger().requests()).isEmpty();
    }
  }
}
