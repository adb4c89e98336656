package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class EventRecorderTest {

  private final EventRecorder<Object> events = EventRecorder.create();

  @Test
  void eventsAreTakenInTheirOrder() {
    events.accept("one");
    events.accept(2);

    assertThat(events.next()).isEqualTo("one");
    assertThat(events.next(Integer.class)).isEqualTo(2);
    events.close();
    assertThat(events.all()).containsExactly("one", 2);
  }

  @Test
  void takingWaitsForAnotherThread() throws InterruptedException {
    Thread other = new Thread(() -> events.accept("late"), "other");
    other.start();

    assertThat(events.next()).isEqualTo("late");
    other.join();
  }

  @Test
  void anEventOfAnotherTypeFails() {
    events.accept("text");

    assertThatThrownBy(() -> events.next(Integer.class))
        .isInstanceOf(AssertionError.class)
        .hasMessage("Expected Integer, but the next event is text; recorded so far: [text]");
  }

  @Test
  void eventsCanBePassedOverUntilOneOfAType() {
    events.accept("a");
    events.accept("b");
    events.accept(3);
    events.accept("c");

    assertThat(events.nextUntil(Integer.class)).isEqualTo(3);
    assertThat(events.next()).isEqualTo("c");
    events.assertEmpty();
  }

  @Test
  void closingFailsWhenAnEventWasNeverLookedAt() {
    events.accept("seen");
    events.accept("unseen");
    events.next();

    assertThatThrownBy(events::close)
        .isInstanceOf(AssertionError.class)
        .hasMessage("1 events were never looked at: [unseen]");
  }

  @Test
  void anEventThatNeverComesFails() {
    events.accept("only");
    events.next();
    Thread.currentThread().interrupt();

    assertThatThrownBy(events::next)
        .isInstanceOf(AssertionError.class)
        .hasMessage("No further event came; recorded so far: [only]");
    assertThat(Thread.interrupted()).isTrue();
  }
}
