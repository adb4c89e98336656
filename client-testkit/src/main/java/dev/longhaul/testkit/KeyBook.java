package dev.longhaul.testkit;

import dev.longhaul.testkit.FakeOptions.Keys;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The idempotency keys that made something, and what was answered. Safe for several threads. */
final class KeyBook {

  static final String HEADER = "Idempotency-Key";

  /** What a key was first used for. */
  private record First(Operation operation, Object submission, WireAnswer answer) {

    boolean matches(Operation again, Object submissionAgain) {
      return operation.equals(again) && submission.equals(submissionAgain);
    }
  }

  private final Keys keys;
  private final Map<String, First> seen = new HashMap<>();

  KeyBook(Keys keys) {
    this.keys = keys;
  }

  /**
   * Creates, or does with a key seen before what the service is set to do.
   *
   * @param submission what was asked for; the same is equal
   */
  WireAnswer answer(
      ReceivedRequest request,
      Object submission,
      ErrorAnswers errors,
      Supplier<WireAnswer> create) {
    String key = request.header(HEADER);
    if (keys == Keys.IGNORED || key == null || key.isEmpty()) {
      return create.get();
    }
    // One lock over looking up and creating: of two requests at once with one key, one creates.
    synchronized (this) {
      First first = seen.get(key);
      if (first != null) {
        return again(first, request.operation(), submission, errors);
      }
      WireAnswer answer = create.get();
      seen.put(key, new First(request.operation(), submission, answer));
      return answer;
    }
  }

  synchronized void forget() {
    seen.clear();
  }

  private WireAnswer again(
      First first, Operation operation, Object submission, ErrorAnswers errors) {
    if (keys == Keys.REJECTED) {
      return errors.coded(409, "DUPLICATE_REQUEST", "This key was used before");
    }
    return first.matches(operation, submission)
        ? first.answer().again()
        : errors.plain(409, "This key belongs to another submission");
  }
}
