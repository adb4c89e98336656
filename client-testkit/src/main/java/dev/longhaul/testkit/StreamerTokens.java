package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * Makes JSON Web Tokens for tests: well formed, and signed with nothing that anybody could check.
 */
public final class StreamerTokens {

  private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private StreamerTokens() {}

  /** Returns a token that is good until the year 2100, of the user {@code user-1}. */
  public static String valid() {
    return of("user-1", "tenant-1", FAR);
  }

  /**
   * Returns a token with the claims that the service looks at.
   *
   * @param sub id of the user
   * @param tenant id of the tenant
   * @param expiry end of its validity; rounded down to seconds
   */
  public static String of(String sub, String tenant, Instant expiry) {
    return of(claims(sub, tenant, expiry));
  }

  /**
   * Returns a token with any claims.
   *
   * @param claims for example those of a token that is not valid yet, with {@code nbf}
   */
  public static String of(JsonObject claims) {
    return part("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")
        + "."
        + part(claims.toString())
        + "."
        + part("no signature");
  }

  /**
   * Returns a token like {@link #valid} that lacks a claim.
   *
   * @param claim name of the claim: {@code sub}, {@code tenant_id} or {@code exp}
   */
  public static String without(String claim) {
    JsonObject claims = claims("user-1", "tenant-1", FAR);
    if (claims.remove(claim) == null) {
      throw new IllegalArgumentException("no such claim: " + claim);
    }
    return of(claims);
  }

  private static JsonObject claims(String sub, String tenant, Instant expiry) {
    JsonObject claims = new JsonObject();
    claims.addProperty("sub", sub);
    claims.addProperty("tenant_id", tenant);
    claims.addProperty("exp", expiry.getEpochSecond());
    return claims;
  }

  private static String part(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
