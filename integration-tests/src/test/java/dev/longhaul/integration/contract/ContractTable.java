package dev.longhaul.integration.contract;

import java.util.List;
import java.util.stream.Stream;

/** Every operation that a client serves, one row each. */
final class ContractTable {
  private ContractTable() {}

  static List<ContractRow> rows() {
    return Stream.of(FunctionRunnerRows.rows(), BatchRows.rows(), IntegrationRows.rows())
        .flatMap(List::stream)
        .toList();
  }
}
