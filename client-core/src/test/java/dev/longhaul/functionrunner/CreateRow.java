package dev.longhaul.functionrunner;

import dev.longhaul.policy.KeyMode;

/**
 * One failure of the first attempt at a create, and what comes of it by what a key is worth.
 *
 * @param failure what goes wrong, in the words of the table
 * @param trouble lets it go wrong
 * @param ignored what comes of it where the service does not look at keys
 * @param replayed what comes of it where a known key gets the first answer again
 * @param rejected what comes of it where a known key is refused
 */
record CreateRow(
    String failure, Trouble trouble, CreateCell ignored, CreateCell replayed, CreateCell rejected) {
  /** Lets the first attempt go wrong, and only the first where that can be arranged. */
  @FunctionalInterface
  interface Trouble {
    void arrange(CreateScene scene) throws Exception;
  }

  /** Returns a row of which nothing depends on the key. */
  static CreateRow always(String failure, Trouble trouble, CreateCell all) {
    return new CreateRow(failure, trouble, all, all, all);
  }

  /** Returns a row of a failure that leaves open whether there is a job, and there is none. */
  static CreateRow doubtful(String failure, Trouble trouble) {
    return new CreateRow(
        failure,
        trouble,
        CreateCell.uncertain(1, 0),
        CreateCell.handle(2, 1),
        CreateCell.handle(2, 1));
  }

  /** Returns a row of a failure that leaves open whether there is a job, and there is one. */
  static CreateRow lost(String failure, Trouble trouble) {
    return new CreateRow(
        failure,
        trouble,
        CreateCell.uncertain(1, 1),
        CreateCell.handle(2, 1),
        CreateCell.exists(2, 1));
  }

  CreateCell cell(KeyMode mode) {
    return switch (mode) {
      case IGNORED -> ignored;
      case REPLAYED -> replayed;
      case REJECTED -> rejected;
    };
  }

  /** Returns the line of the table. */
  String line() {
    return "| %s | %s | %s | %s |".formatted(failure, ignored, replayed, rejected);
  }

  @Override
  public String toString() {
    return failure;
  }
}
