package dev.longhaul.functionrunner;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The text forms of everything of this library that can be reached from some objects: through the
 * fields of its own classes, and through containers, references and futures of the JDK.
 */
final class TextForms {
  private static final Map<String, String> SEEN = new ConcurrentHashMap<>();

  private final Set<Object> known = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> next = new ArrayDeque<>();

  private TextForms() {}

  /** Remembers all that can be reached from there for the look at the end of the suite. */
  static void remember(Object... roots) {
    of(roots).forEach((text, type) -> SEEN.put(text, type));
  }

  /** Returns what was remembered: the name of a type by each of its texts. */
  static Map<String, String> remembered() {
    return Map.copyOf(SEEN);
  }

  /** Returns the name of a type by each of its texts. */
  static Map<String, String> of(Object... roots) {
    TextForms walk = new TextForms();
    Arrays.stream(roots).forEach(walk::meet);
    Map<String, String> texts = new LinkedHashMap<>();
    while (!walk.next.isEmpty()) {
      Object one = walk.next.poll();
      if (one.getClass().getName().startsWith("dev.longhaul.")) {
        texts.put(textOf(one), one.getClass().getName());
      }
      walk.lookInto(one);
    }
    return texts;
  }

  private static String textOf(Object one) {
    if (one instanceof Throwable thrown) {
      StringWriter text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text));
      return text.toString();
    }
    return String.valueOf(one);
  }

  private void meet(Object one) {
    if (one != null && known.add(one)) {
      next.add(one);
    }
  }

  private void lookInto(Object one) {
    if (one instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            meet(key);
            meet(value);
          });
    } else if (one instanceof Collection<?> many) {
      many.forEach(this::meet);
    } else if (one instanceof Optional<?> perhaps) {
      perhaps.ifPresent(this::meet);
    } else if (one instanceof AtomicReference<?> reference) {
      meet(reference.get());
    } else if (one instanceof Object[] array) {
      Arrays.stream(array).forEach(this::meet);
    }
    if (one instanceof CompletableFuture<?> future && future.isDone()) {
      future.whenComplete(
          (value, error) -> {
            meet(value);
            meet(error);
          });
    }
    lookIntoFields(one);
  }

  /** Those of this module alone: no other lets us in. */
  private void lookIntoFields(Object one) {
    for (Class<?> type = one.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getModule() != TextForms.class.getModule()
          || !type.getName().startsWith("dev.longhaul.")) {
        continue;
      }
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          meet(valueOf(field, one));
        }
      }
    }
  }

  private static Object valueOf(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
