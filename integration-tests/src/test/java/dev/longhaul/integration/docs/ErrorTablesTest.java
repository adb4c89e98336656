package dev.longhaul.integration.docs;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.longhaul.error.CallFacts;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of errors tell every error, and of every answer what really becomes of it. */
@ExtendWith(LeakCheck.class)
class ErrorTablesTest {
  private static final Document PAGE = Document.read("docs/errors.md");

  static List<AnswerRow> rows() {
    return AnswerRow.all();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void anAnswerIsTheErrorOfItsRow(AnswerRow row) {
    for (Consumer<FakeFunctionRunner> cause : row.causes()) {
      try (FakeFunctionRunner fake = FakeFunctionRunner.start();
          FunctionRunnerClient client = open(fake)) {
        cause.accept(fake);

        LonghaulException error = read(client);

        assertThat(error).isExactlyInstanceOf(row.type());
        assertThat(error.facts().reach()).isEqualTo(row.reach());
        assertThat(error.facts().attempts()).isEqualTo(row.repeated() ? 2 : 1);
      }
    }
  }

  @Test
  void thePageHasTheRowsThatWereTried() {
    String table =
        "| answer | exception | reach | a read is repeated |\n|---|---|---|---|\n"
            + rows().stream().map(AnswerRow::asMarkdown).collect(joining());

    assertThat(PAGE.between("answer-table")).isEqualTo(table);
  }

  @Test
  void theReadmeTellsTheSameInShort() {
    Map<String, String> remedies =
        PAGE.table("The family").stream()
            .collect(toMap(row -> Document.code(row.get(0)).get(0), row -> row.get(2)));
    Map<String, String> answers =
        rows().stream()
            .collect(
                groupingBy(
                    row -> row.type().getSimpleName(),
                    LinkedHashMap::new,
                    mapping(AnswerRow::answer, joining("; "))));
    StringBuilder table = new StringBuilder("| answer | exception | what to do |\n|---|---|---|\n");
    answers.forEach(
        (type, told) ->
            table.append("| %s | `%s` | %s |%n".formatted(told, type, remedies.get(type))));

    assertThat(Document.read("README.md").between("answer-table")).isEqualTo(table.toString());
  }

  @Test
  void everyErrorHasARow() {
    List<String> errors =
        new ClassFileImporter()
                .importPackages(
                    "dev.longhaul.error",
                    "dev.longhaul.functionrunner",
                    "dev.longhaul.job",
                    "dev.longhaul.policy",
                    "dev.longhaul.sora",
                    "dev.longhaul.transfer",
                    "dev.longhaul.vestis")
                .stream()
                .filter(type -> type.isAssignableTo(LonghaulException.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getSimpleName)
                .toList();

    assertThat(PAGE.table("The family"))
        .extracting(row -> Document.code(row.get(0)).get(0))
        .containsExactlyInAnyOrderElementsOf(errors);
  }

  @Test
  void everyFactHasARow() {
    assertThat(PAGE.table("The facts"))
        .extracting(row -> Document.code(row.get(0)).get(0))
        .containsExactlyInAnyOrderElementsOf(
            Values.accessors(CallFacts.class).stream().map(Method::getName).toList());
  }

  @Test
  void theStatusesThatAreRepeatedAreThoseThatThePageOfResilienceNames() {
    List<Integer> repeated = new ArrayList<>();
    try (FakeFunctionRunner fake = FakeFunctionRunner.start();
        FunctionRunnerClient client = open(fake)) {
      IntStream.range(400, 600)
          .filter(status -> isRepeated(fake, client, status))
          .forEach(repeated::add);
    }

    assertThat(Document.read("docs/resilience.md").under("What is repeated").replace('\n', ' '))
        .contains("statuses " + words(repeated) + ".");
  }

  private static boolean isRepeated(
      FakeFunctionRunner fake, FunctionRunnerClient client, int status) {
    fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.status(status, Map.of(), ""));
    CallFacts facts = read(client).facts();
    return facts.status().isPresent() && facts.attempts() > 1;
  }

  private static String words(List<Integer> numbers) {
    int last = numbers.size() - 1;
    return numbers.subList(0, last).stream().map(String::valueOf).collect(joining(", "))
        + " and "
        + numbers.get(last);
  }

  private static LonghaulException read(FunctionRunnerClient client) {
    return catchThrowableOfType(LonghaulException.class, () -> client.status("task-1"));
  }

  private static FunctionRunnerClient open(FakeFunctionRunner fake) {
    Duration soon = Duration.ofMillis(1);
    ResilienceOptions once =
        ResilienceOptions.builder().maxRetries(1).backOff(soon, 1, soon).build();
    return FunctionRunnerClient.open(
        ClientOptions.builder(fake.baseUrl()).resilience(once).build());
  }
}
