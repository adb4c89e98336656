package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonPrimitive;
import dev.longhaul.generated.functionrunner.model.OutputType;
import dev.longhaul.generated.functionrunner.model.TaskOutput;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobOutput;
import dev.longhaul.testkit.JobScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.WireFault;
import dev.longhaul.transfer.DownloadedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs that are files arrive whole, inside the folder, beside whatever is there. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DownloadTest {
  private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, 3};

  @TempDir Path place;
  private Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    folder = place.resolve("made").resolve("here");
    bench = Bench.open();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static JobOutput picture(String output, String filename) {
    return JobOutput.file(output, filename, "image/png", PICTURE);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void everyFileIsSavedInTheOrderOfTheResult() throws Exception {
    TaskResult result = bench.resultWith(picture("b", "two.png"), picture("a", "one.png"));

    List<DownloadedFile> files = bench.client.download(result, folder);

    assertThat(files)
        .containsExactly(
            new DownloadedFile("b", folder.resolve("two.png"), PICTURE.length),
            new DownloadedFile("a", folder.resolve("one.png"), PICTURE.length));
    assertThat(folder.resolve("two.png")).hasBinaryContent(PICTURE);
    assertThat(names()).containsExactly("one.png", "two.png");
  }

  @Test
  void aFutureGivesTheSameFiles() throws Exception {
    TaskResult result = bench.resultWith(picture("a", "one.png"));

    List<DownloadedFile> files = bench.client.downloadAsync(result, folder).join();

    assertThat(files).hasSize(1);
    assertThat(files.get(0).path()).hasBinaryContent(PICTURE);
  }

  @Test
  void aLargeFileIsSavedWhole() throws Exception {
    long size = 64L << 20;
    TaskResult result = bench.resultWith(picture("film", "film.bin"));
    bench.fake.fault(FunctionRunnerOperation.DOWNLOAD, WireFault.hugeBody(size));

    List<DownloadedFile> files = bench.client.download(result, folder);

    assertThat(files.get(0).bytes()).isEqualTo(size);
    assertThat(files.get(0).path()).hasSize(size);
  }

  @Test
  void aFileMayBeLargerThanAnAnswerMayBe() throws Exception {
    try (FunctionRunnerClient small =
        FunctionRunnerClient.open(Bench.options(bench.fake.baseUrl()).answerLimit(1024).build())) {
      TaskResult result = bench.resultWith(JobOutput.file("f", "f", "x/y", new byte[5000]));

      assertThat(small.download(result, folder).get(0).bytes()).isEqualTo(5000);
    }
  }

  @Test
  void outputsThatAreNoFilesAreLeftAlone() throws Exception {
    Map<String, TaskOutput> outputs = new LinkedHashMap<>();
    outputs.put("nothing", null);
    outputs.put("untyped", new TaskOutput().url("/x"));
    outputs.put("unknown", new TaskOutput().type(OutputType.of("hologram")).url("/x"));
    outputs.put("link", new TaskOutput().type(OutputType.URL).url("/x"));
    outputs.put("data", new TaskOutput().type(OutputType.DATA).value(new JsonPrimitive(1)));
    outputs.put("gone", new TaskOutput().type(OutputType.FILE));

    assertThat(bench.client.download(new TaskResult().outputs(outputs), folder)).isEmpty();
    assertThat(bench.client.download(new TaskResult(), folder)).isEmpty();
    assertThat(bench.fake.ledger().requests()).isEmpty();
    assertThat(folder).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "../../etc/passwd, passwd",
        "..\\..\\x, x",
        "/abs, abs",
        "con.png, _con.png",
        ".profile, profile",
        "-rf, rf",
        "``, image",
        ".., image",
        "日本.png, 日本.png",
        "a:b|c.png, a_b_c.png"
      })
  void aHostileNameStaysInTheFolder(String sent, String saved) throws Exception {
    TaskResult result = bench.resultWith(picture("image", sent));

    List<DownloadedFile> files = bench.client.download(result, folder);

    assertThat(files.get(0).path()).isEqualTo(folder.resolve(saved)).hasBinaryContent(PICTURE);
    assertThat(names()).containsExactly(saved);
    assertThat(place.resolve("made")).isDirectoryContaining(path -> path.equals(folder));
  }

  @Test
  void aNameWithControlCharactersOrTooManyIsTamed() throws Exception {
    TaskResult result =
        bench.resultWith(picture("a", "x\0y\nz.png"), picture("b", "日".repeat(500) + ".png"));

    List<DownloadedFile> files = bench.client.download(result, folder);

    assertThat(files.get(0).path()).hasFileName("x_y_z.png");
    assertThat(files.get(1).path().getFileName().toString()).startsWith("日日").endsWith("日.png");
  }

  @Test
  void aHostileNameOfAnOutputStaysInTheFolderToo() throws Exception {
    TaskResult result = bench.resultWith(picture("../../up", ""), picture("..", ""));

    bench.client.download(result, folder);

    assertThat(names()).containsExactly("output", "up");
  }

  @Test
  void filesOfOneNameAreNumbered() throws Exception {
    TaskResult result =
        bench.resultWith(picture("a", "cat.png"), picture("b", "cat.png"), picture("c", "cat.png"));

    bench.client.download(result, folder);

    assertThat(names()).containsExactly("cat (2).png", "cat (3).png", "cat.png");
  }

  @Test
  void whatIsThereIsNeverWrittenOver() throws Exception {
    Files.createDirectories(folder.resolve("cat (2).png"));
    Files.writeString(folder.resolve("cat.png"), "mine");
    TaskResult result = bench.resultWith(picture("a", "cat.png"));

    List<DownloadedFile> files = bench.client.download(result, folder);

    assertThat(folder.resolve("cat.png")).hasContent("mine");
    assertThat(files.get(0).path()).isEqualTo(folder.resolve("cat (3).png"));
  }

  @Test
  void aLinkThatLeadsOutOfTheFolderIsNotFollowed() throws Exception {
    Path outside = place.resolve("outside.png");
    Files.createDirectories(folder);
    Files.createSymbolicLink(folder.resolve("cat.png"), outside);
    TaskResult result = bench.resultWith(picture("a", "cat.png"));

    List<DownloadedFile> files = bench.client.download(result, folder);

    assertThat(outside).doesNotExist();
    assertThat(files.get(0).path()).isEqualTo(folder.resolve("cat (2).png"));
  }

  @Test
  void aSavedFileIsAsReadableAsAnyOther() throws Exception {
    TaskResult result = bench.resultWith(picture("a", "cat.png"));
    bench.client.download(result, folder);
    Path ordinary = Files.createFile(folder.resolve("ordinary"));

    assertThat(permissions(folder.resolve("cat.png"))).isEqualTo(permissions(ordinary));
  }

  private static Set<?> permissions(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? Files.getPosixFilePermissions(file)
        : Set.of();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/api"})
  void aUrlMayBeRelative(String path) throws Exception {
    bench.fake.nextJob(JobScript.builder().output(picture("a", "cat.png")).relativeUrls().build());
    String id = bench.client.submit(Bench.task()).id().orElseThrow();
    TaskResult result = bench.client.result(id);
    try (FunctionRunnerClient client =
        FunctionRunnerClient.open(Bench.options(bench.fake.baseUrl() + path).build())) {
      assertThat(result.getOutputs().get("a").getUrl()).startsWith("/api/v1/functions/files/");
      assertThat(client.download(result, folder).get(0).path()).hasBinaryContent(PICTURE);
    }
  }

  @Test
  void aUrlOfAnotherOriginIsFetchedWithoutTheToken() throws Exception {
    try (FakeFunctionRunner elsewhere = FakeFunctionRunner.start()) {
      elsewhere.fault(FunctionRunnerOperation.ANY, WireFault.status(200, Map.of(), "theirs"));
      TaskResult result = resultAt(elsewhere.baseUrl() + "/signed?signature=1");

      List<DownloadedFile> files = bench.client.download(result, folder);

      assertThat(files.get(0).path()).hasContent("theirs");
      ReceivedRequest asked = elsewhere.ledger().requests().get(0);
      assertThat(asked.path()).isEqualTo("/signed?signature=1");
      assertThat(asked.header("Authorization")).isNull();
    }
  }

  @Test
  void aUrlOfOurOwnOriginIsFetchedWithTheToken() throws Exception {
    TaskResult result = bench.resultWith(picture("a", "cat.png"));

    bench.client.download(result, folder);

    ReceivedRequest asked = bench.fake.ledger().requests(FunctionRunnerOperation.DOWNLOAD).get(0);
    assertThat(asked.header("Authorization")).isEqualTo("Bearer " + Bench.TOKEN);
  }

  @Test
  void aRedirectWithinOurOriginKeepsTheTokenAndOneToAnotherLosesIt() throws Exception {
    try (FakeFunctionRunner elsewhere = FakeFunctionRunner.start(FakeOptions.defaults())) {
      elsewhere.fault(FunctionRunnerOperation.ANY, WireFault.status(200, Map.of(), "theirs"));
      TaskResult result = bench.resultWith(picture("a", "cat.png"));
      bench.fake.fault(FunctionRunnerOperation.DOWNLOAD, WireFault.redirectTo("/moved"));
      bench.fake.fault(
          FunctionRunnerOperation.UNKNOWN, WireFault.redirectTo(elsewhere.baseUrl() + "/theirs"));

      List<DownloadedFile> files = bench.client.download(result, folder);

      assertThat(files.get(0).path()).hasContent("theirs");
      assertThat(
              bench
                  .fake
                  .ledger()
                  .requests(FunctionRunnerOperation.UNKNOWN)
                  .get(0)
                  .header("Authorization"))
          .isEqualTo("Bearer " + Bench.TOKEN);
      assertThat(elsewhere.ledger().requests().get(0).header("Authorization")).isNull();
    }
  }

  @Test
  void aRedirectToAnotherOriginLosesTheClientsOwnHeadersToo() throws Exception {
    ClientOptions options =
        Bench.options(bench.fake.baseUrl()).header("X-Tenant-Key", "ours alone").build();
    try (FakeFunctionRunner elsewhere = FakeFunctionRunner.start();
        FunctionRunnerClient client = FunctionRunnerClient.open(options, Bench.PLAIN)) {
      elsewhere.fault(FunctionRunnerOperation.ANY, WireFault.status(200, Map.of(), "theirs"));
      TaskResult result = bench.resultWith(picture("a", "cat.png"));
      bench.fake.fault(
          FunctionRunnerOperation.DOWNLOAD, WireFault.redirectTo(elsewhere.baseUrl() + "/theirs"));

      client.download(result, folder);

      assertThat(
              bench
                  .fake
                  .ledger()
                  .requests(FunctionRunnerOperation.DOWNLOAD)
                  .get(0)
                  .header("X-Tenant-Key"))
          .isEqualTo("ours alone");
      assertThat(elsewhere.ledger().requests().get(0).headers().keySet())
          .doesNotContain("X-Tenant-Key", "x-tenant-key", "Authorization", "authorization");
    }
  }

  private TaskResult resultAt(String url) {
    TaskOutput file = new TaskOutput().type(OutputType.FILE).url(url).filename("cat.png");
    return new TaskResult().taskId("t").outputs(Map.of("a", file));
  }
}
