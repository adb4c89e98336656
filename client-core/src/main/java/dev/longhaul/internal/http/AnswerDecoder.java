package dev.longhaul.internal.http;

import com.google.gson.JsonElement;
import com.google.gson.reflect.TypeToken;
import dev.longhaul.internal.json.Json;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a value of the text of a successful answer.
 *
 * @param <T> the value
 */
@FunctionalInterface
public interface AnswerDecoder<T> {
  /**
   * Returns the value.
   *
   * @throws Json.MalformedJsonException when the text is not what the contract says
   */
  T decode(String text) throws Json.MalformedJsonException;

  /** Returns a decoder of a model. */
  static <T> AnswerDecoder<T> json(Class<T> type) {
    return text -> Json.read(text, TypeToken.get(type));
  }

  /**
   * Returns this decoder with a check: a value without what nothing works without is malformed.
   *
   * @param field the name of that field on the wire
   * @param present whether the value has it
   */
  default AnswerDecoder<T> requiring(String field, Predicate<T> present) {
    return text -> {
      T value = decode(text);
      if (!present.test(value)) {
        throw new Json.MalformedJsonException("its " + field + " is missing");
      }
      return value;
    };
  }

  /**
   * Returns a decoder of a list of models, sent as an array or as an object that holds the array
   * under a name.
   */
  static <T> AnswerDecoder<List<T>> list(String name, Class<T> type) {
    return text -> {
      JsonElement root = Json.read(text, TypeToken.get(JsonElement.class));
      boolean wrapped = root.isJsonObject() && root.getAsJsonObject().has(name);
      JsonElement list = wrapped ? root.getAsJsonObject().get(name) : root;
      List<T> values = Json.read(list.toString(), listOf(type));
      if (values.contains(null)) {
        throw new Json.MalformedJsonException("a member of the list is null");
      }
      return List.copyOf(values);
    };
  }

  @SuppressWarnings("unchecked") // the token is built from the very type it is cast to
  private static <T> TypeToken<List<T>> listOf(Class<T> type) {
    return (TypeToken<List<T>>) TypeToken.getParameterized(List.class, type);
  }

  /**
   * Returns a decoder for answers whose body means nothing, except that a web page is none of the
   * service's.
   */
  static AnswerDecoder<Boolean> ignored() {
    return text -> {
      if (text.stripLeading().startsWith("<")) {
        throw new Json.MalformedJsonException("it is a web page");
      }
      return Boolean.TRUE;
    };
  }
}
