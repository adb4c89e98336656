package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.generated.vestis.model.LoginAnswer;
import dev.longhaul.generated.vestis.model.RefreshAnswer;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.FakeVestisOptions;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account is logged in when a call needs it, its token kept fresh, and its password kept. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VestisLoginTest {
  private static final String EMAIL = "ada@example.com";
  private static final String PASSWORD = "hunter2";

  private volatile Instant now = Instant.parse("2026-03-02T09:15:00Z");
  private final FakeVestis fake =
      FakeVestis.start(
          FakeVestisOptions.builder()
              .clock(() -> now)
              .account(EMAIL, PASSWORD)
              .tokenLife(Duration.ofHours(24))
              .build());
  private final ClientOptions server =
      ClientOptions.builder(fake.baseUrl())
          .resilience(ResilienceOptions.builder().maxRetries(0).build())
          .watch(WatchOptions.builder().clock(() -> now).build())
          .build();

  @AfterEach
  void close() {
    fake.close();
  }

  private VestisLogin login() {
    return login(() -> PASSWORD);
  }

  private VestisLogin login(Supplier<String> password) {
    return VestisLogin.of(server, EMAIL, password);
  }

  private VestisClient client(VestisLogin login) {
    return VestisClient.open(server.toBuilder().credentials(login.credentials()).build());
  }

  private int logins() {
    return fake.ledger().requests(VestisOperation.LOGIN).size();
  }

  private int refreshes() {
    return fake.ledger().requests(VestisOperation.REFRESH_TOKEN).size();
  }

  @Test
  void nothingIsSentBeforeACallNeedsATokenAndOneLoginServesAll() throws Exception {
    VestisLogin login = login();
    try (VestisClient one = client(login);
        VestisClient two = client(login)) {
      assertThat(fake.ledger().requests()).isEmpty();
      List<CompletableFuture<?>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add((i % 2 == 0 ? one : two).jobs(10).nextAsync());
      }
      for (CompletableFuture<?> call : calls) {
        call.get(10, TimeUnit.SECONDS);
      }
      assertThat(logins()).isEqualTo(1);
      assertThat(login.credentials()).isSameAs(login.credentials());
    }
  }

  @Test
  void thirtySecondsBeforeItsEndTheTokenIsExchanged() throws Exception {
    try (VestisClient client = client(login())) {
      client.jobs(10).next();
      now = now.plus(Duration.ofHours(24)).minusSeconds(31);
      client.jobs(10).next();
      assertThat(refreshes()).isZero();
      now = now.plusSeconds(1);
      client.jobs(10).next();

      assertThat(refreshes()).isEqualTo(1);
      assertThat(logins()).isEqualTo(1);
      ReceivedRequest refresh = fake.ledger().requests(VestisOperation.REFRESH_TOKEN).get(0);
      assertThat(refresh.header("Authorization")).startsWith("Bearer ey");
      assertThat(refresh.body()).isEmpty();
    }
  }

  @Test
  void aTokenThatTheServiceRefusesIsExchangedAndTheCallMadeAgain() throws Exception {
    try (VestisClient client = client(login())) {
      client.jobs(10).next();
      fake.expireTokens();

      assertThatCode(() -> client.jobs(10).next()).doesNotThrowAnyException();

      assertThat(refreshes()).isEqualTo(1);
      assertThat(logins()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 405})
  void whereTheExchangeIsRefusedTheAccountIsLoggedInAnew(int status) throws Exception {
    try (VestisClient client = client(login())) {
      client.jobs(10).next();
      fake.revokeTokens();
      fake.fault(VestisOperation.REFRESH_TOKEN, WireFault.status(status));

      client.jobs(10).next();

      assertThat(refreshes()).isEqualTo(1);
      assertThat(logins()).isEqualTo(2);
      now = now.plus(Duration.ofHours(24));
      client.jobs(10).next();
      assertThat(refreshes()).isEqualTo(2);
    }
  }

  @Test
  void whileTheExchangeFailsTheOldTokenServesUntilItsEnd() throws Exception {
    try (VestisClient client = client(login())) {
      client.jobs(10).next();
      fake.always(VestisOperation.REFRESH_TOKEN, WireFault.status(500));
      now = now.plus(Duration.ofHours(24)).minusSeconds(20);
      client.jobs(10).next();
      assertThat(logins()).isEqualTo(1);
      now = now.plusSeconds(20);

      CredentialsException late =
          catchThrowableOfType(CredentialsException.class, () -> client.jobs(10).next());

      assertThat(late).hasMessageContaining("nothing was sent");
      fake.clearFaults();
      client.jobs(10).next();
    }
  }

  @Test
  void aWrongPasswordEndsTheCallUnsentAndIsAskedForAgain() throws Exception {
    List<String> passwords = new ArrayList<>(List.of("wrong-password", PASSWORD));
    try (VestisClient client = client(login(() -> passwords.remove(0)))) {
      CredentialsException refused =
          catchThrowableOfType(CredentialsException.class, () -> client.jobs(10).next());

      assertThat(refused).hasMessageNotContaining("wrong-password");
      assertThat(refused).cause().isInstanceOf(CredentialsException.class);
      assertThat(fake.ledger().requests(VestisOperation.LIST_JOBS)).isEmpty();
      client.jobs(10).next();
    }
  }

  @Test
  void aPasswordThatIsNotThereIsToldByName() {
    InvalidInputException missing =
        catchThrowableOfType(InvalidInputException.class, () -> login(() -> "").login());

    assertThat(missing).hasMessageStartingWith("password is missing or empty.");
    assertThat(login(() -> "").loginAsync())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(InvalidInputException.class);
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @Test
  void loginAndExchangeCanBeCalledByHand() throws Exception {
    VestisLogin login = login();

    LoginAnswer first = login.login();
    RefreshAnswer second = login.refresh(first.getToken());
    LoginAnswer third = login.loginAsync().get(10, TimeUnit.SECONDS);
    RefreshAnswer fourth = login.refreshAsync(third.getToken()).get(10, TimeUnit.SECONDS);

    assertThat(List.of(second.getToken(), third.getToken(), fourth.getToken())).hasSize(3);
    assertThat(fake.ledger().requests())
        .allMatch(it -> "XMLHttpRequest".equals(it.header("X-Requested-With")))
        .filteredOn(it -> it.operation() == VestisOperation.LOGIN)
        .allMatch(it -> it.header("Authorization") == null);
    fake.revokeTokens();
    assertThatExceptionOfType(CredentialsException.class)
        .isThrownBy(() -> login.refresh(fourth.getToken()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"token\":null}",
        "{\"token\":\"\"}",
        "{\"token\":\"a b\"}",
        "[]",
        "<html>"
      })
  void anAnswerWithoutATokenIsNone(String body) throws Exception {
    fake.fault(VestisOperation.LOGIN, WireFault.status(200, Map.of(), body));
    try (VestisClient client = client(login())) {
      assertThatExceptionOfType(LonghaulException.class)
          .isThrownBy(() -> client.jobs(10).next())
          .withMessageNotContaining("a b");
      client.jobs(10).next();
    }
  }

  @Test
  void aPasswordNeverGoesUnencryptedToAnotherMachine() {
    ClientOptions open = ClientOptions.builder("http://vestis.example.com/api/v1").build();

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> VestisLogin.of(open, EMAIL, () -> PASSWORD))
        .withMessageStartingWith("baseUrl would send credentials unencrypted");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> VestisLogin.of(server, " ", () -> PASSWORD))
        .withMessageStartingWith("email is blank");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> login().refresh("not one token"))
        .withMessageStartingWith("token has a character at position 3");
  }

  @Test
  void noTextFormTellsASecret() throws Exception {
    VestisLogin login = login();
    LoginAnswer answer = login.login();
    Credentials credentials = login.credentials();

    assertThat(login + " " + answer + " " + credentials)
        .doesNotContain(PASSWORD, EMAIL, answer.getToken());
  }
}
