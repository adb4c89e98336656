package dev.longhaul.integration.contract;

import static dev.longhaul.integration.contract.VestisCalls.vestis;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import dev.longhaul.generated.vestis.model.LoginRequest;
import dev.longhaul.policy.Credentials;
import dev.longhaul.vestis.VestisClient;
import dev.longhaul.vestis.VestisLogin;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The history of finished images and the login of Vestis. */
final class VestisAccountRows {
  private static final String LOGIN = "vestis: login";
  private static final String IMAGE = "77";
  static final String EMAIL = "ada@example.com";
  static final String PASSWORD = "not-a-real-password";

  private VestisAccountRows() {}

  static List<ContractRow> rows() {
    return List.of(
        ContractRow.of("vestis: listGenerations")
            .call("first page", vestis(c -> Handles.page(c.generations(20))))
            .telling(page -> page.getAsJsonObject().get("generations")),
        ContractRow.of("vestis: readGeneration")
            .call("by id", vestis(c -> Trees.of(c.generation(IMAGE))))
            .telling(answer -> answer.getAsJsonObject().get("generation")),
        ContractRow.of("vestis: deleteGeneration")
            .call("by id", vestis(VestisAccountRows::deleted))
            .telling(anyWords -> JsonNull.INSTANCE),
        ContractRow.of(LOGIN)
            .callWithEachExample(
                LoginRequest.class,
                who ->
                    VestisCalls.login(
                        who.getEmail(), who.getPassword(), login -> Trees.of(login.login())))
            .call(
                "for a client",
                VestisCalls.login(EMAIL, PASSWORD, login -> header(login.credentials())),
                VestisAccountRows::asHeader),
        ContractRow.of("vestis: refreshToken")
            .call(
                "by itself",
                VestisCalls.login(EMAIL, PASSWORD, login -> Trees.of(login.refresh("old-token"))))
            .call(
                "for a client",
                VestisCalls.login(EMAIL, PASSWORD, VestisAccountRows::refreshed),
                VestisAccountRows::asHeader)
            .besides(LOGIN, "200/loggedIn"));
  }

  private static JsonElement deleted(VestisClient client) throws InterruptedException {
    client.deleteGeneration(IMAGE);
    return JsonNull.INSTANCE;
  }

  /** A service that refuses a token is asked for another one in its place. */
  static JsonElement refreshed(VestisLogin login) throws Exception {
    Credentials credentials = login.credentials();
    credentials.refused(header(credentials).getAsString());
    return header(credentials);
  }

  private static JsonElement header(Credentials credentials) throws Exception {
    return Trees.of(
        credentials.authorization().toCompletableFuture().get(30, TimeUnit.SECONDS).orElseThrow());
  }

  private static JsonElement asHeader(JsonElement answer) {
    return Trees.of("Bearer " + answer.getAsJsonObject().get("token").getAsString());
  }
}
