package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token is exchanged 30 s before its end, which it may tell. */
class TokenLifeTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

  private static String jwt(String claims) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return "eyJhbGciOiJIUzI1NiJ9."
        + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }

  private static long seconds(String token) {
    return TokenLife.freshUntil(token, NOW).getEpochSecond() - NOW.getEpochSecond();
  }

  @ParameterizedTest
  @CsvSource({"86400, 86370", "60, 30", "90, 60", "40, 20", "2, 1"})
  void theEndIsWhatTheTokenSays(long left, long fresh) {
    assertThat(seconds(jwt("{\"sub\":\"5\",\"exp\":" + (1_000_000 + left) + "}"))).isEqualTo(fresh);
    assertThat(seconds(jwt("{\"exp\":" + (1_000_000 + left) + ".0}"))).isEqualTo(fresh);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "opaque",
        "",
        "a.b",
        "a..c",
        "a.!.c",
        "a.b.c.d",
        "a.e30.c",
        "a.W10.c",
        "a.eyJleHAiOiJ4In0.c"
      })
  void aTokenThatTellsNothingIsTakenForOneOf24Hours(String token) {
    assertThat(TokenLife.end(token)).isNull();
    assertThat(seconds(token)).isEqualTo(24 * 3600 - 30);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 999_999, 1_000_000})
  void aFreshTokenThatHasEndedByOurClockShowsThatTheClockIsWrong(long end) {
    assertThat(seconds(jwt("{\"exp\":" + end + "}"))).isEqualTo(24 * 3600 - 30);
  }

  @Test
  void anEndBeyondAllTimeIsNoTrouble() {
    assertThat(TokenLife.freshUntil(jwt("{\"exp\":1e300}"), NOW)).isAfter(NOW);
  }
}
