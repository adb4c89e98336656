package dev.longhaul.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The faults that wait for their request. Safe for use by several threads. */
final class FaultPlan {

  private final Operation any;
  private final Map<Operation, Deque<WireFault>> once = new HashMap<>();
  private final Map<Operation, WireFault> always = new HashMap<>();
  private @Nullable SeededFaults seeded;

  /** A plan of a service whose requests are all meant by one operation. */
  FaultPlan(Operation any) {
    this.any = any;
  }

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
    WireFault drawn = seeded == null || !operation.creates() ? null : seeded.next();
    WireFault fault = poll(operation);
    if (fault == null) {
      fault = poll(any);
    }
    if (fault == null) {
      fault = drawn != null ? drawn : always.get(operation);
    }
    return fault != null ? fault : always.getOrDefault(any, WireFault.NONE);
  }

  private @Nullable WireFault poll(Operation operation) {
    Deque<WireFault> waiting = once.get(operation);
    return waiting == null ? null : waiting.poll();
  }
}
