package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class FakePerTestTest {

  private static final List<FakeFunctionRunner> SEEN = new ArrayList<>();

  @Test
  void everyTestHasAFakeOfItsOwnThatIsClosedAfterIt() {
    SEEN.clear();

    run(TwoTests.class).testEvents().assertStatistics(it -> it.succeeded(2));

    assertThat(SEEN).hasSize(4).doesNotContainNull();
    assertThat(SEEN.stream().distinct()).hasSize(2);
    assertThat(FakeService.open()).doesNotContainAnyElementsOf(SEEN);
  }

  @Test
  void aRegisteredExtensionGivesTheSameFakeAndTakesOptions() {
    run(Registered.class).testEvents().assertStatistics(it -> it.succeeded(1));
  }

  @Test
  void aTestMayHaveFakesOfSeveralKinds() {
    run(TwoKinds.class).testEvents().assertStatistics(it -> it.succeeded(2));
  }

  @Test
  void aFakeInAConstructorIsRefusedWithAReason() {
    run(InConstructor.class)
        .testEvents()
        .failed()
        .assertThatEvents()
        .singleElement()
        .asString()
        .contains("take it in a test, BeforeEach or AfterEach method");
  }

  @Test
  void thereIsNoFakeOutsideATest() {
    assertThatThrownBy(() -> new FakeExtension<FakeFunctionRunner>().fake())
        .isInstanceOf(IllegalStateException.class);
  }

  private static EngineExecutionResults run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
  }

  /** Run only from the tests above. */
  @ExtendWith({LeakCheck.class, FakeExtension.class})
  static class TwoTests {

    @Test
    void one(FakeFunctionRunner fake) {
      SEEN.add(fake);
    }

    @Test
    void two(FakeFunctionRunner fake) {
      SEEN.add(fake);
    }

    @AfterEach
    void after(FakeFunctionRunner fake) {
      SEEN.add(fake);
    }
  }

  /** Run only from the tests above. */
  @ExtendWith({LeakCheck.class, FakeExtension.class})
  static class TwoKinds {

    @Test
    void sockets(FakeProjectEvents events, FakeStreamer streamer) throws Exception {
      assertThat(FakeService.open()).contains(events, streamer);
      SocketClient.open(events.socketUrl()); // Left open: it ends with its fake.
    }

    @Test
    void both(FakeFunctionRunner runner, FakeVestis vestis, FakeVestis again) {
      assertThat(vestis).isSameAs(again);
      assertThat(FakeService.open()).contains(runner, vestis);
    }
  }

  /** Run only from the tests above. */
  static class Registered {

    @RegisterExtension
    final FakeExtension<FakeFunctionRunner> runner =
        FakeExtension.of(
            FakeFunctionRunner.class,
            () ->
                FakeFunctionRunner.start(
                    FakeOptions.builder().jobIds(number -> "own-" + number).build()));

    @Test
    void sameFake(FakeFunctionRunner fake) throws Exception {
      assertThat(runner.fake()).isSameAs(fake);
      try (Http http = new Http(fake)) {
        assertThat(http.submit()).isEqualTo("own-1");
      }
    }
  }

  /** Run only from the tests above. */
  @ExtendWith(FakeExtension.class)
  static class InConstructor {

    InConstructor(FakeFunctionRunner fake) {
      SEEN.add(fake);
    }

    @Test
    void neverRuns() {}
  }
}
