package dev.longhaul.testkit;

/**
 * What a fake remembers.
 *
 * @param templates what jobs are made from
 * @param jobs every job
 * @param batches every batch
 * @param keys the idempotency keys seen
 * @param ledger what came in
 */
record ServiceData(
    TemplateCatalog templates,
    JobStore jobs,
    BatchStore batches,
    KeyBook keys,
    RequestLedger ledger) {

  static ServiceData of(FakeOptions options, RequestLedger ledger) {
    return new ServiceData(
        new TemplateCatalog(),
        new JobStore(options),
        new BatchStore(options.clock()),
        new KeyBook(options.keys()),
        ledger);
  }

  /** Loses all that requests have left here, but not the ledger of them. */
  void forget() {
    jobs.forget();
    batches.forget();
    keys.forget();
  }
}
