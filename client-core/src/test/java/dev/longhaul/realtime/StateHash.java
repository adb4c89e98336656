package dev.longhaul.realtime;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A number for the state of a machine, such that two that differ only in when they are, and in how
 * many sockets and frames they have had, have the same.
 */
final class StateHash {
  private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

  private final long now;
  private final int link;
  private long value = 0x9E3779B97F4A7C15L;

  StateHash(long now, int link) {
    this.now = now;
    this.link = link;
  }

  /** Returns the number. */
  long value() {
    return value;
  }

  void add(long part) {
    long mixed = (value ^ part) * 0xBF58476D1CE4E5B9L;
    mixed ^= mixed >>> 29;
    mixed *= 0x94D049BB133111EBL;
    value = (mixed ^ (mixed >>> 32)) + 0x9E3779B97F4A7C15L;
  }

  /**
   * Adds all fields: whole numbers are counts, long ones are times, whatever is not ours is not
   * state.
   */
  void of(Object machine) {
    for (Field field : FIELDS.computeIfAbsent(machine.getClass(), StateHash::stateOf)) {
      try {
        part(field.getName(), field.get(machine));
      } catch (IllegalAccessException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  private static List<Field> stateOf(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        fields.add(field);
      }
    }
    return fields;
  }

  private void part(String name, Object of) {
    if (name.equals("link")) {
      return;
    }
    if (of instanceof Integer count) {
      add(name.equals("leaving") && count != 0 ? count - link - 1 : count);
    } else if (of instanceof Boolean is) {
      add(is ? 2 : 1);
    } else if (of instanceof Long time) {
      add(time == LinkMachine.NEVER ? -7 : time - now);
    } else if (of instanceof Enum<?> one) {
      add(one.hashCode());
    } else if (of instanceof Collection<?> all) {
      all.forEach(each -> part("", each));
      add(-all.size());
    } else if (of instanceof Outgoing frame) {
      add(frame.expiresAt() - now);
    } else if (of instanceof Map<?, ?> map) {
      map.forEach((key, count) -> add(key.hashCode() * 31L + (Integer) count));
      add(-map.size());
    } else if (of instanceof SendQueue || of instanceof Tries) {
      of(of);
    }
  }
}
