package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A refusal tells what the service said about it. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusalTest {
  @Test
  void aRefusalWhoseWordsAreCutOffIsStillARefusal() {
    try (RawServer cut =
            RawServer.answering(
                out ->
                    out.write(
                        "HTTP/1.1 422 \r\nContent-Length: 99\r\n\r\n{\"er"
                            .getBytes(StandardCharsets.US_ASCII)));
        FunctionRunnerClient client =
            FunctionRunnerClient.open(Bench.options(cut.baseUrl()).build())) {
      RefusedException refusal =
          catchThrowableOfType(RefusedException.class, () -> client.submit(Bench.task()));

      assertThat(refusal.facts().status()).hasValue(422);
    }
  }

  @Test
  void aRefusalSaysWhenToComeBackAndUnderWhichIdItWasLogged() {
    try (Bench bench = Bench.open()) {
      Map<String, String> headers = Map.of("Retry-After", "7", "X-Request-ID", "req-81");
      String body = "{\"error\":{\"code\":\"TOO_BUSY\",\"message\":\"later\"}}";
      bench.fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.status(429, headers, body));

      LonghaulException refusal =
          catchThrowableOfType(RateLimitedException.class, () -> bench.client.submit(Bench.task()));

      assertThat(refusal.facts().retryAfter()).contains(Duration.ofSeconds(7));
      assertThat(refusal.facts().requestId()).contains("req-81");
      assertThat(refusal.facts().serverCode()).contains("TOO_BUSY");
      assertThat(refusal.facts().serverMessage()).contains("later");
      assertThat(refusal).hasMessageContainingAll("HTTP 429", "TOO_BUSY", "req-81", "PT7S");
    }
  }
}
