package dev.longhaul.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OperationLedgerTest {
  private static final String LIST = "/operations-without-client.txt";

  /** Lower it with every line that goes. It is never raised. */
  private static final int MOST_WITHOUT_CLIENT = 6;

  @Test
  void everyOperationIsTestedOrListed() throws IOException {
    assertThat(new OperationLedger(declared(), tested(), listed(), MOST_WITHOUT_CLIENT).problems())
        .isEmpty();
  }

  @Test
  void whatTheClientsCallIsTested() {
    Set<String> called = calledByTheClients();
    assertThat(called)
        .contains("function-runner: submitTask", "vestis: createJob", "sora: createVideo");
    assertThat(tested()).containsAll(called);
  }

  @Test
  void fiveDocumentsAreCounted() {
    assertThat(Spec.all())
        .extracting(Spec::name)
        .containsExactlyInAnyOrder(
            "function-runner", "vestis", "sora", "streamer", "project-events");
  }

  @Test
  void noticesAnOperationThatNobodyKnowsOf() {
    assertThat(problems(List.of("a: one"), List.of("a: two"), 1))
        .singleElement()
        .asString()
        .startsWith("a: three has no contract test");
  }

  @Test
  void noticesALineForATestedOperation() {
    assertThat(problems(List.of("a: one", "a: two"), List.of("a: two", "a: three"), 2))
        .singleElement()
        .asString()
        .startsWith("a: two is listed, and has a contract test");
  }

  @Test
  void noticesALineForNoOperation() {
    assertThat(problems(List.of("a: one"), List.of("a: two", "a: three", "a: gone"), 3))
        .singleElement()
        .asString()
        .startsWith("a: gone is listed, and no document has it");
  }

  @Test
  void noticesAListThatGrew() {
    assertThat(problems(List.of("a: one"), List.of("a: two", "a: three"), 1))
        .singleElement()
        .asString()
        .contains("It may only shrink");
  }

  @Test
  void noticesWhatStandsTwice() {
    assertThat(problems(List.of("a: one", "a: one"), List.of("a: two", "a: three", "a: two"), 3))
        .containsExactly(
            "a: two stands in the list twice. Delete one.",
            "a: one stands in the contract table twice. Delete one.");
  }

  private static List<String> problems(List<String> tested, List<String> listed, int most) {
    Set<String> declared = Set.of("a: one", "a: two", "a: three");
    return new OperationLedger(declared, tested, listed, most).problems();
  }

  private static Set<String> declared() {
    return Spec.all().stream()
        .flatMap(spec -> spec.operations().stream())
        .map(SpecOperation::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> tested() {
    return ContractTable.rows().stream().map(row -> row.operation().name()).toList();
  }

  private static List<String> listed() throws IOException {
    try (InputStream list = OperationLedgerTest.class.getResourceAsStream(LIST)) {
      byte[] bytes = Objects.requireNonNull(list, LIST).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  /** Finds the generated methods that client-core uses: no client may hide behind the list. */
  private static Set<String> calledByTheClients() {
    Set<String> called = new TreeSet<>();
    new ClassFileImporter()
        .importPath(Path.of("..", "client-core", "target", "classes"))
        .forEach(
            type ->
                type.getAccessesFromSelf().stream()
                    .map(JavaAccess::getTarget)
                    .forEach(target -> addOperation(called, target)));
    return called;
  }

  private static void addOperation(Set<String> called, AccessTarget target) {
    for (Spec spec : Spec.all()) {
      String apis = "dev.longhaul.generated." + spec.name().replace("-", "") + ".api";
      if (target.getOwner().getPackageName().equals(apis)) {
        called.add(spec.name() + ": " + operation(target.getName()));
      }
    }
  }

  /** An operation that takes two kinds of body has a method for each. */
  private static String operation(String method) {
    return method.replaceFirst("With(Json|FormData)$", "");
  }
}
