package dev.longhaul.creates;

import dev.longhaul.policy.KeyMode;

/**
 * One failure of the first attempt at a create, and what comes of it by what a key is worth.
 *
 * @param wire where it can happen
 * @param failure what goes wrong, in the words of the table
 * @param trouble lets it go wrong
 * @param ignored what comes of it where the service does not look at keys
 * @param replayed what comes of it where a known key gets the first answer again
 * @param rejected what comes of it where a known key is refused
 */
record CreateRow(
    Wire wire,
    String failure,
    Trouble trouble,
    CreateCell ignored,
    CreateCell replayed,
    CreateCell rejected) {
  /** Where a failure can happen. */
  enum Wire {
    ANY,
    HTTP_2
  }

  /** Lets the first attempt go wrong, and only the first where that can be arranged. */
  @FunctionalInterface
  interface Trouble {
    void arrange(CreateScene scene) throws Exception;
  }

  /** Returns a row of which nothing depends on the key. */
  static CreateRow always(String failure, Trouble trouble, CreateCell all) {
    return new CreateRow(Wire.ANY, failure, trouble, all, all, all);
  }

  /** Returns a row of a failure that leaves open whether there is a job, and there is none. */
  static CreateRow doubtful(String failure, Trouble trouble) {
    return new CreateRow(
        Wire.ANY,
        failure,
        trouble,
        CreateCell.uncertain(1, 0),
        CreateCell.handle(2, 1),
        CreateCell.handle(2, 1));
  }

  /** Returns a row of a failure that leaves open whether there is a job, and there is one. */
  static CreateRow lost(String failure, Trouble trouble) {
    return new CreateRow(
        Wire.ANY,
        failure,
        trouble,
        CreateCell.uncertain(1, 1),
        CreateCell.handle(2, 1),
        CreateCell.exists(2, 1));
  }

  /** Returns this row as one of HTTP/2 alone. */
  CreateRow overHttp2() {
    return new CreateRow(Wire.HTTP_2, "HTTP/2: " + failure, trouble, ignored, replayed, rejected);
  }

  boolean dependsOnKeys() {
    return !ignored.equals(replayed) || !ignored.equals(rejected);
  }

  CreateCell cell(KeyMode mode) {
    return switch (mode) {
      case IGNORED -> ignored;
      case REPLAYED -> replayed;
      case REJECTED -> rejected;
    };
  }

  @Override
  public String toString() {
    return failure;
  }
}
