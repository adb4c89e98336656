package dev.longhaul.functionrunner;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.model.BatchTask;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of a batch wait for, as places in the batch. A batch that waits for itself would
 * never end. For one thread.
 */
final class BatchDependencies {
  /** What may stand in an error although it came from the caller, whose names may be data too. */
  private static final Pattern PLAIN = Pattern.compile("[\\w.:-]{1,40}");

  private static final int MOST_SHOWN = 10;

  private final List<BatchTask> tasks;
  private final List<Set<Integer>> needed;

  private BatchDependencies(List<BatchTask> tasks, Map<String, Integer> places) {
    this.tasks = tasks;
    needed = IntStream.range(0, tasks.size()).mapToObj(task -> needed(task, places)).toList();
  }

  /**
   * Refuses tasks that wait for themselves, for each other in a circle, or for none of the batch.
   *
   * @param places where in the batch each name stands
   */
  static void check(List<BatchTask> tasks, Map<String, Integer> places) {
    new BatchDependencies(tasks, places).refuseCircles();
  }

  private Set<Integer> needed(int task, Map<String, Integer> places) {
    Set<Integer> found = new HashSet<>();
    List<String> names = tasks.get(task).getDependencies();
    for (int i = 0; names != null && i < names.size(); i++) {
      found.add(needed(task, i, names.get(i), places));
    }
    return found;
  }

  private int needed(int task, int position, @Nullable String name, Map<String, Integer> places) {
    Integer place = name == null ? null : places.get(name);
    String field = BatchRules.at(task) + ".dependencies[" + position + "]";
    if (place == null) {
      throw InvalidInputException.of(
          field,
          name == null ? "is null" : "names no task of the batch",
          "Use the task_name of another task.");
    }
    if (place == task) {
      throw InvalidInputException.of(
          field, "is the task itself", "Leave it out, or it would wait for ever.");
    }
    return place;
  }

  private void refuseCircles() {
    Set<Integer> stuck = stuck();
    if (!stuck.isEmpty()) {
      List<Integer> circle = circle(stuck);
      throw InvalidInputException.of(
          "tasks", "hold a circle: " + words(circle), "Take one of these dependencies out.");
    }
  }

  /** Returns the tasks that would never start: those of a circle and all that wait for it. */
  private Set<Integer> stuck() {
    List<List<Integer>> waiting = new ArrayList<>();
    needed.forEach(each -> waiting.add(new ArrayList<>()));
    int[] missing = new int[needed.size()];
    Deque<Integer> ready = new ArrayDeque<>();
    for (int task = 0; task < missing.length; task++) {
      missing[task] = needed.get(task).size();
      for (int other : needed.get(task)) {
        waiting.get(other).add(task);
      }
      if (missing[task] == 0) {
        ready.add(task);
      }
    }
    Set<Integer> stuck = IntStream.range(0, missing.length).boxed().collect(Collectors.toSet());
    for (Integer next = ready.poll(); next != null; next = ready.poll()) {
      stuck.remove(next);
      for (int freed : waiting.get(next)) {
        if (--missing[freed] == 0) {
          ready.add(freed);
        }
      }
    }
    return stuck;
  }

  /** Goes from one that is stuck to what it waits for, until it comes to a task again. */
  private List<Integer> circle(Set<Integer> stuck) {
    List<Integer> way = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    int task = stuck.stream().min(Integer::compare).orElseThrow();
    while (seen.add(task)) {
      way.add(task);
      task = needed.get(task).stream().filter(stuck::contains).min(Integer::compare).orElseThrow();
    }
    return way.subList(way.indexOf(task), way.size());
  }

  private String words(List<Integer> circle) {
    List<String> steps = new ArrayList<>();
    for (int i = 0; i < Math.min(circle.size(), MOST_SHOWN); i++) {
      int next = circle.get((i + 1) % circle.size());
      steps.add(label(circle.get(i)) + " waits for " + label(next));
    }
    return String.join(", ", steps) + (circle.size() > MOST_SHOWN ? ", and so on" : "");
  }

  private String label(int task) {
    String name = tasks.get(task).getTaskName();
    return name != null && PLAIN.matcher(name).matches() ? name : BatchRules.at(task);
  }
}
