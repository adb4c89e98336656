package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.generated.functionrunner.model.OutputType;
import dev.longhaul.generated.functionrunner.model.TaskOutput;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.JobOutput;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import dev.longhaul.transfer.DownloadFailedException;
import dev.longhaul.transfer.DownloadedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A download that does not come to its end leaves nothing half-written, and says why. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokenDownloadTest {
  private static final int HALF = 1 << 20;

  @TempDir Path folder;
  private final CountDownLatch goOn = new CountDownLatch(1);
  private Bench bench;
  private RawServer halting;

  @BeforeEach
  void open() {
    bench = Bench.open();
    halting = RawServer.answering(this::halt);
  }

  @AfterEach
  void close() {
    goOn.countDown();
    bench.close();
    halting.close();
  }

  /** Sends one half, waits until the test lets it go on, and sends the other half. */
  private void halt(OutputStream out) throws Exception {
    RawServer.head(out, "Content-Length: " + 2 * HALF);
    out.write(new byte[HALF]);
    out.flush();
    goOn.await();
    out.write(new byte[HALF]);
  }

  private static TaskResult resultAt(String url) {
    TaskOutput file = new TaskOutput().type(OutputType.FILE).url(url).filename("cat.png");
    return new TaskResult().taskId("t").outputs(Map.of("a", file));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Looks until the folder is as wanted; the test's own time limit ends it otherwise. */
  private void awaitFiles(Predicate<List<Path>> wanted) throws Exception {
    while (!wanted.test(files())) {
      Thread.sleep(5);
    }
  }

  private static boolean holdsHalf(List<Path> files) {
    return files.size() == 1 && files.get(0).toFile().length() == HALF;
  }

  static Stream<WireFault> breaks() {
    return Stream.of(
        WireFault.truncatedBody(),
        WireFault.resetBeforeRead(),
        WireFault.resetAfterRead(),
        WireFault.answerLost(),
        WireFault.garbage());
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void aConnectionThatBreaksLeavesNoFile(WireFault fault) throws Exception {
    TaskResult result =
        bench.resultWith(JobOutput.file("a", "cat.png", "image/png", new byte[100_000]));
    bench.fake.always(FunctionRunnerOperation.DOWNLOAD, fault);

    UnreachableException error =
        catchThrowableOfType(
            UnreachableException.class, () -> bench.client.download(result, folder));

    assertThat(error.facts().operation()).isEqualTo("downloadOutput");
    assertThat(files()).isEmpty();
  }

  @Test
  void aResultWithThousandsOfOutputsEndsWhenTheFirstOneFails() {
    TaskResult many = new TaskResult().taskId("t");
    for (int i = 0; i < 20_000; i++) {
      many.putOutputsItem(
          "o" + i, new TaskOutput().type(OutputType.FILE).url("/api/v1/functions/files/none" + i));
    }

    assertThatThrownBy(() -> bench.client.download(many, folder))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aServerThatFallsSilentInTheMiddleIsGivenUp() throws Exception {
    assertGivenUp(resultAt(halting.baseUrl()));
  }

  @Test
  void aServerThatNeverBeginsIsGivenUp() throws Exception {
    TaskResult result = bench.resultWith(JobOutput.file("a", "a.png", "image/png", new byte[9]));
    bench.fake.always(FunctionRunnerOperation.DOWNLOAD, WireFault.stall());

    assertGivenUp(result);
  }

  private void assertGivenUp(TaskResult result) throws Exception {
    Duration idle = Duration.ofMillis(300);
    try (FunctionRunnerClient hasty =
        FunctionRunnerClient.open(Bench.options(bench.fake.baseUrl()).idleTimeout(idle).build())) {
      UnreachableException error =
          catchThrowableOfType(UnreachableException.class, () -> hasty.download(result, folder));

      assertThat(error).hasMessageContainingAll("Not a byte came from 127.0.0.1:", "within PT0.3S");
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void aFileIsWrittenWhileItArrivesAndStandsInItsPlaceOnlyWhenWhole() throws Exception {
    CompletableFuture<List<DownloadedFile>> saved =
        bench.client.downloadAsync(resultAt(halting.baseUrl()), folder);
    awaitFiles(BrokenDownloadTest::holdsHalf);
    assertThat(files().get(0).getFileName().toString()).startsWith(".longhaul-").endsWith(".part");
    goOn.countDown();

    assertThat(saved.join()).extracting(DownloadedFile::bytes).containsExactly(2L * HALF);
    assertThat(files()).containsExactly(folder.resolve("cat.png"));
  }

  @Test
  void aSlowFileMayTakeLongerThanAnyCall() throws Exception {
    try (RawServer slow =
            RawServer.answering(
                out -> {
                  RawServer.head(out, "Content-Length: 12");
                  for (int i = 0; i < 12; i++) {
                    out.write('x');
                    out.flush();
                    Thread.sleep(50);
                  }
                });
        FunctionRunnerClient hasty =
            FunctionRunnerClient.open(
                Bench.options(bench.fake.baseUrl())
                    .attemptTimeout(Duration.ofMillis(100))
                    .createTimeout(Duration.ofMillis(100))
                    .idleTimeout(Duration.ofMillis(400))
                    .build())) {
      assertThat(hasty.download(resultAt(slow.baseUrl()), folder).get(0).bytes()).isEqualTo(12);
    }
  }

  @Test
  void cancellingInTheMiddleEndsTheTransferAndLeavesNoFile() throws Exception {
    CompletableFuture<List<DownloadedFile>> download =
        bench.client.downloadAsync(resultAt(halting.baseUrl()), folder);
    awaitFiles(BrokenDownloadTest::holdsHalf);

    assertThat(download.cancel(true)).isTrue();

    awaitFiles(List::isEmpty);
    assertThat(download).isCancelled();
  }

  @Test
  void anInterruptInTheMiddleEndsTheTransferAndLeavesNoFile() throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                bench.client.download(resultAt(halting.baseUrl()), folder);
              } catch (Throwable thrown) {
                end.complete(thrown);
              }
            });
    caller.start();
    awaitFiles(BrokenDownloadTest::holdsHalf);
    caller.interrupt();

    assertThat(end.join()).isInstanceOf(InterruptedException.class);
    awaitFiles(List::isEmpty);
  }

  @Test
  void filesThatWereWholeBeforeTheFailureStay() throws Exception {
    TaskResult result =
        bench.resultWith(
            JobOutput.file("a", "one.png", "image/png", new byte[10]),
            JobOutput.file("b", "two.png", "image/png", new byte[10]),
            JobOutput.file("c", "three.png", "image/png", new byte[10]));
    bench.fake.fault(FunctionRunnerOperation.DOWNLOAD, WireFault.delay(Duration.ZERO));
    bench.fake.fault(FunctionRunnerOperation.DOWNLOAD, WireFault.status(500));

    ServiceFailedException error =
        catchThrowableOfType(
            ServiceFailedException.class, () -> bench.client.download(result, folder));

    assertThat(error.facts().jobId()).contains(result.getTaskId());
    assertThat(files()).containsExactly(folder.resolve("one.png"));
    assertThat(bench.fake.ledger().requests(FunctionRunnerOperation.DOWNLOAD)).hasSize(2);
  }

  @Test
  void aFileThatTheServiceForgotIsNotFound() throws Exception {
    TaskResult result = bench.resultWith(JobOutput.file("a", "a.png", "image/png", new byte[1]));
    bench.fake.forgetJobs();

    LonghaulException error =
        catchThrowableOfType(NotFoundException.class, () -> bench.client.download(result, folder));

    assertThat(error.facts().status()).hasValue(404);
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "data:,x",
        "",
        "  ",
        "http://",
        "http://h:x/"
      })
  void anAddressThatCannotBeFetchedIsRefused(String url) throws Exception {
    DownloadFailedException error =
        catchThrowableOfType(
            DownloadFailedException.class, () -> bench.client.download(resultAt(url), folder));

    assertThat(error).hasMessageContaining("no http address");
    assertThat(files()).isEmpty();
  }

  @Test
  void aFolderThatIsAFileIsRefusedAtOnce() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    InvalidInputException error =
        catchThrowableOfType(
            InvalidInputException.class, () -> bench.client.downloadAsync(resultAt("/x"), file));

    assertThat(error.field()).isEqualTo("folder");
    assertThat(bench.fake.ledger().requests()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeMadeIsSaidToBeSo() throws Exception {
    Path below = Files.createFile(folder.resolve("file")).resolve("below");
    TaskResult result = bench.resultWith(JobOutput.file("a", "a.png", "image/png", new byte[1]));

    DownloadFailedException error =
        catchThrowableOfType(
            DownloadFailedException.class, () -> bench.client.download(result, below));

    assertThat(error)
        .hasMessageContaining("The folder cannot be written")
        .hasCauseInstanceOf(IOException.class);
  }
}
