package dev.longhaul.integration.contract;

import java.util.List;
import java.util.stream.Stream;

/** Every operation that a client serves, one row each, and its variants. */
final class ContractTable {
  private static final List<ContractRow> ROWS =
      Stream.of(
              FunctionRunnerRows.rows(),
              BatchRows.rows(),
              IntegrationRows.rows(),
              VestisRows.rows(),
              VestisAccountRows.rows(),
              SoraRows.rows(),
              SoraCreateRows.rows(),
              EventsRows.rows())
          .flatMap(List::stream)
          .toList();

  private static final List<ContractRow> VARIANTS =
      Stream.concat(VestisVariants.rows().stream(), SoraVariants.rows().stream()).toList();

  private static final List<ContractRow> REFUSALS =
      Stream.concat(VestisVariants.refusals().stream(), SoraVariants.refusals().stream()).toList();

  private ContractTable() {}

  /** Returns the rows of the operations as their documents show them. */
  static List<ContractRow> rows() {
    return ROWS;
  }

  /** Returns the rows whose good answers are to be given: those of variants, too. */
  static List<ContractRow> withGoodAnswers() {
    return Stream.concat(ROWS.stream(), VARIANTS.stream()).toList();
  }

  /** Returns the rows whose bad answers are to be given. */
  static List<ContractRow> withBadAnswers() {
    return Stream.concat(ROWS.stream(), REFUSALS.stream()).toList();
  }

  /** Returns a line for each document that a client serves: how much of it is held here. */
  static List<String> counts() {
    return Spec.all().stream()
        .filter(spec -> ROWS.stream().anyMatch(row -> row.operation().spec().equals(spec)))
        .map(ContractTable::count)
        .toList();
  }

  private static String count(Spec spec) {
    long requests =
        of(spec, withGoodAnswers())
            .flatMap(row -> row.calls().stream())
            .filter(call -> call.body() != null)
            .count();
    return "%s: %d of %d operations called, %d examples of requests sent, %d of answers given"
        .formatted(
            spec.name(),
            of(spec, ROWS).count(),
            spec.operations().size(),
            requests,
            answers(spec, withGoodAnswers(), true) + answers(spec, withBadAnswers(), false));
  }

  private static long answers(Spec spec, List<ContractRow> rows, boolean good) {
    return of(spec, rows)
        .flatMap(row -> row.operation().answers().stream())
        .filter(answer -> answer.isSuccess() == good)
        .count();
  }

  private static Stream<ContractRow> of(Spec spec, List<ContractRow> rows) {
    return rows.stream().filter(row -> row.operation().spec().isVariantOf(spec));
  }
}
