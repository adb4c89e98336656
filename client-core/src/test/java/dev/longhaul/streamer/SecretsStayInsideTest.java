package dev.longhaul.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.job.JobHandle;
import dev.longhaul.streamer.StreamerOptions.OverGatewayLimit;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.StreamerScript;
import dev.longhaul.testkit.StreamerTokens;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Neither the token nor a payload is in any text that this client makes. */
@ExtendWith(LeakCheck.class)
class SecretsStayInsideTest {
  private static final String SECRET = "pay-77c1-for-nobody-else";

  /** The log is recorded for all tests of the module, by a class of another package. */
  @SuppressWarnings("unchecked")
  private static List<String> logLines() throws Exception {
    Method lines =
        Class.forName("dev.longhaul.functionrunner.RecordedLog").getDeclaredMethod("lines");
    lines.setAccessible(true);
    return (List<String>) lines.invoke(null);
  }

  private static String text(Throwable error) {
    StringWriter all = new StringWriter();
    error.printStackTrace(new PrintWriter(all));
    return all.toString();
  }

  @Test
  void nothingTellsTheTokenOrThePayload() throws Exception {
    List<String> texts = new ArrayList<>();
    try (StreamerBench bench =
        StreamerBench.open(s -> s.gatewayLimit(50, OverGatewayLimit.WARNED))) {
      StreamerRequest<?> request =
          StreamerRequest.builder("work").payload(SECRET).metadata("note", SECRET).build();
      texts.add(request.toString());
      JsonObject echoing = new JsonObject();
      echoing.addProperty("echo", SECRET);
      bench.fake.action("work", StreamerScript.builder().failure(SECRET + " x", SECRET).build());
      bench.client.requestAsync(request).handle((job, error) -> texts.add(text(error))).join();
      bench.fake.action("work", StreamerScript.builder().queued().unsuccessful(echoing).build());
      JobHandle<?> failed = bench.client.request(request);
      StreamerBench.outcome(failed);
      texts.add(failed + " " + failed.snapshot() + " " + StreamerBench.outcome(failed));
      bench.fake.action("work", StreamerScript.builder().queued().dropsAt(1).build());
      bench.client.requestAsync(request).handle((job, error) -> texts.add(text(error))).join();
      bench.fake.action("work", StreamerScript.silent());
      JobHandle<?> lost = bench.client.request(request);
      bench.fake.sockets().open().get(0).send("{\"type\":\"" + SECRET + "\"}");
      bench.fake.sockets().open().get(0).send(SECRET);
      bench.fake.restart();
      texts.add(text(StreamerBench.failure(OutcomeUnknownException.class, lost.outcome())));
      CompletableFuture<?> health = bench.client.healthAsync();
      health.join();
      texts.add(bench.client + " " + bench.client.connection() + " " + bench.events);
    }
    List<String> logged = logLines();
    assertThat(logged).anyMatch(line -> line.contains("gateways close the connection"));
    texts.addAll(logged);
    String token = StreamerTokens.valid();
    String claims = token.substring(token.indexOf(".") + 1, token.lastIndexOf("."));
    assertThat(texts).noneMatch(text -> text.contains(SECRET) || text.contains(claims));
  }
}
