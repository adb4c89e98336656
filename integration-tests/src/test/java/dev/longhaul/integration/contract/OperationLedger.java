package dev.longhaul.integration.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps account of the operations of all documents: each is either tested or listed as having no
 * client yet, and the list only shrinks.
 *
 * @param declared every operation of every document
 * @param tested those with a row in the contract table
 * @param listed the lines of the list
 * @param most how many lines the list may have
 */
record OperationLedger(
    Set<String> declared, Collection<String> tested, List<String> listed, int most) {

  /** Returns what is wrong, each with its remedy; empty when the account is in order. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (String operation : new TreeSet<>(declared)) {
      if (!tested.contains(operation) && !listed.contains(operation)) {
        problems.add(operation + " has no contract test. Add a row for it to the contract table.");
      }
    }
    for (String line : listed) {
      if (!declared.contains(line)) {
        problems.add(line + " is listed, and no document has it. Delete the line.");
      } else if (tested.contains(line)) {
        problems.add(line + " is listed, and has a contract test. Delete the line.");
      }
    }
    addRepeated(problems, "the list", listed);
    addRepeated(problems, "the contract table", tested);
    if (listed.size() > most) {
      problems.add(
          "The list has "
              + listed.size()
              + " lines and may have "
              + most
              + ". It may only shrink: give the operation a client and a contract test.");
    }
    return problems;
  }

  private static void addRepeated(
      List<String> problems, String where, Collection<String> operations) {
    Set<String> seen = new TreeSet<>();
    for (String operation : operations) {
      if (!seen.add(operation)) {
        problems.add(operation + " stands in " + where + " twice. Delete one.");
      }
    }
  }
}
