package dev.longhaul.integration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.util.Locale;
import java.util.function.Function;

/**
 * The rules of the house. Each can be asked about any root package: ours, where it has to hold, and
 * one of those below "breach", which hold a class or two that break it.
 */
enum HouseRule {
  DEPENDENCIES_RUN_ONE_WAY(HouseRule::layers),

  SERVICES_DO_NOT_KNOW_EACH_OTHER(
      root ->
          slices()
              .matching(root + ".(functionrunner|vestis|sora|streamer|projectevents)..")
              .should()
              .notDependOnEachOther()),

  PACKAGES_FORM_NO_CYCLE(root -> slices().matching(root + ".(**)").should().beFreeOfCycles()),

  INTERNALS_SERVE_THEIR_OWN_MODULE(
      root ->
          noClasses()
              .that(areInModulesAround(root))
              .should()
              .dependOnClassesThat()
              .resideInAPackage(root + ".internal..")),

  THE_API_SHOWS_NO_FOREIGN_TYPES(root -> classes().that(areApi(root)).should(Api.showOwnTypes())),

  PUBLIC_TYPES_ARE_CLOSED(root -> classes().that(areApi(root)).should(Api.beClosed())),

  ACCESSORS_CARRY_NO_GET(
      root ->
          classes()
              .that(areApi(root))
              .should(Api.haveNoMethod("named get…", Api::isNamedAsGetter))),

  PUBLIC_METHODS_TAKE_NO_BOOLEAN(
      root ->
          classes()
              .that(areApi(root))
              .should(Api.haveNoMethod("with a boolean parameter", Api::takesBoolean))),

  METHODS_TAKE_FIVE_PARAMETERS_AT_MOST(
      root -> classes().that(areHandwritten(root)).should(Api.takeAtMost(5))),

  NAMES_SAY_HOW_IT_WORKS(
      root ->
          noClasses()
              .that(areHandwritten(root))
              .should()
              .haveNameMatching(".*[.$](Default|Abstract|Base)[A-Z][^.$]*")
              .orShould()
              .haveNameMatching(".*(Impl|Manager|Helper|Utils?)")),

  OPTIONS_ARE_FINAL_CLASSES(
      root ->
          classes()
              .that(areApi(root))
              .and()
              .haveSimpleNameEndingWith("Options")
              .should(Api.beFinalClasses())),

  EVERY_PACKAGE_IS_NULL_MARKED(
      root -> classes().that(areHandwritten(root)).should(Api.liveInNullMarkedPackages())),

  ONLY_ONE_PACKAGE_ASKS_FOR_THE_TIME(
      root ->
          noClasses()
              .that(areCore(root))
              .should()
              .accessTargetWhere(Calls.thatAskTheClockOrSleep())),

  ONLY_ONE_PACKAGE_MAKES_THREADS(
      root -> noClasses().that(areCore(root)).should().accessTargetWhere(Calls.thatMakeThreads())),

  NOTHING_RUNS_ON_THE_COMMON_POOL(
      root ->
          noClasses()
              .that(areHandwritten(root))
              .should()
              .accessTargetWhere(Calls.thatUseTheCommonPool())),

  LIBRARIES_DO_NOT_PRINT(
      root ->
          noClasses()
              .that(areApiModules(root))
              .should()
              .accessTargetWhere(Calls.thatPrintOrExit()));

  private final Function<String, ArchRule> rule;

  HouseRule(Function<String, ArchRule> rule) {
    this.rule = rule;
  }

  /** Returns the rule for the classes below a root package. */
  ArchRule below(String root) {
    return rule.apply(root);
  }

  /** Returns the root package of the classes that break this rule on purpose. */
  String breach() {
    return "breach." + name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  private static ArchRule layers(String root) {
    return Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("errors")
        .definedBy(root + ".error..")
        .layer("jobs")
        .definedBy(root + ".job..")
        .layer("options")
        .definedBy(root + ".policy..")
        .layer("connections")
        .definedBy(root + ".realtime..", root + ".journal..", root + ".transfer..")
        .layer("services")
        .definedBy(
            root + ".functionrunner..",
            root + ".vestis..",
            root + ".sora..",
            root + ".streamer..",
            root + ".projectevents..")
        .whereLayer("errors")
        .mayNotAccessAnyLayer()
        .whereLayer("jobs")
        .mayOnlyAccessLayers("errors", "options")
        .whereLayer("options")
        .mayOnlyAccessLayers("errors")
        .whereLayer("connections")
        .mayOnlyAccessLayers("errors", "jobs", "options");
  }

  private static DescribedPredicate<JavaClass> areHandwritten(String root) {
    return JavaClass.Predicates.resideInAPackage(root + "..")
        .and(JavaClass.Predicates.resideOutsideOfPackage(root + ".generated.."))
        .as("are handwritten");
  }

  private static DescribedPredicate<JavaClass> areApiModules(String root) {
    return areHandwritten(root)
        .and(JavaClass.Predicates.resideOutsideOfPackage(root + ".cli.."))
        .as("are in a library");
  }

  private static DescribedPredicate<JavaClass> areApi(String root) {
    return areApiModules(root)
        .and(JavaClass.Predicates.resideOutsideOfPackage(root + ".internal.."))
        .and(DescribedPredicate.describe("public", Api::isPublic))
        .as("are public API");
  }

  private static DescribedPredicate<JavaClass> areCore(String root) {
    return areApiModules(root)
        .and(
            JavaClass.Predicates.resideOutsideOfPackages(
                root + ".testkit..", root + ".internal.time.."))
        .as("are in the core, outside of internal.time");
  }

  private static DescribedPredicate<JavaClass> areInModulesAround(String root) {
    return JavaClass.Predicates.resideInAnyPackage(
        root + ".generated..", root + ".testkit..", root + ".cli..");
  }
}
