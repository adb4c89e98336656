package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.testkit.BearerTokens.Standing;
import dev.longhaul.testkit.FakeVestisOptions.Account;
import java.util.LinkedHashMap;
import java.util.Map;

/** Logins, refreshes, and the look at the token of every other request. */
final class AccountRoutes {

  private final FakeVestisOptions options;
  private final BearerTokens tokens;
  private final VestisErrors errors;

  AccountRoutes(FakeVestisOptions options, BearerTokens tokens, VestisErrors errors) {
    this.options = options;
    this.tokens = tokens;
    this.errors = errors;
  }

  /** Refuses a request whose token is not good, where one is asked for. */
  void demandToken(ReceivedRequest request) {
    if (!options.asksToken()) {
      return;
    }
    switch (tokens.standing(request.header("Authorization"))) {
      case GOOD -> {}
      case EXPIRED -> throw new RefusalException(challenge(errors.message(401, "Token expired")));
      case UNKNOWN -> throw new RefusalException(unknownToken());
    }
  }

  WireAnswer login(ReceivedRequest request) {
    JsonObject body = errors.demandObject(request);
    Map<String, String> faults = new LinkedHashMap<>();
    Account sent = new Account(text(body, "email", faults), text(body, "password", faults));
    if (!faults.isEmpty()) {
      return errors.fields(faults);
    }
    if (options.account() != null && !sent.equals(options.account())) {
      return errors.plain(401, "e-mail address or password is wrong");
    }
    JsonObject user = new JsonObject();
    user.addProperty("id", 5);
    user.addProperty("email", sent.email());
    user.addProperty("name", "Ada");
    JsonObject answer = new JsonObject();
    answer.addProperty("token", tokens.issue());
    answer.add("user", user);
    return WireAnswer.json(200, answer);
  }

  /** A token that has expired can still be exchanged; one that is not known is refused for good. */
  WireAnswer refresh(ReceivedRequest request) {
    String header = request.header("Authorization");
    if (header == null) {
      return unknownToken();
    }
    if (tokens.standing(header) == Standing.UNKNOWN) {
      return errors.plain(403, "token cannot be refreshed");
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("token", tokens.issue());
    answer.addProperty("message", "Token refreshed");
    return WireAnswer.json(200, answer);
  }

  private WireAnswer unknownToken() {
    return challenge(errors.plain(401, "invalid or missing authentication token"));
  }

  private static WireAnswer challenge(WireAnswer answer) {
    return answer.with("WWW-Authenticate", "Bearer");
  }

  private static String text(JsonObject body, String field, Map<String, String> faults) {
    JsonElement value = body.get(field);
    if (value == null || !InputCheck.isText(value) || value.getAsString().isEmpty()) {
      faults.put(field, "must be provided");
      return "";
    }
    return value.getAsString();
  }
}
