package dev.longhaul.integration;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaConstructor;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** Calls that have their place or have none, whether written as a call or as a method reference. */
final class Calls {
  private static final Set<String> CLOCKS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Thread.sleep",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.systemUTC",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.util.concurrent.TimeUnit.sleep");
  private static final Set<String> THREAD_MAKERS =
      Set.of(
          "java.lang.Thread",
          "java.util.Timer",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.ScheduledThreadPoolExecutor",
          "java.util.concurrent.ThreadPoolExecutor");
  private static final Set<String> TIMERS_OF_THE_JDK =
      Set.of("completeOnTimeout", "delayedExecutor", "orTimeout");
  private static final Set<String> POOLS =
      Set.of("java.util.concurrent.ForkJoinPool.commonPool", "java.util.stream.Stream.parallel");

  private Calls() {}

  static DescribedPredicate<JavaAccess<?>> thatAskTheClockOrSleep() {
    return to("the clock or a sleep", target -> CLOCKS.contains(fullName(target)));
  }

  static DescribedPredicate<JavaAccess<?>> thatMakeThreads() {
    return to(
        "a maker of threads",
        target ->
            target.getOwner().getName().equals("java.util.concurrent.Executors")
                || target.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
                    && THREAD_MAKERS.contains(target.getOwner().getName()));
  }

  /**
   * The timers of CompletableFuture count too: they run on a thread of the JDK that ignores our
   * clock.
   */
  static DescribedPredicate<JavaAccess<?>> thatUseTheCommonPool() {
    return to(
        "the common pool",
        target ->
            POOLS.contains(fullName(target))
                || target.getName().equals("parallelStream")
                || target.getOwner().isAssignableTo(CompletionStage.class)
                    && (TIMERS_OF_THE_JDK.contains(target.getName())
                        || isAsyncWithoutExecutor(target)));
  }

  static DescribedPredicate<JavaAccess<?>> thatPrintOrExit() {
    return to(
        "the console or the exit",
        target ->
            Set.of(
                    "java.lang.System.out",
                    "java.lang.System.err",
                    "java.lang.System.exit",
                    "java.lang.Throwable.printStackTrace")
                .contains(fullName(target)));
  }

  private static boolean isAsyncWithoutExecutor(AccessTarget target) {
    return target.getName().endsWith("Async")
        && target instanceof CodeUnitAccessTarget method
        && method.getOwner().getPackageName().startsWith("java.")
        && method.getRawParameterTypes().stream()
            .noneMatch(type -> type.isEquivalentTo(Executor.class));
  }

  private static String fullName(AccessTarget target) {
    return target.getOwner().getName() + "." + target.getName();
  }

  private static DescribedPredicate<JavaAccess<?>> to(
      String what, Predicate<AccessTarget> matches) {
    return DescribedPredicate.describe(
        "the target is " + what, access -> matches.test(access.getTarget()));
  }
}
