package dev.longhaul.streamer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.error.CallFacts;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.internal.json.Json;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a token before it is sent. Only what the server is sure to refuse counts: no user, no
 * tenant, or an end that has come, by our clock with no allowance. The signature, the issuer and
 * the start are for the server to judge.
 */
final class TokenCheck {
  private static final String SCHEME = "Bearer ";

  private TokenCheck() {}

  static Optional<LonghaulException> flawOf(String authorization, Instant now) {
    boolean schemed = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    String token = schemed ? authorization.substring(SCHEME.length()) : authorization;
    String problem = problem(claims(token.strip()), now);
    return problem == null
        ? Optional.empty()
        : Optional.of(
            new CredentialsException(
                "The token " + problem + ", so the service would refuse it; it was not sent.",
                CallFacts.builder(StreamerErrors.SERVICE, "connect")
                    .reach(CallFacts.Reach.NOT_SENT)
                    .build(),
                null));
  }

  private static @Nullable String problem(@Nullable JsonObject claims, Instant now) {
    if (claims == null) {
      return "is not a JSON Web Token (three parts with dots in between)";
    }
    if (!hasText(claims, "sub")) {
      return "names no user (claim sub)";
    }
    if (!hasText(claims, "tenant_id")) {
      return "names no tenant (claim tenant_id)";
    }
    JsonElement end = claims.get("exp");
    boolean over =
        end != null
            && end.isJsonPrimitive()
            && end.getAsJsonPrimitive().isNumber()
            && end.getAsDouble() <= now.getEpochSecond();
    return over ? "has expired (claim exp)" : null;
  }

  private static boolean hasText(JsonObject claims, String name) {
    JsonElement claim = claims.get(name);
    return claim != null
        && claim.isJsonPrimitive()
        && claim.getAsJsonPrimitive().isString()
        && !claim.getAsString().isBlank();
  }

  private static @Nullable JsonObject claims(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    try {
      byte[] json = Base64.getUrlDecoder().decode(parts[1]);
      return Json.read(new String(json, StandardCharsets.UTF_8), TypeToken.get(JsonObject.class));
    } catch (IllegalArgumentException | MalformedJsonException noToken) {
      return null;
    }
  }
}
