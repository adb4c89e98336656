package dev.longhaul.projectevents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.internal.flow.Mailbox;
import dev.longhaul.internal.time.Callbacks;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** What was published is handed on later, and nobody can tell. */
class EventHubTest {
  private static final ProjectEvent FIRST = new ProjectEvent.Missed(1);
  private static final ProjectEvent SECOND = new ProjectEvent.Missed(2);
  private static final ProjectEvent THIRD = new ProjectEvent.Missed(3);

  private final Mailbox.Home home =
      new Mailbox.Home(
          Callbacks.on(Runnable::run), (task, delay) -> {}, () -> false, InstantSource.system());
  private final EventHub hub =
      new EventHub(home, ProjectEventsOptions.defaults(), IllegalStateException::new);
  private final List<ProjectEvent> heard = new ArrayList<>();

  @Test
  void whatWasPublishedBeforeSomebodyCameIsNotForThem() {
    List<ProjectEvent> heardLater = new ArrayList<>();
    hub.listen(event -> true, heard::add, () -> {});
    hub.publish(FIRST);
    hub.listen(event -> true, heardLater::add, () -> {});
    hub.publish(SECOND);
    hub.deliver();

    assertThat(heard).containsExactly(FIRST, SECOND);
    assertThat(heardLater).containsExactly(SECOND);
  }

  @Test
  void whatWasPublishedBeforeACloseIsHeardBeforeIt() {
    List<Throwable> ended = new ArrayList<>();
    hub.add(event -> true, new Recording(heard, ended), () -> {});
    hub.publish(FIRST);
    hub.close();
    hub.publish(SECOND);
    hub.deliver();

    assertThat(heard).containsExactly(FIRST);
    assertThat(ended).hasSize(1);
  }

  @Test
  void theNewestAreKnownBeforeTheyAreHandedOn() {
    hub.publish(FIRST);
    hub.publish(SECOND);

    assertThat(hub.recent()).containsExactly(FIRST, SECOND);
  }

  @Test
  void eachHearsInOrderWhatItWants() {
    hub.listen(event -> !event.equals(SECOND), heard::add, () -> {});
    hub.publish(FIRST);
    hub.publish(SECOND);
    hub.publish(THIRD);
    hub.deliver();

    assertThat(heard).containsExactly(FIRST, THIRD);
  }

  private record Recording(List<ProjectEvent> heard, List<Throwable> ended)
      implements Flow.Subscriber<ProjectEvent> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ProjectEvent event) {
      heard.add(event);
    }

    @Override
    public void onError(Throwable error) {
      ended.add(error);
    }

    @Override
    public void onComplete() {}
  }
}
