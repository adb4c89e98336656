package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.chat;
import static dev.longhaul.cli.Commands.vestis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.FakeVestisOptions;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class VestisLoginTest {
  private static final String PASSWORD = "pa55-w0rd-7f3a";

  private final FakeVestis fake =
      FakeVestis.start(FakeVestisOptions.builder().account("ada@example.com", PASSWORD).build());
  private final Cli cli =
      new Cli().variable("EMAIL", "ada@example.com").variable("PASSWORD", PASSWORD);
  @TempDir Path folder;

  @AfterEach
  void nothingWasTold() {
    fake.close();
    assertThat(cli.err.toString() + cli.out).doesNotContain(PASSWORD).doesNotContain("eyJ");
  }

  private String[] account(String... more) {
    String[] both = {"--email-env", "EMAIL", "--password-env", "PASSWORD", "--debug"};
    return Stream.of(both, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void aRunLogsInOnceAndComesBackByTheVariables() {
    fake.nextJob(ImageScript.byHand());

    assertThat(cli.run(chat(fake, folder, account("--wait", "100ms"))))
        .isEqualTo(ExitCode.JOB_GOES_ON);
    assertThat(fake.ledger().requests(VestisOperation.LOGIN)).hasSize(1);
    assertThat(cli.err.toString()).contains("--email-env EMAIL --password-env PASSWORD");
  }

  @Test
  void aWrongPasswordEndsWith3() {
    cli.variable("PASSWORD", PASSWORD + "x");

    assertThat(cli.run(vestis(fake, List.of("list"), account()))).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString().lines().findFirst().orElseThrow())
        .contains("The service refused the e-mail address or the password.")
        .contains("HTTP 401")
        .contains("The service says: ")
        .doesNotContain("source of tokens");
  }

  @Test
  void aLoginThatReachesNobodyEndsWith3AndSaysSo() {
    fake.close();

    assertThat(cli.run(vestis(fake, List.of("list"), account()))).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString().lines().findFirst().orElseThrow())
        .contains("vestis login")
        .containsIgnoringCase("connect")
        .doesNotContain("source of tokens");
  }

  @Test
  void aPasswordThatTheServiceSendsBackIsBlotted() {
    String body = "{\"error\": \"No account with " + PASSWORD + "\"}";
    fake.fault(VestisOperation.LOGIN, WireFault.status(401, Map.of(), body));

    assertThat(cli.run(vestis(fake, List.of("list"), account()))).isEqualTo(ExitCode.SERVICE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--email-env EMAIL",
        "--password-env PASSWORD",
        "--email-env EMAIL --password-env PASSWORD --token-env EMAIL"
      })
  void halfAnAccountOrTwoWaysEndWith2(String line) {
    assertThat(cli.run(vestis(fake, List.of("list"), line.split(" "))))
        .isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).contains("go together, and not with --token-env");
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @Test
  void aVariableThatIsNotSetEndsWith2() {
    cli.variable("PASSWORD", "");

    assertThat(cli.run(vestis(fake, List.of("list"), account()))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString())
        .contains("--password-env names a variable PASSWORD that is unset or empty. Set it to the");
    assertThat(fake.ledger().requests()).isEmpty();
  }

  @Test
  void aPasswordOverPlainHttpNeedsItsHostAllowed() {
    String url = "http://nowhere.invalid/api/v1";
    String[] line = {"vestis", "list", "--url", url};
    String[] full = Stream.of(line, account()).flatMap(Stream::of).toArray(String[]::new);

    assertThat(cli.run(full)).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.err.toString()).contains("--url").contains("--allow-http");
  }
}
