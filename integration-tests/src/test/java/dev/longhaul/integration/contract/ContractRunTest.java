package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs clients that break the contract, so that it shows that a run notices. */
class ContractRunTest {
  private static final String READ = "function-runner: readTaskStatus";
  private static final String STATUS = "/api/v1/functions/tasks/t-1/status";

  @TempDir private Path folder;

  private final StubbedService service = new StubbedService();

  @AfterEach
  void stopTheService() {
    service.close();
  }

  @Test
  void aClientThatKeepsTheContractPasses() throws Exception {
    ContractRun run = run(STATUS);
    assertThat(breaches(run)).isEmpty();
    assertThat(Trees.plain(run.told())).isEqualTo(whole());
  }

  @Test
  void aWrongRequestIsReported() throws Exception {
    assertThat(breaches(run(STATUS + "?verbose=1")))
        .singleElement()
        .asString()
        .contains("the request", "verbose");
  }

  @Test
  void aWrongAnswerIsReported() throws Exception {
    JsonObject body = running().json().getAsJsonObject();
    body.addProperty("undeclared", 1);
    CannedAnswer wrong = running().with("wrong", "application/json", body);
    assertThat(breaches(run(wrong, STATUS)))
        .singleElement()
        .asString()
        .contains("the answer", "undeclared");
  }

  @Test
  void aRepeatedRequestIsReported() throws Exception {
    assertThat(breaches(run(STATUS, STATUS))).containsExactly(READ + " was asked 2 times");
  }

  @Test
  void aRequestThatNobodyExpectsIsReported() throws Exception {
    assertThat(breaches(run(STATUS, "/api/v1/functions/tasks/t-1/result")))
        .singleElement()
        .asString()
        .contains("/result -> 404", "nothing leads the contract to expect this request");
  }

  @Test
  void aClientThatSendsNothingIsReported() throws Exception {
    assertThat(breaches(run())).containsExactly(READ + " was asked 0 times");
  }

  @Test
  void aValueThatLostSomethingDiffers() {
    JsonObject less = running().json().getAsJsonObject();
    less.remove("eta");
    JsonObject other = running().json().getAsJsonObject();
    other.addProperty("progress", 42);
    assertThat(List.of(Trees.plain(less), Trees.plain(other))).doesNotContain(whole());
  }

  @Test
  void aValueThatIsWrittenInAnotherWayIsTheSame() {
    JsonElement one = JsonParser.parseString("{'a':1.50,'b':null,'t':'2026-03-02T10:00:00Z'}");
    JsonElement two = JsonParser.parseString("{'t':'2026-03-02T11:00:00+01:00','a':1.5}");
    assertThat(Trees.plain(one)).isEqualTo(Trees.plain(two));
  }

  private static ContractRow row() {
    return ContractRow.of(READ);
  }

  /** Returns what a caller has to be told of the example. */
  private static JsonElement whole() {
    return Trees.plain(running().json());
  }

  private static CannedAnswer running() {
    return Spec.operation(READ).answer("200/running");
  }

  private static List<String> breaches(ContractRun run) {
    return run.breaches(row());
  }

  private ContractRun run(String... paths) throws Exception {
    return run(running(), paths);
  }

  private ContractRun run(CannedAnswer answer, String... paths) throws Exception {
    ClientCall client =
        scene -> {
          JsonElement last = JsonNull.INSTANCE;
          for (String path : paths) {
            last = get(URI.create(scene.server() + path));
          }
          return last;
        };
    ContractRow.Call call = new ContractRow.Call("faulty", client, null, null);
    return ContractRun.of(service, row(), call, answer, folder);
  }

  private static JsonElement get(URI uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build();
    String body = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return body.startsWith("{") ? JsonParser.parseString(body) : JsonNull.INSTANCE;
  }
}
