package dev.longhaul.job;

/**
 * How many reads may begin: a token bucket that holds a tenth of a second's worth.
 *
 * <p><i>Concurrency:</i> guarded by the lock of the engine.
 */
final class ReadBudget {
  private static final double SECOND = 1e9;

  private final double perNano;
  private final int most;
  private double tokens;
  private long filledAt;
  private int underWay;

  ReadBudget(int perSecond, long now) {
    perNano = perSecond / SECOND;
    most = Math.max(1, perSecond / 10);
    tokens = most;
    filledAt = now;
  }

  /** Takes the right to begin one read, if there is one. */
  boolean take(long now) {
    tokens = Math.min(most, tokens + (now - filledAt) * perNano);
    filledAt = now;
    if (tokens < 1 || isFull()) {
      return false;
    }
    tokens--;
    underWay++;
    return true;
  }

  void ended() {
    underWay--;
  }

  /** Returns whether a read has to end before another begins. */
  boolean isFull() {
    return underWay >= most;
  }

  /** Returns when there is a token again. */
  long refilledAt(long now) {
    return tokens >= 1 ? now : now + (long) Math.ceil((1 - tokens) / perNano);
  }
}
