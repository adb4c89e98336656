package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.FakeOptions.Keys;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The idempotency keys that made something, and what was answered. Safe for several threads. */
final class KeyBook {

  static final String HEADER = "Idempotency-Key";

  /** What a key was first used for. */
  private record First(Operation operation, JsonObject body, JsonObject answer) {

    boolean matches(Operation again, JsonObject bodyAgain) {
      return operation == again && body.equals(bodyAgain);
    }
  }

  private final Keys keys;
  private final Map<String, First> seen = new HashMap<>();

  KeyBook(Keys keys) {
    this.keys = keys;
  }

  /** Creates, or does with a key seen before what the service is set to do. */
  WireAnswer answer(
      ReceivedRequest request, JsonObject body, ErrorAnswers errors, Supplier<JsonObject> create) {
    String key = request.header(HEADER);
    if (keys == Keys.IGNORED || key == null || key.isEmpty()) {
      return WireAnswer.json(200, create.get());
    }
    // One lock over looking up and creating: of two requests at once with one key, one creates.
    synchronized (this) {
      First first = seen.get(key);
      if (first != null) {
        return again(first, request.operation(), body, errors);
      }
      JsonObject answer = create.get();
      seen.put(key, new First(request.operation(), body, answer));
      return WireAnswer.json(200, answer);
    }
  }

  synchronized void forget() {
    seen.clear();
  }

  private WireAnswer again(First first, Operation operation, JsonObject body, ErrorAnswers errors) {
    if (keys == Keys.REJECTED) {
      return errors.of(409, "DUPLICATE_REQUEST", "This key was used before", new JsonObject());
    }
    return first.matches(operation, body)
        ? WireAnswer.json(200, first.answer())
        : errors.plain(409, "This key belongs to another submission");
  }
}
