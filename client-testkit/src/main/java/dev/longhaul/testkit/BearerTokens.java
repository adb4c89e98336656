package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The tokens that a fake has given out, in the form of signed JWTs. Safe for several threads. */
final class BearerTokens {

  /** How a token stands. */
  enum Standing {
    GOOD,
    EXPIRED,
    UNKNOWN
  }

  private static final String SCHEME = "Bearer ";
  private static final String ALGORITHM = "HmacSHA256";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final FakeVestisOptions options;
  private final SecretKeySpec secret =
      new SecretKeySpec(
          UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII), ALGORITHM);
  private final Map<String, Instant> endByToken = new HashMap<>();

  BearerTokens(FakeVestisOptions options) {
    this.options = options;
  }

  synchronized String issue() {
    Instant now = options.clock().instant();
    Instant end = now.plus(options.tokenLife()).truncatedTo(ChronoUnit.SECONDS);
    JsonObject claims = new JsonObject();
    claims.addProperty("sub", "5");
    claims.addProperty("jti", UUID.randomUUID().toString());
    claims.addProperty("iat", now.getEpochSecond());
    claims.addProperty("exp", end.getEpochSecond());
    String content =
        encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encoded(claims.toString());
    String token = content + "." + BASE64.encodeToString(signature(content));
    endByToken.put(token, end);
    return token;
  }

  /** Ends the life of every token given out so far. */
  synchronized void expire() {
    Instant now = options.clock().instant();
    endByToken.replaceAll((token, end) -> end.isBefore(now) ? end : now);
  }

  /** Lets every token given out so far be unknown. */
  synchronized void revoke() {
    endByToken.clear();
  }

  /** How the token in an {@code Authorization} header stands. */
  synchronized Standing standing(@Nullable String header) {
    if (header == null || !header.startsWith(SCHEME)) {
      return Standing.UNKNOWN;
    }
    String token = header.substring(SCHEME.length());
    if (token.equals(options.token())) {
      return Standing.GOOD;
    }
    Instant end = endByToken.get(token);
    if (end == null) {
      return Standing.UNKNOWN;
    }
    return options.clock().instant().isBefore(end) ? Standing.GOOD : Standing.EXPIRED;
  }

  private byte[] signature(String content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK knows " + ALGORITHM, e);
    }
  }

  private static String encoded(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
