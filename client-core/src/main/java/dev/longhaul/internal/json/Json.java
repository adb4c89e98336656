package dev.longhaul.internal.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes the generated models. Its errors tell the place in the JSON, never a value. */
public final class Json {
  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .setObjectToNumberStrategy(ToNumberPolicy.LAZILY_PARSED_NUMBER)
          .setStrictness(Strictness.STRICT)
          .create();

  private static final Pattern PATH = Pattern.compile("path (\\$.*)");

  /** Where a frame stands among all frames that its reader has read. */
  private static final Pattern FRAME = Pattern.compile("\\$\\[-?\\d+]");

  /** Names of members may be data too, so only what looks like a field of a contract is told. */
  private static final Pattern PLACE =
      Pattern.compile("\\$(\\.\\w{1,40}(?=[.\\[]|$)|\\[\\d+]){0,8}");

  private Json() {}

  /** What was read is not what the contract says; the text tells the place and no value. */
  public static final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes the exception; the text must hold no value. */
    public MalformedJsonException(String message) {
      super(message);
    }
  }

  /** Returns what reads and writes values of the type. */
  public static <T> TypeAdapter<T> adapter(Class<T> type) {
    return GSON.getAdapter(type);
  }

  /** Returns the value as JSON text. */
  public static String write(Object value) {
    return GSON.toJson(value);
  }

  /** Returns the value as a tree of JSON. */
  public static JsonElement tree(Object value) {
    return GSON.toJsonTree(value);
  }

  /** Returns a copy that shares nothing with the value. */
  public static <T> T copy(T value, Class<T> type) {
    return GSON.fromJson(GSON.toJsonTree(value, type), type);
  }

  /**
   * Returns what the text holds.
   *
   * @throws MalformedJsonException when it is empty, not JSON, more than one value, not of that
   *     type, or has an object that names a field twice
   */
  public static <T> T read(String text, TypeToken<T> type) throws MalformedJsonException {
    TypeAdapter<T> adapter = GSON.getAdapter(type);
    JsonReader reader = new OnceNamedReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      T value = adapter.read(reader);
      if (value == null) {
        throw new MalformedJsonException("it is null");
      }
      requireEnd(reader);
      return value;
    } catch (IOException | RuntimeException wrong) {
      throw new MalformedJsonException(place(text, path(reader, wrong), wrong));
    }
  }

  /**
   * Returns what the tree holds.
   *
   * @throws MalformedJsonException when it is null or not of that type
   */
  public static <T> T read(JsonElement tree, TypeToken<T> type) throws MalformedJsonException {
    T value;
    try {
      value = GSON.getAdapter(type).fromJsonTree(tree);
    } catch (RuntimeException misfit) {
      throw new MalformedJsonException("it does not fit"); // without the cause, which tells values
    }
    if (value == null) {
      throw new MalformedJsonException("it is null");
    }
    return value;
  }

  /** Returns what of an object fits the type: members that do not, each by itself, are left out. */
  public static <T> T readWhatFits(JsonObject members, TypeAdapter<T> type) {
    JsonObject fitting = new JsonObject();
    for (Map.Entry<String, JsonElement> member : members.entrySet()) {
      JsonObject alone = new JsonObject();
      alone.add(member.getKey(), member.getValue());
      if (fits(alone, type)) {
        fitting.add(member.getKey(), member.getValue());
      }
    }
    return type.fromJsonTree(fitting);
  }

  private static boolean fits(JsonObject tree, TypeAdapter<?> type) {
    try {
      return type.fromJsonTree(tree) != null;
    } catch (RuntimeException misfit) {
      return false;
    }
  }

  private static void requireEnd(JsonReader reader) throws MalformedJsonException {
    try {
      if (reader.peek() == JsonToken.END_DOCUMENT) {
        return;
      }
    } catch (IOException more) {
      // A strict reader refuses to look at a second value.
    }
    throw new MalformedJsonException("something follows its end");
  }

  /** Tells what is wrong with a frame that was read as an element of an array. */
  static String placeInFrame(String frame, JsonReader reader, Exception wrong) {
    return place(frame, FRAME.matcher(path(reader, wrong)).replaceFirst("\\$"), wrong);
  }

  private static String path(JsonReader reader, Exception wrong) {
    String message = wrong.getMessage() == null ? "" : wrong.getMessage();
    Matcher path = PATH.matcher(message);
    return path.find() ? path.group(1) : reader.getPath();
  }

  private static String place(String text, String path, Exception wrong) {
    if (text.isBlank()) {
      return "it is empty";
    }
    Matcher place = PLACE.matcher(path);
    return (wrong instanceof OnceNamedReader.NamedTwice
            ? "a field comes twice, at "
            : "it does not fit at ")
        + (place.lookingAt() ? place.group() : "$");
  }
}
