package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides who may open a connection. The signature of a token is not checked. */
final class StreamerGate {

  private static final Set<String> PATHS =
      Set.of("/production", "/prod", "/dev", "/staging", "/ws");
  private static final String NAME = "Authorization";
  private static final String SCHEME = "Bearer ";

  /** How far ahead of the service's clock a token may have been issued. */
  private static final long ISSUED_AHEAD_SECONDS = 60;

  private final FakeStreamerOptions options;
  private final ErrorAnswers errors;

  StreamerGate(FakeStreamerOptions options, ErrorAnswers errors) {
    this.options = options;
    this.errors = errors;
  }

  /** The answer in place of the upgrade, or null to let the client in. */
  @Nullable WireAnswer refuse(ReceivedRequest handshake) {
    RequestUrl url = RequestUrl.of(handshake);
    if (!PATHS.contains(url.path())) {
      return WireAnswer.text(403, "application/json", "{\"message\":\"Forbidden\"}");
    }
    if (options.tokens == FakeStreamerOptions.Tokens.NOT_ASKED) {
      return null;
    }
    String problem = problem(token(handshake, url));
    if (problem == null) {
      return null;
    }
    return errors.coded(401, "UNAUTHORIZED", problem);
  }

  private static String token(ReceivedRequest handshake, RequestUrl url) {
    String header = handshake.header(NAME);
    String token = header != null && url.first(NAME).isEmpty() ? header : url.first(NAME);
    return token.startsWith(SCHEME) ? token.substring(SCHEME.length()) : token;
  }

  private @Nullable String problem(String token) {
    if (token.isEmpty()) {
      return "The token is missing";
    }
    JsonObject claims = claims(token);
    if (claims == null) {
      return "The token is malformed";
    }
    for (String name : new String[] {"sub", "tenant_id"}) {
      JsonElement claim = claims.get(name);
      if (claim == null || !InputCheck.isText(claim) || claim.getAsString().isBlank()) {
        return "The token lacks the claim " + name;
      }
    }
    return timeProblem(claims, options.clock.instant());
  }

  private static @Nullable String timeProblem(JsonObject claims, Instant now) {
    for (String name : new String[] {"exp", "nbf", "iat"}) {
      if (claims.has(name) && !InputCheck.isInteger(claims.get(name))) {
        return "The claim " + name + " is no time";
      }
    }
    long second = now.getEpochSecond();
    if (claims.has("exp") && claims.get("exp").getAsLong() <= second) {
      return "The token has expired";
    }
    if (claims.has("nbf") && claims.get("nbf").getAsLong() > second) {
      return "The token is not valid yet";
    }
    return claims.has("iat") && claims.get("iat").getAsLong() > second + ISSUED_AHEAD_SECONDS
        ? "The token was issued in the future"
        : null;
  }

  /** What the token says, or null when it is none. */
  private static @Nullable JsonObject claims(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3 || parts[0].isEmpty() || parts[2].isEmpty()) {
      return null;
    }
    try {
      byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
      JsonElement claims = JsonParser.parseString(new String(payload, StandardCharsets.UTF_8));
      return claims.isJsonObject() ? claims.getAsJsonObject() : null;
    } catch (IllegalArgumentException | JsonParseException e) {
      return null;
    }
  }
}
