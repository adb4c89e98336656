package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The tasks of a batch and how they hang together. Tasks are known by their places in the list
 * sent.
 *
 * @param tasks the submission of each
 * @param dependencies the places of the tasks that each waits for
 * @param order the places so that each comes after those it waits for, and otherwise as sent
 * @param sequential whether each also waits until the one before it in that order has ended
 * @param stopOnError whether a failure ends all
 */
record BatchPlan(
    List<JsonObject> tasks,
    List<List<Integer>> dependencies,
    List<Integer> order,
    boolean sequential,
    boolean stopOnError) {

  /** Reads a batch submission; only what has no faults is a plan that can be used. */
  static BatchPlan read(JsonObject body, InputCheck check) {
    check.required(body, "tasks", "array");
    check.optional(body, "parallel", "boolean");
    check.optional(body, "stop_on_error", "boolean");
    List<JsonObject> tasks = check.passed() ? tasks(body, check) : List.of();
    List<List<Integer>> dependencies = check.passed() ? dependencies(tasks, check) : List.of();
    List<Integer> order = order(dependencies);
    if (check.passed() && order.size() < tasks.size()) {
      check.add("circular", "must not wait for each other in a circle", "tasks");
    }
    return new BatchPlan(
        tasks,
        dependencies,
        order,
        isPresent(body, "parallel") && !body.get("parallel").getAsBoolean(),
        isPresent(body, "stop_on_error") && body.get("stop_on_error").getAsBoolean());
  }

  private static List<JsonObject> tasks(JsonObject body, InputCheck check) {
    List<JsonObject> tasks = new ArrayList<>();
    for (JsonElement task : body.getAsJsonArray("tasks")) {
      InputCheck ofTask = check.below("tasks", tasks.size());
      JsonObject read = task.isJsonObject() ? task.getAsJsonObject() : new JsonObject();
      ofTask.submission(read);
      ofTask.optional(read, "task_name", "string");
      ofTask.optional(read, "dependencies", "array");
      tasks.add(read);
    }
    if (tasks.isEmpty()) {
      check.add("min_length", "must hold at least 1", "tasks");
    }
    return tasks;
  }

  private static List<List<Integer>> dependencies(List<JsonObject> tasks, InputCheck check) {
    Map<String, Integer> places = places(tasks, check);
    List<List<Integer>> all = new ArrayList<>();
    for (JsonObject task : tasks) {
      InputCheck ofTask = check.below("tasks", all.size());
      List<Integer> needed = new ArrayList<>();
      for (JsonElement name : names(task)) {
        Integer place = InputCheck.isText(name) ? places.get(name.getAsString()) : null;
        if (place == null) {
          ofTask.add("unknown", "must name tasks of the batch", "dependencies");
        } else if (!needed.contains(place)) {
          needed.add(place);
        }
      }
      all.add(needed);
    }
    return all;
  }

  private static Map<String, Integer> places(List<JsonObject> tasks, InputCheck check) {
    Map<String, Integer> places = new HashMap<>();
    for (int place = 0; place < tasks.size(); place++) {
      JsonObject task = tasks.get(place);
      if (isPresent(task, "task_name")
          && places.putIfAbsent(task.get("task_name").getAsString(), place) != null) {
        check.below("tasks", place).add("duplicate", "must differ from the others", "task_name");
      }
    }
    return places;
  }

  private static Iterable<JsonElement> names(JsonObject task) {
    return isPresent(task, "dependencies") ? task.getAsJsonArray("dependencies") : List.of();
  }

  /** Leaves out the tasks of a circle and all that wait for it. */
  private static List<Integer> order(List<List<Integer>> dependencies) {
    int[] missing = new int[dependencies.size()];
    Map<Integer, List<Integer>> waiting = new HashMap<>();
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int place = 0; place < missing.length; place++) {
      missing[place] = dependencies.get(place).size();
      if (missing[place] == 0) {
        ready.add(place);
      }
      for (int needed : dependencies.get(place)) {
        waiting.computeIfAbsent(needed, it -> new ArrayList<>()).add(place);
      }
    }
    List<Integer> order = new ArrayList<>();
    for (Integer next = ready.poll(); next != null; next = ready.poll()) {
      order.add(next);
      for (int freed : waiting.getOrDefault(next, List.of())) {
        missing[freed]--;
        if (missing[freed] == 0) {
          ready.add(freed);
        }
      }
    }
    return order;
  }

  private static boolean isPresent(JsonObject body, String field) {
    return body.has(field) && !body.get(field).isJsonNull();
  }
}
