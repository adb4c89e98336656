package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Function Runner may live below any path. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PathPrefixTest {
  private static final String USUAL = FunctionRunnerOptions.PREFIX;

  private final FakeFunctionRunner fake = FakeFunctionRunner.start();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void everyCallGoesBelowThePrefix() throws Exception {
    try (FunctionRunnerClient client = client("", "/runner/v2")) {
      fake.everyJob(JobScript.builder().build());
      client.templates(TemplateQuery.builder().category("image").build());
      client.template("report");
      JobHandle<TaskResult> task = client.submit(Bench.task());
      String id = task.id().orElseThrow();
      assertThat(task.await(Duration.ofSeconds(10))).isInstanceOf(JobOutcome.Succeeded.class);
      client.cancel(id);
      BatchHandle batch = client.submitBatch(Batches.of(Batches.task()));
      batch.detach();
      client.attachBatch(batch.id()).cancel();

      assertThat(asked)
          .allMatch(path -> path.startsWith("/runner/v2/"))
          .contains(
              "/runner/v2/templates?category=image",
              "/runner/v2/templates/report",
              "/runner/v2/tasks",
              "/runner/v2/tasks/" + id + "/status",
              "/runner/v2/tasks/" + id + "/result",
              "/runner/v2/tasks/" + id + "/cancel",
              "/runner/v2/batches",
              "/runner/v2/batches/" + batch.id());
    }
  }

  @Test
  void theBatchIsCancelledBelowThePrefixToo() throws Exception {
    try (FunctionRunnerClient client = client("", "/r")) {
      fake.everyJob(JobScript.byHand());
      BatchHandle batch = client.submitBatch(Batches.of(Batches.task()));

      assertThat(batch.cancel()).hasOnlyElementsOfType(CancelResult.Accepted.class);
      assertThat(asked).contains("/r/batches/" + batch.id() + "/cancel");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/gateway", "/api/v1/functionss", "/api/v1/functions/gateway"})
  void thePrefixComesAfterThePathOfTheBaseUrl(String base) throws Exception {
    try (FunctionRunnerClient client = client(base, "/r")) {
      client.template("report");

      assertThat(asked).containsExactly(base + "/r/templates/report");
    }
  }

  @Test
  void anIdThatLooksLikeThePrefixStaysAsItIs() {
    try (FunctionRunnerClient client = client("", "/r")) {
      assertThatThrownBy(() -> client.template("api/v1/functions/x"))
          .isInstanceOf(NotFoundException.class);
      assertThat(asked).containsExactly("/r/templates/api%2Fv1%2Ffunctions%2Fx");
    }
  }

  @Test
  void theUsualPrefixNeedsNoOption() throws Exception {
    try (FunctionRunnerClient client = client("", USUAL)) {
      client.template("report");

      assertThat(asked).containsExactly(USUAL + "/templates/report");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "runner",
        "/runner/",
        "//runner",
        "/a b",
        "/a?b",
        "/a#b",
        "/..",
        "/a/./b"
      })
  void aPrefixThatIsNoPlainPathIsRefused(String prefix) {
    assertThatThrownBy(() -> FunctionRunnerOptions.builder().pathPrefix(prefix))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("pathPrefix is no plain path");
  }

  /** A client whose requests are noted, and then led to where the fake has its paths. */
  private FunctionRunnerClient client(String base, String prefix) {
    OkHttpClient gateway =
        new OkHttpClient.Builder().addInterceptor(chain -> lead(chain, base, prefix)).build();
    return FunctionRunnerClient.open(
        Bench.options(fake.baseUrl() + base).httpClient(gateway).build(),
        Bench.PLAIN.toBuilder().pathPrefix(prefix).build());
  }

  private Response lead(Interceptor.Chain chain, String base, String prefix) throws IOException {
    Request request = chain.request();
    HttpUrl url = request.url();
    String path = url.encodedPath();
    asked.add(url.query() == null ? path : path + "?" + url.query());
    HttpUrl there =
        url.newBuilder()
            .encodedPath(path.replaceFirst("^" + base + prefix + "/", USUAL + "/"))
            .build();
    return chain.proceed(request.newBuilder().url(there).build());
  }
}
