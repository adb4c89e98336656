package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ImageAccountTest {

  private static final String LOGIN = "{\"email\": \"ada@example.com\", \"password\": \"secret\"}";

  private final VirtualTime time = VirtualTime.create();
  private final FakeVestis fake =
      FakeVestis.start(
          FakeVestisOptions.builder()
              .clock(time)
              .account("ada@example.com", "secret")
              .tokenLife(Duration.ofMinutes(10))
              .build());
  private final ImageCalls calls = new ImageCalls(fake);

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void nothingIsAskedUnlessAnOptionSaysSo() throws IOException {
    try (FakeVestis free = FakeVestis.start();
        ImageCalls anybody = new ImageCalls(free)) {
      assertThat(anybody.create().status()).isEqualTo(202);
      assertThat(anybody.http().post("/auth/login", LOGIN).status()).isEqualTo(200);
    }
  }

  @Test
  void everyRequestNeedsATokenButTheLogin() throws IOException {
    for (String path :
        List.of("/jobs", "/jobs/1", "/flatlay/status/1", "/generations", "/generations/1")) {
      assertUnauthorized(calls.http().get(path));
    }
    assertUnauthorized(calls.create());
    assertUnauthorized(calls.cancel("1"));
    assertUnauthorized(calls.http().delete("/generations/1"));
    assertUnauthorized(get("Basic " + login()));
    assertUnauthorized(get("Bearer " + login() + "x"));

    assertThat(get("Bearer " + login()).status()).isEqualTo(200);
    assertThat(fake.ledger().creates()).isZero();
  }

  @Test
  void onlyTheAccountMayLogIn() throws IOException {
    assertThat(calls.http().post("/auth/login", LOGIN.replace("secret", "guess")).status())
        .isEqualTo(401);
    assertThat(calls.http().post("/auth/login", "[]").status()).isEqualTo(400);
    Http.Answer empty = calls.http().post("/auth/login", "{\"email\": 7}");

    assertThat(empty.status()).isEqualTo(422);
    assertThat(empty.object().get("error"))
        .isEqualTo(
            JsonParser.parseString(
                "{\"email\": \"must be provided\", \"password\": \"must be provided\"}"));
  }

  @Test
  void aTokenTellsItsEnd() throws IOException {
    String token = login();
    String[] parts = token.split("\\.");
    assertThat(parts).hasSize(3);

    assertThat(decoded(parts[0]).get("alg").getAsString()).isEqualTo("HS256");
    JsonObject claims = decoded(parts[1]);
    assertThat(claims.get("iat").getAsLong()).isEqualTo(time.instant().getEpochSecond());
    assertThat(claims.get("exp").getAsLong()).isEqualTo(time.instant().getEpochSecond() + 600);
    assertThat(login()).isNotEqualTo(token);
  }

  @Test
  void aTokenEndsByTheClock() throws IOException {
    String token = "Bearer " + login();
    time.advance(Duration.ofSeconds(599));
    assertThat(get(token).status()).isEqualTo(200);
    time.advance(Duration.ofSeconds(1));

    Http.Answer late = get(token);

    assertThat(late.status()).isEqualTo(401);
    assertThat(late.object().toString()).isEqualTo("{\"message\":\"Token expired\"}");
  }

  @Test
  void aTokenEndsByHandAndIsExchanged() throws IOException {
    String token = "Bearer " + fake.issueToken();
    assertThat(get(token).status()).isEqualTo(200);
    fake.expireTokens();
    assertThat(get(token).status()).isEqualTo(401);

    Http.Answer refreshed = refresh(token);

    assertThat(refreshed.status()).isEqualTo(200);
    assertThat(refreshed.object().get("message").getAsString()).isEqualTo("Token refreshed");
    assertThat(get("Bearer " + refreshed.object().get("token").getAsString()).status())
        .isEqualTo(200);
  }

  @Test
  void aTokenThatIsRevokedIsNotExchanged() throws IOException {
    String token = "Bearer " + login();
    fake.revokeTokens();

    assertUnauthorized(get(token));
    Http.Answer refused = refresh(token);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(ImageCalls.error(refused)).isEqualTo("token cannot be refreshed");
    assertUnauthorized(calls.http().post("/auth/refresh", ""));
    assertThat(get("Bearer " + login()).status()).isEqualTo(200);
  }

  @Test
  void aTokenOfTheOptionsIsGoodForEver() throws IOException {
    FakeVestisOptions options = FakeVestisOptions.builder().clock(time).token("fixed").build();
    assertThat(options).hasToString("FakeVestisOptions[token asked]");
    try (FakeVestis other = FakeVestis.start(options);
        ImageCalls others = new ImageCalls(other)) {
      other.expireTokens();
      other.revokeTokens();
      time.advance(Duration.ofDays(1000));
      Request request =
          new Request.Builder()
              .url(others.http().url("/jobs"))
              .header("Authorization", "Bearer fixed")
              .build();

      assertThat(others.http().send(request).status()).isEqualTo(200);
      assertUnauthorized(others.http().get("/jobs"));
    }
  }

  private String login() throws IOException {
    return calls.http().post("/auth/login", LOGIN).object().get("token").getAsString();
  }

  private Http.Answer get(String authorization) throws IOException {
    return calls
        .http()
        .send(
            new Request.Builder()
                .url(calls.http().url("/jobs"))
                .header("Authorization", authorization)
                .build());
  }

  private Http.Answer refresh(String authorization) throws IOException {
    return calls
        .http()
        .send(
            new Request.Builder()
                .url(calls.http().url("/auth/refresh"))
                .header("Authorization", authorization)
                .post(RequestBody.create(new byte[0]))
                .build());
  }

  private static void assertUnauthorized(Http.Answer answer) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(ImageCalls.error(answer)).isEqualTo("invalid or missing authentication token");
    assertThat(answer.response().header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  private static JsonObject decoded(String part) {
    String json = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    return JsonParser.parseString(json).getAsJsonObject();
  }
}
