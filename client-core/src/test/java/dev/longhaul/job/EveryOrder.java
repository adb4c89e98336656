package dev.longhaul.job;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Plays every order of the steps that a small world allows, depth first, each from the beginning:
 * no thread, no time and no chance takes part, so that a breach comes with the order that shows it.
 */
final class EveryOrder {
  /** Something that can happen next. */
  record Step(String name, Runnable action) {}

  /** What is played with: one job and everything around it. */
  interface World extends AutoCloseable {
    /** Returns what can happen now, always in the same order. */
    List<Step> steps();

    /** Checks what holds at any moment. */
    void check();

    /** Lets everything come to its end, by one fixed order, and checks what holds then. */
    void settle();

    @Override
    void close();
  }

  /** Which of so many steps was taken at one moment. */
  private record Choice(int taken, int of) {}

  private final Supplier<? extends World> fresh;
  private final int depth;
  private final List<String> order = new ArrayList<>();

  private EveryOrder(Supplier<? extends World> fresh, int depth) {
    this.fresh = fresh;
    this.depth = depth;
  }

  /**
   * Returns how many orders there are, after playing all of them.
   *
   * @param fresh makes a world at its beginning, always the same
   * @param depth after how many steps the world is left to settle
   */
  static long play(Supplier<? extends World> fresh, int depth) {
    return new EveryOrder(fresh, depth).playAll();
  }

  /**
   * Fails with a text unless something holds. Asked millions of times, so nothing is made for it.
   *
   * @param promise what should hold, with {@code %s} for each of the things it is about
   */
  static void holds(boolean truth, String promise, Object... about) {
    if (!truth) {
      throw new AssertionError("It should hold that " + promise.formatted(about));
    }
  }

  private long playAll() {
    Deque<Choice> choices = new ArrayDeque<>();
    long orders = 0;
    do {
      choices = playOne(choices);
      orders++;
    } while (turnOff(choices));
    return orders;
  }

  /** Follows the choices as far as they go, and takes the first step from there on. */
  private Deque<Choice> playOne(Deque<Choice> given) {
    Deque<Choice> made = new ArrayDeque<>();
    Iterator<Choice> prefix = given.iterator();
    order.clear();
    try (World world = fresh.get()) {
      for (List<Step> steps = world.steps();
          made.size() < depth && !steps.isEmpty();
          steps = world.steps()) {
        Choice choice = new Choice(prefix.hasNext() ? prefix.next().taken : 0, steps.size());
        made.addLast(choice);
        Step step = steps.get(choice.taken);
        order.add(step.name);
        step.action.run();
        world.check();
      }
      order.add("(all else comes to its end)");
      world.settle();
    } catch (RuntimeException | AssertionError breach) {
      throw new AssertionError(
          breach.getMessage() + "\nThis order shows it:\n  " + String.join("\n  ", order), breach);
    }
    return made;
  }

  /** Takes another way at the last moment that has one left; returns whether there was one. */
  private static boolean turnOff(Deque<Choice> choices) {
    while (!choices.isEmpty()) {
      Choice last = choices.removeLast();
      if (last.taken + 1 < last.of) {
        choices.addLast(new Choice(last.taken + 1, last.of));
        return true;
      }
    }
    return false;
  }
}
