package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.longhaul.testkit.FakeSoraOptions.RetryHint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class SoraAccountTest {

  private final VirtualTime time = VirtualTime.create();
  private FakeSora fake;
  private SoraCalls calls;

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void aRequestWithoutTheTokenIsRefused() throws IOException {
    start(FakeSoraOptions.builder().token("right"));

    for (String path : List.of("/videos", "/videos/video_1/content", "/models", "/health")) {
      Http.Answer answer = calls.http().get(path);
      assertThat(SoraCalls.refusal(answer)).isEqualTo("401 - invalid_api_key");
      assertThat(answer.response().header("x-request-id")).isNotEmpty();
    }
    assertThat(get("Authorization", "Bearer wrong").status()).isEqualTo(401);
    assertThat(get("Authorization", "Bearer right").status()).isEqualTo(200);
  }

  @Test
  void anotherOrganizationOrProjectIsRefused() throws IOException {
    start(FakeSoraOptions.builder().organization("org-1").project("proj-1"));

    assertThat(SoraCalls.refusal(get("OpenAI-Organization", "org-2")))
        .isEqualTo("401 - invalid_organization");
    assertThat(SoraCalls.refusal(get("OpenAI-Project", "proj-1")))
        .isEqualTo("401 - invalid_organization");
    assertThat(SoraCalls.refusal(get("OpenAI-Organization", "org-1")))
        .isEqualTo("401 - invalid_project");
    Request both =
        request("OpenAI-Organization", "org-1").header("OpenAI-Project", "proj-1").build();
    assertThat(calls.http().send(both).status()).isEqualTo(200);
  }

  @Test
  void createsThatComeTooFastAreToldWhenToComeAgain() throws IOException {
    start(FakeSoraOptions.builder().createsPerMinute(2, RetryHint.SECONDS));
    calls.create();
    time.advance(Duration.ofMillis(20_500));
    calls.create();

    Http.Answer refused = calls.create(SoraCalls.KITE);
    assertThat(SoraCalls.refusal(refused)).isEqualTo("429 - rate_limit_exceeded");
    assertThat(refused.response().header("Retry-After")).isEqualTo("40");
    assertThat(calls.list("").has("data")).isTrue();

    time.advance(Duration.ofMillis(39_499));
    assertThat(calls.create(SoraCalls.KITE).response().header("Retry-After")).isEqualTo("1");
    time.advance(Duration.ofMillis(1));
    assertThat(calls.create(SoraCalls.KITE).status()).isEqualTo(200);
    assertThat(fake.ledger().creates()).isEqualTo(3);
  }

  @Test
  void theHintMayBeInMillisecondsOrMissing() throws IOException {
    start(FakeSoraOptions.builder().createsPerMinute(1, RetryHint.MILLISECONDS));
    calls.create();
    time.advance(Duration.ofMillis(58_500));
    Http.Answer refused = calls.create(SoraCalls.KITE);
    assertThat(refused.response().header("retry-after-ms")).isEqualTo("1500");
    assertThat(refused.response().header("Retry-After")).isNull();
    close();

    start(FakeSoraOptions.builder().createsPerMinute(1, RetryHint.NONE));
    calls.create();
    refused = calls.create(SoraCalls.KITE);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.response().header("retry-after-ms")).isNull();
    assertThat(refused.response().header("Retry-After")).isNull();
  }

  @Test
  void aUsedUpQuotaIsNoMatterOfWaiting() throws IOException {
    start(FakeSoraOptions.builder());
    fake.quota(1);
    calls.create();

    Http.Answer refused = calls.create(SoraCalls.KITE);

    assertThat(SoraCalls.refusal(refused)).isEqualTo("429 - insufficient_quota");
    assertThat(refused.object().getAsJsonObject("error").get("type").getAsString())
        .isEqualTo("insufficient_quota");
    assertThat(refused.response().header("Retry-After")).isNull();
    assertThat(fake.ledger().creates()).isEqualTo(1);
    fake.quota(1);
    assertThat(calls.create(SoraCalls.KITE).status()).isEqualTo(200);
  }

  @Test
  void limitsThatMeanNothingAreRefused() {
    start(FakeSoraOptions.builder());
    FakeSoraOptions.Builder builder = FakeSoraOptions.builder();

    assertThatIllegalArgumentException().isThrownBy(() -> fake.quota(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.createsPerMinute(0, RetryHint.NONE));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.filesLast(Duration.ofDays(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.offers(List.of(), List.of("1x1"), List.of("4")));
  }

  @Test
  void theHealthPathMayBeMissing() throws IOException {
    start(FakeSoraOptions.builder());
    assertThat(calls.http().get("/health").object())
        .isEqualTo(SoraCalls.json("{\"status\":\"ok\"}"));
    close();

    start(FakeSoraOptions.builder().withoutHealth());
    assertThat(SoraCalls.refusal(calls.http().get("/health"))).isEqualTo("404 - unknown_url");
  }

  @Test
  void aWrongMethodAndAWrongPathAreToldApart() throws IOException {
    start(FakeSoraOptions.builder());

    assertThat(SoraCalls.refusal(calls.http().post("/models", "{}")))
        .isEqualTo("405 - method_not_supported");
    assertThat(SoraCalls.refusal(calls.http().get("/sora/videos"))).isEqualTo("404 - unknown_url");
    assertThat(SoraCalls.refusal(calls.http().get(root() + "/files/video_1.mp4")))
        .isEqualTo("404 - unknown_url");
    assertThat(SoraCalls.refusal(calls.http().get("/videos/edits"))).isEqualTo("404 id not_found");
    assertThat(fake.ledger().requests(SoraOperation.UNKNOWN)).hasSize(2);
    assertThat(fake.ledger().requests(SoraOperation.ANY)).hasSize(4);
  }

  @Test
  void anIdMayHoldAnythingWhenItIsEscaped() throws IOException {
    start(FakeSoraOptions.builder().jobIds(number -> "demo:" + number + "/é"));
    calls.create();

    assertThat(calls.video("demo:1%2F%C3%A9").get("id").getAsString()).isEqualTo("demo:1/é");
    assertThat(calls.read("demo:1/é").status()).isEqualTo(404);
  }

  private Http.Answer get(String header, String value) throws IOException {
    return calls.http().send(request(header, value).build());
  }

  private Request.Builder request(String header, String value) {
    return new Request.Builder().url(calls.http().url("/videos")).header(header, value);
  }

  private String root() {
    return fake.baseUrl().replace("/v1", "");
  }

  private void start(FakeSoraOptions.Builder options) {
    fake = FakeSora.start(options.clock(time).build());
    calls = new SoraCalls(fake);
  }
}
