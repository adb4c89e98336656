package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.longhaul.generated.streamer.model.HandshakeRefusal;
import dev.longhaul.testkit.FakeStreamerOptions.Tokens;
import dev.longhaul.testkit.StreamerLine.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may open a socket, and where. */
@ExtendWith(LeakCheck.class)
class StreamerHandshakeTest {

  private final VirtualTime time = VirtualTime.create();
  private final FakeStreamer fake =
      FakeStreamer.start(FakeStreamerOptions.builder().clock(time).build());

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void aGoodTokenOpensASocket() throws Exception {
    assertThat(status(StreamerTokens.valid())).isEqualTo(101);
    assertThat(status("Bearer " + StreamerTokens.valid())).isEqualTo(101);
    assertThat(fake.sockets().opened()).isEqualTo(2);
    assertThat(fake.sockets().all().get(0).query()).containsOnlyKeys("Authorization");
  }

  @Test
  void theTokenMayComeInTheHeader() throws Exception {
    for (String prefix : List.of("", "Bearer ")) {
      Request request =
          new Request.Builder()
              .url(fake.url())
              .header("Authorization", prefix + StreamerTokens.valid())
              .build();
      try (StreamerLine line = StreamerLine.to(request)) {
        assertThat(line.opening().status()).isEqualTo(101);
      }
    }
  }

  @Test
  void everyNameOfTheStageIsServedAndNoOther() throws Exception {
    for (String path : List.of("/production", "/prod", "/dev", "/staging", "/ws")) {
      assertThat(at(path).status()).isEqualTo(101);
    }
    assertThat(at("/test")).isEqualTo(new Refusal(403, "{\"message\":\"Forbidden\"}"));
  }

  @Test
  void aTokenThatSaysTooLittleIsRefused() throws Exception {
    assertRefused("", "missing");
    assertRefused("Bearer ", "missing");
    assertRefused("no token", "malformed");
    assertRefused("a.b", "malformed");
    assertRefused("a.!!!.c", "malformed");
    assertRefused("a.W10.c", "malformed");
    assertRefused(StreamerTokens.valid().replaceAll("\\.[^.]*$", "."), "malformed");
    assertRefused(StreamerTokens.without("sub"), "sub");
    assertRefused(StreamerTokens.without("tenant_id"), "tenant_id");
    assertRefused(StreamerTokens.of("", "tenant-1", Instant.MAX.minusSeconds(1)), "sub");
    assertThat(status(StreamerTokens.without("exp"))).isEqualTo(101);
  }

  @Test
  void aTokenIsGoodInItsTimeOnly() throws Exception {
    Instant now = time.instant();
    String token = StreamerTokens.of("u", "t", now.plusSeconds(60));
    assertThat(status(token)).isEqualTo(101);
    time.advance(Duration.ofSeconds(59));
    assertThat(status(token)).isEqualTo(101);
    time.advance(Duration.ofSeconds(1));
    assertRefused(token, "expired");

    String early = with("nbf", time.instant().getEpochSecond() + 5);
    assertRefused(early, "not valid yet");
    assertThat(status(with("iat", time.instant().getEpochSecond() + 60))).isEqualTo(101);
    assertRefused(with("iat", time.instant().getEpochSecond() + 61), "future");
    time.advance(Duration.ofSeconds(5));
    assertThat(status(early)).isEqualTo(101);
  }

  @Test
  void aTimeThatIsNoneIsRefused() throws Exception {
    JsonObject claims = claims();
    claims.addProperty("exp", "tomorrow");

    assertRefused(StreamerTokens.of(claims), "exp");
  }

  @Test
  void anOpenSocketOutlivesItsToken() throws Exception {
    String token = StreamerTokens.of("u", "t", time.instant().plusSeconds(1));
    try (StreamerLine line = StreamerLine.to(fake.url(), token)) {
      line.opening();
      time.advance(Duration.ofHours(1));

      line.assertNothingMore();
    }
  }

  @Test
  void tokensNeedNotBeAsked() throws Exception {
    try (FakeStreamer open =
            FakeStreamer.start(FakeStreamerOptions.builder().tokens(Tokens.NOT_ASKED).build());
        StreamerLine line = StreamerLine.to(open.url(), "")) {
      assertThat(line.opening().status()).isEqualTo(101);
    }
  }

  @Test
  void aFaultOfTheWireMeetsTheHandshakeToo() throws Exception {
    fake.sockets().fault(SocketFault.refuse(500, Map.of(), "{}"));

    assertThat(status(StreamerTokens.valid())).isEqualTo(500);
    assertThat(status(StreamerTokens.valid())).isEqualTo(101);
    assertThat(fake.ledger().requests(StreamerOperation.CONNECT)).hasSize(2);
  }

  @Test
  void aTokenCannotLackWhatItNeverHad() {
    assertThatIllegalArgumentException().isThrownBy(() -> StreamerTokens.without("color"));
  }

  private void assertRefused(String token, String reason) throws Exception {
    try (StreamerLine line = StreamerLine.to(fake.url(), token)) {
      Refusal refusal = line.opening();
      assertThat(refusal.status()).isEqualTo(401);
      HandshakeRefusal body = new Gson().fromJson(refusal.body(), HandshakeRefusal.class);
      assertThat(body.getError()).contains(reason);
      assertThat(refusal.body()).contains("\"code\":\"UNAUTHORIZED\"");
    }
  }

  private int status(String token) throws Exception {
    try (StreamerLine line = StreamerLine.to(fake.url(), token)) {
      return line.opening().status();
    }
  }

  private Refusal at(String path) throws Exception {
    String url = fake.url().replace("/production", path);
    try (StreamerLine line = StreamerLine.to(url, StreamerTokens.valid())) {
      return line.opening();
    }
  }

  private static String with(String claim, long value) {
    JsonObject claims = claims();
    claims.addProperty(claim, value);
    return StreamerTokens.of(claims);
  }

  private static JsonObject claims() {
    JsonObject claims = new JsonObject();
    claims.addProperty("sub", "u");
    claims.addProperty("tenant_id", "t");
    return claims;
  }
}
