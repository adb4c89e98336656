package dev.longhaul.policy;

/**
 * What a service does with an idempotency key that it has seen before. It decides whether a create
 * may be sent again after an answer was lost, so declare no more than the service promises.
 */
public enum KeyMode {
  /** It answers as it did the first time and creates nothing: repeating is safe. */
  REPLAYED,
  /** It refuses with 409 and creates nothing: repeating is safe, and tells that the first came. */
  REJECTED,
  /**
   * It does not look at the key: repeating may create, and charge for, a second job. The default
   * everywhere.
   */
  IGNORED
}
