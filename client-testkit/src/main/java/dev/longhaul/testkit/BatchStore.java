package dev.longhaul.testkit;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The batches of a fake, by id. Safe for use by several threads. */
final class BatchStore {

  private final InstantSource clock;
  private final Map<String, Batch> batches = new HashMap<>();
  private int made;

  BatchStore(InstantSource clock) {
    this.clock = clock;
  }

  synchronized Batch create(BatchPlan plan, List<FakeJob> jobs) {
    made++;
    Batch batch = Batch.of("batch-" + made, plan, jobs, clock);
    batches.put(batch.id(), batch);
    return batch;
  }

  synchronized @Nullable Batch find(String id) {
    return batches.get(id);
  }

  synchronized void forget() {
    batches.clear();
  }
}
