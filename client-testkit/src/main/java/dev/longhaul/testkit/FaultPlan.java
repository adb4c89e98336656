package dev.longhaul.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The faults that wait for their request. Safe for use by several threads. */
final class FaultPlan {

  private final Map<Operation, Deque<WireFault>> once = new EnumMap<>(Operation.class);
  private final Map<Operation, WireFault> always = new EnumMap<>(Operation.class);
  private @Nullable SeededFaults seeded;

  synchronized void add(Operation operation, WireFault fault) {
    once.computeIfAbsent(operation, key -> new ArrayDeque<>()).add(fault);
  }

  synchronized void always(Operation operation, WireFault fault) {
    always.put(operation, fault);
  }

  synchronized void seeded(SeededFaults faults) {
    seeded = faults;
  }

  synchronized void clear() {
    once.clear();
    always.clear();
    seeded = null;
  }

  /** The fault for a request that has just come; a fault meant for one request is used up. */
  synchronized WireFault next(Operation operation) {
    // Drawn even when another fault comes first: the numbers of the requests must not shift.
    WireFault drawn = seeded == null || operation != Operation.SUBMIT_TASK ? null : seeded.next();
    WireFault fault = poll(operation);
    if (fault == null) {
      fault = poll(Operation.ANY);
    }
    if (fault == null) {
      fault = drawn != null ? drawn : always.get(operation);
    }
    return fault != null ? fault : always.getOrDefault(Operation.ANY, WireFault.NONE);
  }

  private @Nullable WireFault poll(Operation operation) {
    Deque<WireFault> waiting = once.get(operation);
    return waiting == null ? null : waiting.poll();
  }
}
