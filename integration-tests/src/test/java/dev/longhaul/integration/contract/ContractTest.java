package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @TestFactory
  Stream<DynamicContainer> everyGoodAnswerReachesTheCallerWhole() {
    return ContractTable.rows().stream()
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
  Stream<DynamicContainer> everyBadAnswerIsToldByItsStatus() {
    return ContractTable.rows().stream()
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
      assertThat(Trees.plain(run.own(row).get(0).sent().json().orElseThrow()))
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
            assertThat(run.error()).as("%s, %s, told %s", row, answer, run.told()).isNotNull();
            assertThat(run.error().facts().status())
                .as("%s, %s", row, answer)
                .hasValue(answer.status());
          } else {
            assertThat(run.error()).as("%s, %s", row, answer).isNull();
            assertThat(Trees.plain(run.told())).as("%s, %s", row, answer).isEqualTo(told);
          }
        });
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
