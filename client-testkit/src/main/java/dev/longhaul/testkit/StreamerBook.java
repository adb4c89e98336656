package dev.longhaul.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was asked, what was taken, and the scripts that wait. Safe for use by several threads. */
final class StreamerBook {

  private final List<StreamerRequest> requests = new ArrayList<>();
  private final Map<String, Integer> acceptedByAction = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private final Deque<StreamerScript> next = new ArrayDeque<>();
  private final Map<String, StreamerScript> byAction = new HashMap<>();
  private @Nullable StreamerScript every;

  synchronized void add(StreamerRequest request) {
    requests.add(request);
  }

  synchronized List<StreamerRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized int accepted(String action) {
    return acceptedByAction.getOrDefault(action, 0);
  }

  synchronized void next(StreamerScript script) {
    next.add(script);
  }

  synchronized void every(StreamerScript script) {
    every = script;
  }

  synchronized void action(String name, StreamerScript script) {
    byAction.put(name, script);
  }

  /** Whether a test has said what the action does. */
  synchronized boolean hasAction(String name) {
    return byAction.containsKey(name);
  }

  synchronized boolean knows(String id) {
    return ids.contains(id);
  }

  /** Takes a request, unless its id was taken before. */
  synchronized boolean accept(StreamerRequest request) {
    boolean isNew = ids.add(request.id());
    if (isNew) {
      acceptedByAction.merge(request.action(), 1, Integer::sum);
    }
    return isNew;
  }

  /** The script of an accepted request; one that was meant for a single request is used up. */
  synchronized StreamerScript script(StreamerRequest request) {
    StreamerScript script = next.poll();
    if (script == null) {
      script = byAction.getOrDefault(request.action(), every);
    }
    if (script != null) {
      return script;
    }
    StreamerAction action = StreamerAction.of(request.action());
    return action == null || action.isQueued()
        ? StreamerScript.quick()
        : StreamerScript.immediate();
  }

  /** Forgets the ids; what was asked stays in the record. */
  synchronized void forget() {
    ids.clear();
  }
}
