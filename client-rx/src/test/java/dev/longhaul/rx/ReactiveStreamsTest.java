package dev.longhaul.rx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;

/** Every stream keeps the rules of Reactive Streams, as its TCK checks them. */
class ReactiveStreamsTest {
  /** Longer streams go on after so many elements; no rule of the TCK looks at more of them. */
  private static final int LONGEST = 50;

  /** Rules that the TCK names and has no check for. */
  private static final String UNTESTED = "untested_";

  /** Rules for streams that are one to all: each subscriber of ours has a stream of its own. */
  private static final String SAME_FOR_ALL = "optional_spec111_multicast_";

  /** Rules for streams that can fail before they have given anything. */
  private static final Set<String> FAILING_AT_ONCE =
      Set.of(
          "optional_spec104_mustSignalOnErrorWhenFails",
          "required_spec109_mayRejectCallsToSubscribeIfPublisherIsUnableOrUnwillingToServeThem"
              + "RejectionMustTriggerOnErrorAfterOnSubscribe");

  /**
   * The TCK asks once for a collection, when the thread that told the subscriber something may not
   * have left it yet.
   */
  private static final String FORGETTING =
      "required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber";

  @TestFactory
  Stream<DynamicContainer> keepsTheRule() {
    return Arrays.stream(PublishedStream.values())
        .map(
            stream ->
                DynamicContainer.dynamicContainer(
                    stream.name(),
                    rules(stream)
                        .map(
                            rule ->
                                DynamicTest.dynamicTest(
                                    rule.getName(), () -> check(stream, rule)))));
  }

  @Test
  void noRuleIsLeftOutUnseen() {
    List<String> all = methodsOfTheTck().map(Method::getName).toList();

    assertThat(all).hasSize(38).contains(FORGETTING).containsAll(FAILING_AT_ONCE);
    assertThat(all).filteredOn(rule -> rule.startsWith(UNTESTED)).hasSize(7);
    assertThat(all).filteredOn(rule -> rule.startsWith(SAME_FOR_ALL)).hasSize(3);
    assertThat(PublishedStream.values())
        .extracting(stream -> rules(stream).count())
        .containsExactly(28L, 28L, 26L, 26L, 28L, 28L, 26L, 28L, 28L);
  }

  private static Stream<Method> rules(PublishedStream stream) {
    return methodsOfTheTck()
        .filter(rule -> !rule.getName().startsWith(UNTESTED))
        .filter(rule -> !rule.getName().startsWith(SAME_FOR_ALL))
        .filter(rule -> stream.canFailAtOnce() || !FAILING_AT_ONCE.contains(rule.getName()));
  }

  private static Stream<Method> methodsOfTheTck() {
    return Arrays.stream(PublisherVerification.class.getMethods())
        .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
        .sorted(Comparator.comparing(Method::getName));
  }

  private static void check(PublishedStream stream, Method rule) throws Throwable {
    ScheduledExecutorService collector = Executors.newSingleThreadScheduledExecutor();
    try (Scene scene = new Scene()) {
      if (rule.getName().equals(FORGETTING)) {
        collector.scheduleWithFixedDelay(System::gc, 200, 200, TimeUnit.MILLISECONDS);
      }
      Rules<?> rules = new Rules<>(stream, scene);
      rules.setUp();
      rule.invoke(rules);
    } catch (InvocationTargetException failed) {
      // The TCK passes over what it could not check, which must not look like a success.
      throw failed.getCause() instanceof SkipException skipped
          ? new AssertionError("not checked: " + skipped.getMessage(), skipped)
          : failed.getCause();
    } finally {
      collector.shutdownNow();
    }
  }

  /** The TCK, asking for one of the streams. */
  private static final class Rules<T> extends PublisherVerification<T> {
    private final PublishedStream stream;
    private final Scene scene;

    Rules(PublishedStream stream, Scene scene) {
      super(new TestEnvironment(2_000, 50, 10), 700);
      this.stream = stream;
      this.scene = scene;
    }

    @Override
    @SuppressWarnings("unchecked") // the rules do not look at the elements
    public Publisher<T> createPublisher(long elements) {
      int length = (int) Math.min(elements, LONGEST);
      return (Publisher<T>) stream.of(scene, length, elements > LONGEST);
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Publisher<T> createFailedPublisher() {
      return stream.canFailAtOnce() ? (Publisher<T>) stream.failing(scene) : null;
    }
  }
}
