package dev.longhaul.cli;

import static dev.longhaul.cli.Commands.vestis;
import static dev.longhaul.cli.Commands.videos;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.FakeVestisOptions;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.VideoScript;
import dev.longhaul.testkit.WireFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class ServicesSecretsTest {
  private static final String TOKEN = "t0ken-7f3a9c";
  private static final String PROMPT = "a fox that nobody may know of";

  private final FakeVestis images =
      FakeVestis.start(FakeVestisOptions.builder().token(TOKEN).build());
  private final FakeSora films = FakeSora.start(FakeSoraOptions.builder().token(TOKEN).build());
  private final Cli cli = new Cli().variable("TOKEN", TOKEN);
  @TempDir Path folder;
  private String picture = "";

  @BeforeEach
  void prepare() throws IOException {
    picture = Pictures.png(folder, "a.png", 720, 1280);
    images.everyJob(ImageScript.builder().build());
    films.everyJob(VideoScript.builder().build());
  }

  @AfterEach
  void nothingWasTold() {
    images.close();
    films.close();
    assertThat(cli.err.toString() + cli.out)
        .doesNotContain(TOKEN)
        .doesNotContain("nobody may know")
        .doesNotContain("base64");
  }

  private int image(String... more) {
    return cli.run(
        vestis(images, List.of("run", "chat", "--photo", picture), secret("images", more)));
  }

  private int film(String... more) {
    return cli.run(videos(films, List.of("run", "--reference", picture), secret("v.mp4", more)));
  }

  private String[] secret(String name, String... more) {
    String out = folder.resolve(name).toString();
    String[] all = {"--token-env", "TOKEN", "--debug", "--prompt", PROMPT, "--out", out};
    return Stream.of(all, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private static Stream<WireFault> faults() {
    return Stream.of(
        WireFault.resetAfterRead(),
        WireFault.answerLost(),
        WireFault.garbage(),
        WireFault.htmlPage(),
        WireFault.emptyBody(),
        WireFault.status(401),
        WireFault.status(422),
        WireFault.status(500),
        WireFault.malformedJson("{\"id\": ["));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void noFailureOfASubmissionTellsThem(WireFault fault) {
    images.fault(VestisOperation.CREATE_JOB, fault);
    films.fault(SoraOperation.CREATE_VIDEO, fault);

    assertThat(image()).isIn(ExitCode.SERVICE, ExitCode.UNKNOWN);
    assertThat(film()).isIn(ExitCode.DONE, ExitCode.SERVICE, ExitCode.UNKNOWN);
    assertThat(cli.err.toString()).contains("longhaul: ");
  }

  @Test
  void jobsThatSucceedTellThemNeither() {
    assertThat(image()).isEqualTo(ExitCode.DONE);
    assertThat(film()).isEqualTo(ExitCode.DONE);
    assertThat(cli.run(vestis(images, List.of("list", "--token-env", "TOKEN"))))
        .isEqualTo(ExitCode.DONE);
    assertThat(cli.run(videos(films, List.of("list", "--token-env", "TOKEN"))))
        .isEqualTo(ExitCode.DONE);
    assertThat(images.jobs().get(0).submission().get("prompt").getAsString()).isEqualTo(PROMPT);
    assertThat(films.jobs().get(0).request().get("prompt").getAsString()).isEqualTo(PROMPT);
  }

  @Test
  void aTokenThatTheServiceSendsBackIsBlotted() {
    String body = "{\"error\": \"Token " + TOKEN + " is old\"}";
    images.fault(VestisOperation.CREATE_JOB, WireFault.status(403, Map.of(), body));

    assertThat(image()).isEqualTo(ExitCode.SERVICE);
    assertThat(cli.err.toString()).contains("The service says: Token *** is old");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--photo", "--set", "--seconds", "--model", "--size", "--limit", "-x"})
  void aValueInTheWrongPlaceIsNotRepeated(String option) {
    assertThat(image(option, PROMPT)).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(film(option, PROMPT)).isEqualTo(ExitCode.WRONG_USAGE);
  }

  @Test
  void aPromptWithoutQuotesOrInPlaceOfTheKindIsNotRepeated() {
    assertThat(image(PROMPT.split(" "))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(film(PROMPT.split(" "))).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(cli.run(vestis(images, List.of("run", PROMPT), "--out", folder.toString())))
        .isEqualTo(ExitCode.WRONG_USAGE);
  }
}
