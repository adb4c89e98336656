package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However large, deep or crooked an answer is, it costs no more memory than its limit allows, and
 * ends in an error that says what is wrong with it.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadAnswersTest {
  private static final int LIMIT = 1 << 20;

  /** What is read of an answer that is too large, and the rest of a call. */
  private static final long MEMORY = 4L * LIMIT;

  /** An answer within the limit is also made into text and, in the worst case, into a tree. */
  private static final long MEMORY_OF_A_TREE = 64L * LIMIT;

  private static final long MANY = 4L << 30;

  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    bench = Bench.open(options -> options.answerLimit(LIMIT));
    // So that what is loaded once is not counted.
    catchThrowableOfType(LonghaulException.class, () -> bench.client.status("t"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** An answer, and what the error says of it. */
  record Bad(String name, WireFault answer, String words) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Bad json(String name, String body, String words) {
    return new Bad(name, WireFault.malformedJson(body), words);
  }

  private static Bad typed(String type, String body, String words) {
    return new Bad(type, WireFault.status(200, Map.of("Content-Type", type), body), words);
  }

  static Stream<Bad> large() {
    String tooLarge = "larger than " + LIMIT + " bytes";
    return Stream.of(
        new Bad("4 GB", WireFault.hugeBody(MANY), tooLarge),
        new Bad("4 GB in 4 MB", WireFault.gzipBomb(MANY), tooLarge),
        new Bad("one byte too many", WireFault.hugeBody(LIMIT + 1), tooLarge),
        new Bad("a bomb of one byte too many", WireFault.gzipBomb(LIMIT + 1), tooLarge),
        new Bad("10,000,000 levels", WireFault.deepJson(10_000_000), tooLarge));
  }

  static Stream<Bad> withinTheLimit() {
    return Stream.of(
        new Bad("50,000 levels", WireFault.deepJson(50_000), "does not fit"),
        json("a list", "[" + "1,".repeat(LIMIT / 2 - 1) + "1", "does not fit"),
        json("a list in a list", "[".repeat(LIMIT), "does not fit"),
        json("a name", "{\"" + "x".repeat(LIMIT - 4), "does not fit"),
        json("a number", "9".repeat(LIMIT), "does not fit"));
  }

  @ParameterizedTest
  @MethodSource("large")
  void aLargeAnswerCostsNoMoreThanItsLimitAllows(Bad it) {
    assertThat(costOf(it)).isLessThan(MEMORY);
  }

  @ParameterizedTest
  @MethodSource("withinTheLimit")
  void anAnswerThatJustFitsCostsABoundedMultipleOfIt(Bad it) {
    assertThat(costOf(it)).isLessThan(MEMORY_OF_A_TREE);
  }

  private long costOf(Bad it) {
    bench.fake.always(FunctionRunnerOperation.READ_STATUS, it.answer());

    long before = allocated();
    UnexpectedAnswerException error =
        catchThrowableOfType(UnexpectedAnswerException.class, () -> bench.client.status("t"));
    long cost = allocated() - before;

    assertThat(error).hasMessageContaining(it.words());
    return cost;
  }

  /** The blocking surface reads and decodes on the thread that called. */
  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  void theMeasureSeesWhatAnUnboundedAnswerWouldCost() {
    long before = allocated();
    byte[] all = new byte[(int) MEMORY];

    assertThat(allocated() - before).isGreaterThanOrEqualTo(all.length);
  }

  @Test
  void aBombInAnErrorCostsNoMore() throws Exception {
    try (RawServer bomb =
            RawServer.answering(
                out -> {
                  out.write(
                      "HTTP/1.1 500 \r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"
                          .getBytes(StandardCharsets.US_ASCII));
                  explode(out);
                });
        FunctionRunnerClient client =
            FunctionRunnerClient.open(Bench.options(bomb.baseUrl()).answerLimit(LIMIT).build())) {
      long before = allocated();
      ServiceFailedException error =
          catchThrowableOfType(ServiceFailedException.class, () -> client.status("t"));

      assertThat(error.facts().status()).hasValue(500);
      assertThat(error.facts().serverMessage()).isEmpty();
      assertThat(allocated() - before).isLessThan(MEMORY);
    }
  }

  private static void explode(OutputStream out) throws Exception {
    byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      for (int i = 0; i < 2_048; i++) {
        packed.write(spaces);
      }
    }
  }

  static Stream<Bad> crooked() {
    String status = "\"status\":\"running\"";
    return Stream.of(
        json("a field twice", "{\"task_id\":\"a\",\"task_id\":\"b\"," + status + "}", "$.task_id"),
        json("the same twice", "{" + status + "," + status + "}", "comes twice, at $.status"),
        json("an unknown one twice", "{\"x\":1," + status + ",\"x\":[]}", "comes twice, at $.x"),
        json(
            "twice, once escaped",
            "{" + status + ",\"st\\u0061tus\":\"failed\"}",
            "comes twice, at $.status"),
        json("an id that is a number in a list", "{\"task_id\":[1]," + status + "}", "$.task_id"),
        json("a state that is a list", "{\"task_id\":\"a\",\"status\":[]}", "at $.status"),
        new Bad(
            "bytes that are no text",
            WireFault.bytes(new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xc3}),
            "does not fit"),
        new Bad(
            "UTF-16",
            WireFault.bytes("{\"status\":\"running\"}".getBytes(StandardCharsets.UTF_16LE)),
            "does not fit"),
        new Bad(
            "a name cut in a character",
            WireFault.bytes("{\"st\u00e9".getBytes(StandardCharsets.ISO_8859_1)),
            "does not fit"),
        typed("text/plain", "All is well", "does not fit"),
        typed("image/png", "\u0089PNG", "does not fit"),
        typed("text/html", "Please sign in", "A web page came"),
        typed("application/xml", "<status>running</status>", "A web page came"),
        typed("text/event-stream", "data: {}\n\n", "does not fit"));
  }

  @ParameterizedTest
  @MethodSource("crooked")
  void aCrookedAnswerIsToldWithItsPlace(Bad it) {
    bench.fake.always(FunctionRunnerOperation.READ_STATUS, it.answer());

    UnexpectedAnswerException error =
        catchThrowableOfType(UnexpectedAnswerException.class, () -> bench.client.status("t"));

    assertThat(error).hasMessageContainingAll(it.words(), "Check that the base URL");
  }

  @Test
  void aStatusWithoutAStateIsNone() {
    for (String body : List.of("{\"task_id\":\"a\"}", "{\"task_id\":\"a\",\"status\":null}")) {
      bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.malformedJson(body));

      assertThat(
              catchThrowableOfType(UnexpectedAnswerException.class, () -> bench.client.status("t")))
          .hasMessageContaining("its status is missing");
    }
  }

  @ParameterizedTest
  @MethodSource({"large", "withinTheLimit", "crooked"})
  void aBadAnswerToACreateLeavesItUncertainAndIsNotAskedForAgain(Bad it) {
    bench.fake.always(FunctionRunnerOperation.SUBMIT_TASK, it.answer());
    FunctionRunnerClient eager = bench.client.with(CallOptions.builder().maxRetries(3).build());

    SubmissionUncertainException error =
        catchThrowableOfType(SubmissionUncertainException.class, () -> eager.submit(Bench.task()));

    assertThat(error.getCause()).isInstanceOf(UnexpectedAnswerException.class);
    assertThat(bench.fake.ledger().createsReceived()).isEqualTo(1);
  }

  @Test
  void anOutputThatComesTwiceIsNotLostInSilence() {
    bench.fake.fault(
        FunctionRunnerOperation.READ_RESULT,
        WireFault.malformedJson(
            "{\"task_id\":\"t\",\"status\":\"completed\",\"outputs\":{\"a\":{\"type\":\"data\"},"
                + "\"b\":{\"type\":\"data\"},\"a\":{\"type\":\"data\"}}}"));

    UnexpectedAnswerException error =
        catchThrowableOfType(UnexpectedAnswerException.class, () -> bench.client.result("t"));

    assertThat(error).hasMessageContaining("a field comes twice, at $.outputs.a");
  }

  @Test
  void equalNamesInObjectsSideBySideAreFine() throws Exception {
    bench.fake.fault(
        FunctionRunnerOperation.READ_RESULT,
        WireFault.malformedJson(
            "{\"task_id\":\"t\",\"status\":\"completed\",\"metadata\":{\"status\":[{\"a\":1},"
                + "{\"a\":\"status\"}],\"a\":\"a\"},\"outputs\":{\"task_id\":{\"type\":\"data\","
                + "\"value\":{\"type\":\"value\"}},\"status\":{\"type\":\"data\",\"value\":null}}}"));

    assertThat(bench.client.result("t").getOutputs()).containsOnlyKeys("task_id", "status");
  }

  @Test
  void jsonUnderAnotherNameIsStillJson() throws Exception {
    String body = "{\"task_id\":\"t\",\"status\":\"running\"}";
    Map<String, String> plain = Map.of("Content-Type", "text/plain");
    bench.fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.status(200, plain, body));

    assertThat(bench.client.status("t").getTaskId()).isEqualTo("t");
  }

  @Test
  void aLargeAnswerHoldsNobodyUpForLong() throws Exception {
    bench.fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.gzipBomb(MANY));
    FunctionRunnerClient impatient =
        bench.client.with(CallOptions.builder().deadline(Duration.ofSeconds(10)).build());

    assertThat(Bench.failure(impatient.statusAsync("t")))
        .isInstanceOf(UnexpectedAnswerException.class);
  }
}
