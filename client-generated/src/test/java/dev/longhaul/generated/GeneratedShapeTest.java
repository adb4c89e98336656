package dev.longhaul.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is true of every generated class, so that no later document or template breaks it. */
class GeneratedShapeTest {
  private static final Gson GSON = new Gson();

  static Stream<Class<?>> shapes() {
    return QuietToStringTest.shapes();
  }

  static Stream<Class<?>> openValues() {
    return Contract.all().stream()
        .flatMap(contract -> contract.models().stream())
        .filter(FilledModel::isOpenValue);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aModelIsFinalAndExtendsNothing(Class<?> model) {
    assertThat(model).isFinal().isPublic().hasSuperclass(Object.class);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aFreshModelHasNoFieldSet(Class<?> model) throws ReflectiveOperationException {
    Object fresh = TrapClient.fresh(model);

    for (Field field : model.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        assertThat(field.get(fresh)).as(field.getName()).isNull();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyFieldNamesItsWireName(Class<?> model) {
    assertThat(model.getDeclaredFields())
        .filteredOn(field -> (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
        .allMatch(
            field -> field.isAnnotationPresent(com.google.gson.annotations.SerializedName.class));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aModelWithEveryFieldSetSurvivesReadingAndWriting(Class<?> model) {
    Object filled = FilledModel.of(model);

    Object read = GSON.fromJson(GSON.toJson(filled), model);

    assertThat(read).isEqualTo(filled).hasSameHashCodeAs(filled);
    assertThat(read).isNotEqualTo(TrapClient.fresh(model)).isNotEqualTo("MARK");
  }

  @ParameterizedTest
  @MethodSource("openValues")
  void anEnumIsAnOpenValue(Class<?> type) throws ReflectiveOperationException {
    assertThat(type).isFinal().isPublic();
    assertThat(type.isEnum()).isFalse();
    assertThat(type.getMethod("value").getReturnType()).isEqualTo(String.class);
    assertThat(type.getDeclaredConstructors())
        .allMatch(constructor -> Modifier.isPrivate(((Constructor<?>) constructor).getModifiers()));
  }

  @Test
  void everyEnumOfTheDocumentsIsAnOpenValueWithAllItsWords() throws ReflectiveOperationException {
    for (Contract contract : Contract.all()) {
      for (Class<?> type : contract.models()) {
        var schema = contract.schemas().get(type.getSimpleName()).getAsJsonObject();
        if (schema.has("enum")) {
          assertThat(FilledModel.isOpenValue(type)).as("%s is open", type).isTrue();
          assertThat(type.getMethod("known").invoke(null))
              .hasToString(Contract.texts(schema.getAsJsonArray("enum")).toString());
        }
      }
    }
  }

  @Test
  void theAdaptersAreNotPublic() throws ClassNotFoundException {
    for (Contract contract : Contract.all()) {
      Class<?> adapters = Class.forName(contract.basePackage() + ".model.JSON");

      assertThat(Modifier.isPublic(adapters.getModifiers())).isFalse();
    }
  }

  @Test
  void everyPackageThatHasClassesIsExportedAndOnlyModelsAreOpenToGson() {
    Module module = GeneratedShapeTest.class.getModule();
    Module gson = Gson.class.getModule();

    assertThat(module.isNamed()).as("the tests run on the module path").isTrue();
    for (Contract contract : Contract.all()) {
      String model = contract.basePackage() + ".model";
      assertThat(module.isExported(model)).isTrue();
      assertThat(module.isOpen(model, gson)).isTrue();
      contract.apis().forEach(api -> assertThat(module.isExported(api.getPackageName())).isTrue());
    }
  }

  @Test
  void operationsHaveRelativePaths() {
    Stream<String> paths =
        Contract.all().stream()
            .flatMap(contract -> contract.apis().stream())
            .flatMap(api -> Arrays.stream(api.getMethods()))
            .flatMap(method -> Arrays.stream(method.getAnnotations()))
            .map(Object::toString)
            .filter(annotation -> annotation.contains("/"));

    assertThat(paths).isNotEmpty().noneMatch(annotation -> annotation.contains("\"/"));
  }
}
