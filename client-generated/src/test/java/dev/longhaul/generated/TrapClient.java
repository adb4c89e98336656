package dev.longhaul.generated;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The classes of traps.yaml, generated and compiled once as the build does it, warnings being
 * errors.
 */
final class TrapClient {
  static final String BASE_PACKAGE = "dev.traps";

  private static final TrapClient ONLY = new TrapClient();
  private static final Gson GSON = new Gson();

  private final Map<String, String> sources;
  private final ClassLoader classes;

  private TrapClient() {
    try {
      Path folder = Generation.MODULE.resolve("target/traps");
      delete(folder);
      this.sources = Generation.run(Generation.TRAPS, BASE_PACKAGE, folder.resolve("sources"));
      Path compiled = folder.resolve("classes");
      compile(folder.resolve("sources"), sources.keySet(), compiled);
      URL[] urls = {compiled.toUri().toURL()};
      this.classes = new URLClassLoader(urls, TrapClient.class.getClassLoader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  private static void compile(Path folder, Set<String> sources, Path classes) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-Xlint:all,-path", "-Werror", "-proc:none", "--release", "17"));
    arguments.addAll(List.of("-d", classes.toString(), "-cp", classPath()));
    sources.forEach(path -> arguments.add(folder.resolve(path).toString()));
    StringWriter messages = new StringWriter();
    PrintWriter out = new PrintWriter(messages);
    int result =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(out, out, arguments.toArray(String[]::new));
    if (result != 0) {
      throw new AssertionError("traps.yaml does not compile:\n" + messages);
    }
  }

  private static String classPath() {
    return Stream.of("java.class.path", "jdk.module.path")
        .map(name -> System.getProperty(name, ""))
        .reduce((first, second) -> first + File.pathSeparator + second)
        .orElseThrow();
  }

  /** Gives the generated sources by path. */
  static Map<String, String> sources() {
    return ONLY.sources;
  }

  static Class<?> model(String name) {
    return type("model." + name);
  }

  static Class<?> api() {
    return type("api.TrapsApi");
  }

  private static Class<?> type(String name) {
    try {
      return ONLY.classes.loadClass(BASE_PACKAGE + "." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads a text as a model with a plain Gson. */
  static Object read(String model, String json) {
    return GSON.fromJson(json, model(model));
  }

  /** Reads a text as a model and writes it again, with a plain Gson. */
  static JsonElement roundTrip(String model, String json) {
    return JsonParser.parseString(GSON.toJson(read(model, json)));
  }

  /** Gives what an object without any field set is written as. */
  static String writtenFresh(String model) {
    return GSON.toJson(fresh(model(model)));
  }

  static Object fresh(Class<?> model) {
    try {
      return model.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Calls a method without arguments. */
  static Object call(Object target, String method) {
    try {
      return target.getClass().getMethod(method).invoke(target);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
