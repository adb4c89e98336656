package dev.longhaul.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HouseRulesTest {
  private static final List<String> MODULES =
      List.of("client-generated", "client-core", "client-rx", "client-testkit", "client-cli");

  private static JavaClasses product;
  private static JavaClasses breaches;

  @BeforeAll
  static void readTheClasses() {
    ClassFileImporter importer = new ClassFileImporter();
    product = importer.importPaths(MODULES.stream().map(HouseRulesTest::classesOf).toList());
    breaches = importer.importPackages("breach");
  }

  @ParameterizedTest
  @EnumSource
  void holdsForEveryClassOfTheProduct(HouseRule rule) {
    rule.below("dev.longhaul").check(product);
  }

  @ParameterizedTest
  @EnumSource
  void noticesABreach(HouseRule rule) {
    assertThat(rule.below(rule.breach()).evaluate(breaches).getFailureReport().getDetails())
        .isNotEmpty()
        .allSatisfy(detail -> assertThat(detail).contains(rule.breach()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"generated.functionrunner.model", "error", "job", "testkit", "cli"})
  void looksAtEveryModule(String part) {
    assertThat(product.containPackage("dev.longhaul." + part)).isTrue();
  }

  @Test
  void internalPackagesAreExportedToNobody() {
    assertThat(modules().flatMap(module -> module.exports().stream()))
        .isNotEmpty()
        .noneMatch(export -> export.source().contains(".internal"));
  }

  @Test
  void modulesAreOpenToGsonAlone() {
    assertThat(modules().flatMap(module -> module.opens().stream()))
        .isNotEmpty()
        .allSatisfy(open -> assertThat(open.targets()).containsExactly("com.google.gson"));
  }

  private static Stream<ModuleDescriptor> modules() {
    Path[] places = MODULES.stream().map(HouseRulesTest::classesOf).toArray(Path[]::new);
    return ModuleFinder.of(places).findAll().stream().map(module -> module.descriptor());
  }

  private static Path classesOf(String module) {
    return Path.of("..", module, "target", "classes");
  }
}
