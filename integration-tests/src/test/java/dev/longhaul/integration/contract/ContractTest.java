package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import dev.longhaul.error.CallFacts;
import dev.longhaul.error.QuotaExhaustedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every row of the table against every answer that its document shows. */
class ContractTest {
  @TempDir private static Path folder;

  private static StubbedService service;

  @BeforeAll
  static void startTheService() {
    service = new StubbedService();
  }

  @AfterAll
  static void stopTheService() {
    service.close();
  }

  /** The only thing a build says that went well, beside the same count of the models. */
  @AfterAll
  static void tellTheCounts() {
    ContractTable.counts().forEach(System.out::println);
  }

  @TestFactory
  Stream<DynamicContainer> everyGoodAnswerReachesTheCallerWhole() {
    return ContractTable.withGoodAnswers().stream()
        .map(
            row ->
                dynamicContainer(
                    row.toString(),
                    answers(row, true)
                        .flatMap(
                            answer ->
                                row.calls(answer).stream()
                                    .map(call -> goodAnswer(row, call, answer)))));
  }

  @TestFactory
  Stream<DynamicContainer> everyBadAnswerBecomesTheErrorThatIsItsRemedy() {
    return ContractTable.withBadAnswers().stream()
        .map(
            row ->
                dynamicContainer(
                    row.toString(), answers(row, false).map(answer -> badAnswer(row, answer))));
  }

  @TestFactory
  Stream<DynamicTest> everyPartOfARequestLeavesWithOneOfTheCalls() {
    return ContractTable.rows().stream()
        .map(row -> dynamicTest(row.toString(), () -> sendsEveryPart(row)));
  }

  /** A row without any would pass unseen. */
  private static Stream<CannedAnswer> answers(ContractRow row, boolean good) {
    Stream<CannedAnswer> answers =
        row.operation().answers().stream().filter(answer -> answer.isSuccess() == good);
    assertThat(row.operation().answers())
        .as("answers of %s", row)
        .anyMatch(answer -> answer.isSuccess() == good)
        .allSatisfy(
            answer -> assertThat(row.calls(answer)).as("calls for %s", answer).isNotEmpty());
    return answers;
  }

  private static DynamicTest goodAnswer(
      ContractRow row, ContractRow.Call call, CannedAnswer answer) {
    String name = answer + ", " + call.name();
    return dynamicTest(
        name,
        () -> {
          ContractRun run = run(row, call, answer);
          assertThat(run.breaches(row)).as("%s, %s", row, name).isEmpty();
          assertThat(run.error()).as("%s, %s", row, name).isNull();
          assertThat(Trees.plain(run.told()))
              .as("what the caller was told, %s, %s", row, name)
              .isEqualTo(row.told(call, answer));
          assertSent(row, call, run);
        });
  }

  private static void assertSent(ContractRow row, ContractRow.Call call, ContractRun run) {
    JsonElement body = call.body();
    if (body != null) {
      assertThat(Trees.plain(run.own(row).get(0).sent().tree().orElseThrow()))
          .as("what left, %s, %s", row, call.name())
          .isEqualTo(row.sent(body));
    }
  }

  private static DynamicTest badAnswer(ContractRow row, CannedAnswer answer) {
    return dynamicTest(
        answer.toString(),
        () -> {
          ContractRun run = run(row, row.calls(answer).get(0), answer);
          assertThat(run.breaches(row)).as("%s, %s", row, answer).isEmpty();
          JsonElement told = row.refused(answer);
          if (told == null) {
            assertRemedy(row, answer, run);
          } else {
            assertThat(run.error()).as("%s, %s", row, answer).isNull();
            assertThat(Trees.plain(run.told())).as("%s, %s", row, answer).isEqualTo(told);
          }
        });
  }

  private static void assertRemedy(ContractRow row, CannedAnswer answer, ContractRun run) {
    Remedy remedy = Remedy.of(answer);
    assertThat(run.error())
        .as("%s, %s, told %s", row, answer, run.told())
        .isExactlyInstanceOf(remedy.type());
    CallFacts facts = run.error().facts();
    assertThat(facts.status()).as("%s, %s", row, answer).hasValue(answer.status());
    assertThat(facts.retryAfter()).as("%s, %s", row, answer).isEqualTo(remedy.pause());
    remedy.code().ifPresent(code -> assertThat(facts.serverCode()).hasValue(code));
    remedy.fields().ifPresent(fields -> assertThat(facts.fieldErrors()).isEqualTo(fields));
    remedy.credits().ifPresent(credits -> assertThat(credits(run)).isEqualTo(credits));
    remedy.requestId().ifPresent(id -> assertThat(facts.requestId()).hasValue(id));
    assertThat(facts.reach() == CallFacts.Reach.DECLINED)
        .as("nothing was done, %s, %s", row, answer)
        .isNotEqualTo(remedy.isInDoubt());
  }

  /** Returns how many credits the account has, and how many the job would have cost. */
  private static List<Double> credits(ContractRun run) {
    QuotaExhaustedException broke = (QuotaExhaustedException) run.error();
    return List.of(
        broke.creditsAvailable().orElse(Double.NaN), broke.creditsRequired().orElse(Double.NaN));
  }

  private static void sendsEveryPart(ContractRow row) throws Exception {
    CannedAnswer answer = answers(row, true).findFirst().orElseThrow();
    Set<String> missing = new TreeSet<>(row.operation().requestParts());
    for (ContractRow.Call call : row.calls()) {
      run(row, call, answer).own(row).forEach(sent -> missing.removeAll(sent.requestParts()));
    }
    assertThat(missing).as("what none of the calls of %s sends", row).isEqualTo(row.neverSent());
  }

  private static ContractRun run(ContractRow row, ContractRow.Call call, CannedAnswer answer)
      throws Exception {
    return ContractRun.of(service, row, call, answer, Files.createTempDirectory(folder, "outputs"));
  }
}
