package dev.longhaul.integration;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a public type may look like. */
final class Api {
  private static final List<String> FOREIGN =
      List.of("dev.failsafe.", "io.reactivex.", "kotlin.", "okhttp3.", "okio.", "retrofit2.");

  private Api() {}

  /**
   * Returns whether code outside of the module can name the type: it is public, and so is all it
   * lies in.
   */
  static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(Api::isPublic).orElse(true);
  }

  static boolean isNamedAsGetter(JavaMethod method) {
    return method.getName().matches("get[A-Z].*");
  }

  static boolean takesBoolean(JavaMethod method) {
    return method.getRawParameterTypes().stream()
        .anyMatch(type -> type.isEquivalentTo(boolean.class) || type.isEquivalentTo(Boolean.class));
  }

  /**
   * Fails for each public method of the type's own that matches; one that overrides had no choice.
   */
  static ArchCondition<JavaClass> haveNoMethod(String what, Predicate<JavaMethod> matches) {
    return each(
        "have no public method " + what,
        type ->
            type.getMethods().stream()
                .filter(method -> isVisible(method) && matches.test(method) && !overrides(method))
                .map(JavaMethod::getFullName));
  }

  /** OkHttp may be named in the one place where a caller hands in a client. */
  static ArchCondition<JavaClass> showOwnTypes() {
    return each(
        "show no type of a library behind it",
        type ->
            Stream.concat(
                    Stream.concat(type.getInterfaces().stream(), type.getSuperclass().stream())
                        .map(parent -> shown(type.getName(), parent)),
                    Stream.concat(type.getMethods().stream(), type.getConstructors().stream())
                        .filter(unit -> isVisible(unit) && !isPlaceForOkHttp(unit))
                        .filter(unit -> !isCoatOfRxJava(unit))
                        .map(
                            unit ->
                                shown(unit.getFullName(), unit.getAllInvolvedRawTypes().stream())))
                .filter(text -> !text.isEmpty()));
  }

  static ArchCondition<JavaClass> beClosed() {
    return each(
        "be final, sealed, an interface or the root of exceptions",
        type -> isClosed(type) ? Stream.empty() : Stream.of(type.getName()));
  }

  static ArchCondition<JavaClass> beFinalClasses() {
    return each(
        "be final classes and no records",
        type -> isFinal(type) && !type.isRecord() ? Stream.empty() : Stream.of(type.getName()));
  }

  static ArchCondition<JavaClass> liveInNullMarkedPackages() {
    return each(
        "live in a package that is @NullMarked",
        type ->
            type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")
                ? Stream.empty()
                : Stream.of(type.getName()));
  }

  /**
   * Looks at what was written: not at lambda bodies, nor at the constructors of records, enums and
   * inner classes.
   */
  static ArchCondition<JavaClass> takeAtMost(int most) {
    return each(
        "have methods with at most " + most + " parameters",
        type ->
            Stream.concat(
                    type.getMethods().stream().filter(Api::isWritten),
                    type.getConstructors().stream()
                        .filter(maker -> isTopLevelClass(maker.getOwner())))
                .filter(unit -> unit.getRawParameterTypes().size() > most)
                .map(JavaCodeUnit::getFullName));
  }

  private static boolean isWritten(JavaMethod method) {
    return !method.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static boolean isTopLevelClass(JavaClass type) {
    return type.isTopLevelClass() && !type.isRecord() && !type.isEnum();
  }

  private static boolean isVisible(JavaCodeUnit unit) {
    boolean inherited =
        unit.getModifiers().contains(JavaModifier.PROTECTED) && !isFinal(unit.getOwner());
    return unit.getModifiers().contains(JavaModifier.PUBLIC) || inherited;
  }

  private static boolean isFinal(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.FINAL);
  }

  private static boolean isClosed(JavaClass type) {
    boolean root =
        type.getModifiers().contains(JavaModifier.ABSTRACT) && type.isAssignableTo(Throwable.class);
    return isFinal(type)
        || type.isInterface()
        || type.isEnum()
        || root
        || type.reflect().isSealed();
  }

  private static boolean isPlaceForOkHttp(JavaCodeUnit unit) {
    return unit.getOwner().getSimpleName().equals("Builder")
        && unit.getOwner().getEnclosingClass().orElseThrow().getSimpleName().equals("ClientOptions")
        && unit.getName().equals("httpClient");
  }

  /** RxJava's types are what its module is for. */
  private static boolean isCoatOfRxJava(JavaCodeUnit unit) {
    return unit.getOwner().getPackageName().equals("dev.longhaul.rx")
        && unit.getAllInvolvedRawTypes().stream()
            .map(JavaClass::getName)
            .filter(name -> FOREIGN.stream().anyMatch(name::startsWith))
            .allMatch(
                name ->
                    name.startsWith("io.reactivex.") || name.startsWith("org.reactivestreams."));
  }

  private static boolean overrides(JavaMethod method) {
    JavaClass owner = method.getOwner();
    return Stream.concat(
            owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
        .anyMatch(parent -> hasMethod(parent, method));
  }

  private static boolean hasMethod(JavaClass parent, JavaMethod method) {
    return parent.getMethods().stream()
        .anyMatch(
            above ->
                above.getName().equals(method.getName())
                    && above.getRawParameterTypes().size() == method.getRawParameterTypes().size());
  }

  private static String shown(String where, JavaType parent) {
    return shown(where, parent.getAllInvolvedRawTypes().stream());
  }

  private static String shown(String where, Stream<JavaClass> types) {
    List<String> foreign =
        types
            .map(JavaClass::getName)
            .filter(name -> FOREIGN.stream().anyMatch(name::startsWith))
            .toList();
    return foreign.isEmpty() ? "" : where + " shows " + foreign;
  }

  private static ArchCondition<JavaClass> each(
      String description, Function<JavaClass, Stream<String>> violations) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        violations
            .apply(type)
            .forEach(text -> events.add(SimpleConditionEvent.violated(type, text)));
      }
    };
  }
}
