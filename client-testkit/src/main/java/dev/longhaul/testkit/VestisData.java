package dev.longhaul.testkit;

/**
 * What a fake remembers.
 *
 * @param jobs every job
 * @param keys the idempotency keys seen
 * @param allowance what may still be done
 * @param tokens the tokens given out
 * @param ledger what came in
 */
record VestisData(
    ImageJobStore jobs,
    KeyBook keys,
    ImageAllowance allowance,
    BearerTokens tokens,
    RequestLedger ledger) {

  /** Loses all that creates have left here, but not the ledger of them. */
  void forget() {
    jobs.forget();
    keys.forget();
  }
}
