package dev.longhaul.generated;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/** Runs the generator with the settings and templates of the build. */
final class Generation {
  static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  static final Path SETTINGS = MODULE.resolve("src/main/openapi/generator.yaml");
  static final Path TEMPLATES = MODULE.resolve("src/main/openapi/templates");
  static final Path TRAPS = MODULE.resolve("src/test/resources/traps.yaml");

  private Generation() {}

  /** Gives the generated sources by path, in the order of their paths. */
  static Map<String, String> run(Path document, String basePackage, Path output) {
    return run(document, basePackage, output, SETTINGS, TEMPLATES);
  }

  static Map<String, String> run(
      Path document, String basePackage, Path output, Path settings, Path templates) {
    CodegenConfigurator configurator =
        CodegenConfigurator.fromFile(settings.toString())
            .setInputSpec(document.toString())
            .setOutputDir(output.toString())
            .setTemplateDir(templates.toString())
            .setApiPackage(basePackage + ".api")
            .setModelPackage(basePackage + ".model")
            .setInvokerPackage(basePackage + ".model");
    new DefaultGenerator().opts(configurator.toClientOptInput()).generate();
    return sources(output);
  }

  /** Gives the Java files below a folder by path. */
  static Map<String, String> sources(Path folder) {
    Map<String, String> sources = new TreeMap<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        String path = folder.relativize(file).toString().replace(File.separatorChar, '/');
        sources.put(path, Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }
}
