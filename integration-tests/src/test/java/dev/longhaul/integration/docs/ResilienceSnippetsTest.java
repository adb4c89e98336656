package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.functionrunner.TemplateQuery;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.integration.docs.ResilienceSnippets.Orders;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.WireFault;
import java.net.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the page of resilience shows does what it says there. */
@ExtendWith({LeakCheck.class, FakeExtension.class})
class ResilienceSnippetsTest {
  private static final Logger LOG = LoggerFactory.getLogger(ResilienceSnippetsTest.class);
  private static final WireFault SHED = WireFault.status(503, Map.of("retry-after-ms", "1"), "");

  @Test
  void theLimitsOfTheExampleAreTaken(FakeFunctionRunner fake) throws Exception {
    try (FunctionRunnerClient client = ResilienceSnippets.limits(fake.baseUrl())) {
      for (int i = 0; i < 4; i++) {
        fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, SHED);
      }
      assertThat(client.templates(TemplateQuery.all())).hasSize(3);
    }
  }

  @Test
  void aViewSendsItsOwnHeaderAndTriesLonger(FakeFunctionRunner fake) throws Exception {
    try (FunctionRunnerClient client = open(fake)) {
      JobHandle<TaskResult> job = client.submit(task());
      job.detach();
      for (int i = 0; i < 8; i++) {
        fake.fault(FunctionRunnerOperation.READ_STATUS, SHED);
      }
      String id = job.id().orElseThrow();
      assertThat(ResilienceSnippets.perCall(client, id).getTaskId()).isEqualTo(id);
    }

    assertThat(fake.ledger().requests(FunctionRunnerOperation.READ_STATUS))
        .hasSize(9)
        .allSatisfy(it -> assertThat(it.header("X-Team")).isEqualTo("lighthouse"));
  }

  @Test
  void aPredicateTakesThePlaceOfTheDefault(FakeFunctionRunner fake) {
    ClientOptions options =
        ClientOptions.builder(fake.baseUrl()).resilience(ResilienceSnippets.predicate()).build();
    fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.resetAfterRead());
    try (FunctionRunnerClient client = FunctionRunnerClient.open(options)) {
      assertThatThrownBy(() -> client.status("task-1")).isInstanceOf(UnreachableException.class);
    }

    assertThat(fake.ledger().requests()).hasSize(1);
  }

  @Test
  void anInterceptorSeesEveryAttempt(FakeFunctionRunner fake) throws Exception {
    fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, SHED);
    try (FunctionRunnerClient client =
        ResilienceSnippets.ownHttpClient(fake.baseUrl(), Proxy.NO_PROXY, "127.0.0.1", "north")) {
      client.templates(TemplateQuery.all());
    }

    assertThat(fake.ledger().requests())
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.header("X-Tenant")).isEqualTo("north"));
  }

  @Test
  void aRefusedTokenIsFetchedAnew() throws Exception {
    AtomicInteger fetched = new AtomicInteger();
    FakeOptions guarded = FakeOptions.builder().token("token-2").build();
    try (FakeFunctionRunner fake = FakeFunctionRunner.start(guarded);
        FunctionRunnerClient client =
            ResilienceSnippets.freshToken(
                fake.baseUrl(),
                () -> CompletableFuture.completedFuture("token-" + fetched.incrementAndGet()))) {
      assertThat(client.templates(TemplateQuery.all())).hasSize(3);
    }

    assertThat(fetched).hasValue(2);
  }

  @Test
  void aServiceThatHonoursKeysIsAskedAgain() throws Exception {
    FakeOptions replaying = FakeOptions.builder().keys(FakeOptions.Keys.REPLAYED).build();
    try (FakeFunctionRunner fake = FakeFunctionRunner.start(replaying);
        FunctionRunnerClient client =
            ResilienceSnippets.keyMode(soon(fake.baseUrl()), KeyMode.REPLAYED)) {
      fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.answerLost());

      JobHandle<TaskResult> job = client.submit(task());

      assertThat(job.id()).contains(fake.jobs().get(0).id());
      assertThat(fake.ledger().creates()).isEqualTo(1);
      assertThat(fake.ledger().createsReceived()).isEqualTo(2);
    }
  }

  @Test
  void anUncertainTaskThatIsThereIsAttachedTo(FakeFunctionRunner fake) throws Exception {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.answerLost());
    try (FunctionRunnerClient client = open(fake)) {
      JobHandle<TaskResult> job = submitOnce(client, fake);

      assertThat(job.await(Duration.ofSeconds(20)).resultOrThrow()).isNotNull();
    }

    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void anUncertainTaskThatIsNotThereIsSubmittedAgain(FakeFunctionRunner fake) throws Exception {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.resetAfterRead());
    try (FunctionRunnerClient client = open(fake)) {
      assertThat(submitOnce(client, fake).id()).contains(fake.jobs().get(0).id());
    }

    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  @Test
  void aTaskThatExistsAndCannotBeFoundIsNotSubmittedAgain() {
    FakeOptions rejecting = FakeOptions.builder().keys(FakeOptions.Keys.REJECTED).build();
    try (FakeFunctionRunner fake = FakeFunctionRunner.start(rejecting);
        FunctionRunnerClient client =
            ResilienceSnippets.keyMode(soon(fake.baseUrl()), KeyMode.REJECTED)) {
      fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.answerLost());
      Orders blind = orders(key -> Optional.empty());

      assertThatThrownBy(() -> ResilienceSnippets.submitOnce(client, task(), "order 1", blind))
          .isInstanceOfSatisfying(
              SubmissionUncertainException.class, it -> assertThat(it.exists()).isTrue());
      assertThat(fake.ledger().creates()).isEqualTo(1);
    }
  }

  @Test
  void aListenerThatLogsHoldsNothingUp(FakeFunctionRunner fake) throws Exception {
    fake.fault(
        FunctionRunnerOperation.LIST_TEMPLATES,
        WireFault.status(429, Map.of("retry-after-ms", "1"), ""));
    try (FunctionRunnerClient client = ResilienceSnippets.listener(fake.baseUrl(), LOG)) {
      assertThat(client.templates(TemplateQuery.all())).hasSize(3);
    }

    assertThat(fake.ledger().requests()).extracting(ReceivedRequest::method).hasSize(2);
  }

  private static JobHandle<TaskResult> submitOnce(
      FunctionRunnerClient client, FakeFunctionRunner fake) throws InterruptedException {
    Orders orders =
        orders(
            key ->
                fake.jobs().stream()
                    .filter(job -> key.toString().equals(job.idempotencyKey()))
                    .map(FakeJob::id)
                    .findFirst());
    return ResilienceSnippets.submitOnce(client, task(), "order 1", orders);
  }

  private static Orders orders(Function<UUID, Optional<String>> find) {
    UUID key = UUID.randomUUID();
    return new Orders() {
      @Override
      public UUID keyOf(String order) {
        return key;
      }

      @Override
      public Optional<String> taskWithKey(UUID wanted) {
        return find.apply(wanted);
      }
    };
  }

  private static FunctionRunnerClient open(FakeFunctionRunner fake) {
    return FunctionRunnerClient.open(soon(fake.baseUrl()));
  }

  private static ClientOptions soon(String url) {
    Duration soon = Duration.ofMillis(1);
    ResilienceOptions quick = ResilienceOptions.builder().backOff(soon, 1, soon).build();
    return ClientOptions.builder(url).resilience(quick).build();
  }

  private static TaskSubmission task() {
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "a lighthouse at dawn");
    return new TaskSubmission().templateId("text-to-image").inputs(inputs);
  }
}
