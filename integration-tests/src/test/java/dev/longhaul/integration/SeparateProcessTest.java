package dev.longhaul.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.integration.ChildProcess.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program against a service in another process, as a user runs it. */
class SeparateProcessTest {
  private static final String TOKEN = "s3cret-token";
  private static final String PROMPT = "an unspeakable lighthouse";

  @TempDir Path folder;

  @Test
  void runningATemplateSavesItsFilesAndListsThemAlone() throws Exception {
    try (ChildProcess service = service(TOKEN, 300)) {
      Ended run = run(service.firstLine());

      assertThat(run.status()).as(run.err()).isZero();
      assertThat(run.out().lines().map(Path::of))
          .singleElement()
          .satisfies(file -> assertThat(file).hasParent(folder).hasContent("a lighthouse"));
      assertThat(run.err()).contains("task-1").doesNotContain(TOKEN, PROMPT);
    }
  }

  @Test
  void aJobThatOutlastsOurPatienceIsFoundAgainByItsId() throws Exception {
    try (ChildProcess service = service(TOKEN, 2_500)) {
      String url = service.firstLine();
      Ended run = run(url, "--wait", "100ms");
      assertThat(run.status()).as(run.err()).isEqualTo(4);
      assertThat(folder).isEmptyDirectory();

      Ended watch = functions(url, List.of("watch", "task-1"));

      assertThat(watch.status()).as(watch.err()).isZero();
      assertThat(folder.resolve("picture.txt")).hasContent("a lighthouse");
    }
  }

  @Test
  void aWrongTokenIsRefusedAndNeverShown() throws Exception {
    try (ChildProcess service = service("another", 300)) {
      Ended run = run(service.firstLine());

      assertThat(run.status()).isEqualTo(3);
      assertThat(run.out()).isEmpty();
      assertIsOneLineWithoutSecrets(run.err());
    }
  }

  @Test
  void aServiceThatIsGoneIsOneClearLine() throws Exception {
    String url;
    try (ChildProcess service = service(TOKEN, 300)) {
      url = service.firstLine();
    }

    Ended run = run(url);

    assertThat(run.status()).isEqualTo(3);
    assertIsOneLineWithoutSecrets(run.err());
  }

  @Test
  void theDemoNeedsNothingButTheJar() throws Exception {
    Ended demo = longhaul("demo", "--out", folder.toString());

    assertThat(demo.status()).as(demo.err()).isZero();
    assertThat(demo.out().lines().map(Path::of))
        .singleElement()
        .satisfies(file -> assertThat(file).hasParent(folder).isNotEmptyFile());
    assertThat(demo.err()).containsPattern("100 ?%").doesNotContain("\r", "\u001b");
  }

  private static ChildProcess service(String token, int millis) throws Exception {
    return ChildProcess.main(FakeRunnerMain.class, token, Integer.toString(millis));
  }

  private Ended run(String url, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("run", "text-to-image"));
    arguments.addAll(List.of("--input", "prompt=" + PROMPT));
    arguments.addAll(List.of(more));
    return functions(url, arguments);
  }

  private Ended functions(String url, List<String> what) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("functions"));
    arguments.addAll(what);
    arguments.addAll(List.of("--url", url, "--token-env", "RUNNER_TOKEN"));
    arguments.addAll(List.of("--out", folder.toString()));
    return longhaul(arguments.toArray(String[]::new));
  }

  private static Ended longhaul(String... arguments) throws Exception {
    return ChildProcess.longhaul(Map.of("RUNNER_TOKEN", TOKEN), arguments);
  }

  private static void assertIsOneLineWithoutSecrets(String said) {
    assertThat(said.lines()).hasSize(1);
    assertThat(said).startsWith("longhaul: ").doesNotContain(TOKEN, PROMPT, "\tat ");
  }
}
