package dev.longhaul.generated;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** Makes models whose every field is set to something that can be found again in a text. */
final class FilledModel {
  /**
   * What every value shows when it is printed; the digits also stand in numbers, days and times.
   */
  static final List<String> MARKS = List.of("MARK", "7654", "true");

  private static final int DEPTH = 3;

  private FilledModel() {}

  static Object of(Class<?> model) {
    return fill(model, DEPTH);
  }

  private static Object fill(Class<?> model, int depth) {
    Object filled = TrapClient.fresh(model);
    for (Method method : model.getMethods()) {
      if (method.getName().startsWith("set") && method.getParameterCount() == 1) {
        call(method, filled, value(method.getGenericParameterTypes()[0], depth - 1));
      }
      if (method.getName().equals("putUnknown")) {
        call(method, filled, "MARK", new JsonPrimitive("MARK"));
      }
    }
    return filled;
  }

  private static void call(Method method, Object target, Object... arguments) {
    try {
      method.invoke(target, arguments);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(method.toString(), e);
    }
  }

  private static Object value(Type type, int depth) {
    if (type instanceof ParameterizedType container) {
      Type[] arguments = container.getActualTypeArguments();
      return container.getRawType() == List.class
          ? List.of(value(arguments[0], depth))
          : Map.of("MARK", value(arguments[1], depth));
    }
    Class<?> plain = (Class<?>) type;
    if (isOpenValue(plain)) {
      return open(plain);
    }
    Object simple = simple(plain);
    if (simple != null) {
      return simple;
    }
    return depth == 0 ? TrapClient.fresh(plain) : fill(plain, depth);
  }

  private static Object simple(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "String" -> "MARK";
      case "Integer" -> 7654;
      case "Long" -> 7654L;
      case "Double" -> 7654.5;
      case "Boolean" -> true;
      case "OffsetDateTime" -> OffsetDateTime.parse("7654-01-01T00:00:00Z");
      case "LocalDate" -> LocalDate.parse("7654-01-01");
      case "JsonElement" -> array();
      case "JsonObject" -> object();
      default -> null;
    };
  }

  private static JsonElement array() {
    JsonArray array = new JsonArray();
    array.add("MARK");
    return array;
  }

  private static JsonObject object() {
    JsonObject object = new JsonObject();
    object.add("MARK", array());
    return object;
  }

  static boolean isOpenValue(Class<?> type) {
    try {
      return type.getMethod("of", String.class).getReturnType() == type;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static Object open(Class<?> type) {
    try {
      return type.getMethod("of", String.class).invoke(null, "MARK");
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
