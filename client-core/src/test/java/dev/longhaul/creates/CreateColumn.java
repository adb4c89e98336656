package dev.longhaul.creates;

import dev.longhaul.creates.CreateRow.Wire;
import dev.longhaul.policy.KeyMode;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A service, with what is true of it: where a create goes wrong in the same ways. */
enum CreateColumn {
  IGNORED(KeyMode.IGNORED, () -> new RunnerTarget(KeyMode.IGNORED)),
  REPLAYED(KeyMode.REPLAYED, () -> new RunnerTarget(KeyMode.REPLAYED)),
  REJECTED(KeyMode.REJECTED, () -> new RunnerTarget(KeyMode.REJECTED)),
  VIDEOS(KeyMode.IGNORED, () -> new SoraTarget(KeyMode.IGNORED), CreateCell::whereContentIsListed),
  VIDEOS_REPLAYED(
      KeyMode.REPLAYED, () -> new SoraTarget(KeyMode.REPLAYED), CreateCell::whereContentIsListed),
  VIDEOS_REJECTED(
      KeyMode.REJECTED, () -> new SoraTarget(KeyMode.REJECTED), CreateCell::whereContentIsListed),
  IMAGES_OF_ONE_WRITER(
      KeyMode.IGNORED, VestisTarget::ofOneWriter, CreateCell::whereContentIsListed),
  IMAGES(KeyMode.IGNORED, VestisTarget::ofManyWriters, CreateCell::whereJobsAreListed);

  private final KeyMode keys;
  private final Supplier<CreateTarget> target;
  private final UnaryOperator<CreateCell> search;
  private final boolean lists;

  CreateColumn(KeyMode keys, Supplier<CreateTarget> target) {
    this.keys = keys;
    this.target = target;
    search = cell -> cell;
    lists = false;
  }

  CreateColumn(KeyMode keys, Supplier<CreateTarget> target, UnaryOperator<CreateCell> search) {
    this.keys = keys;
    this.target = target;
    this.search = search;
    lists = true;
  }

  /** Returns whether the row is tested here: a key that is never looked at again tells nothing. */
  boolean has(CreateRow row) {
    if (!lists) {
      return true;
    }
    return row.wire() == Wire.ANY && (keys == KeyMode.IGNORED || row.dependsOnKeys());
  }

  KeyMode keys() {
    return keys;
  }

  CreateTarget start() {
    return target.get();
  }

  CreateCell cell(CreateRow row) {
    return search.apply(row.cell(keys));
  }
}
