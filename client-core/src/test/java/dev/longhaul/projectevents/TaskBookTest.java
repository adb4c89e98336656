package dev.longhaul.projectevents;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonPrimitive;
import dev.longhaul.generated.projectevents.model.TaskState;
import dev.longhaul.internal.flow.Mailbox;
import dev.longhaul.internal.time.Callbacks;
import dev.longhaul.projectevents.ListeningTest.Recorder;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of tasks that nobody watches. */
class TaskBookTest {
  private final Mailbox.Home home =
      new Mailbox.Home(
          Callbacks.on(Runnable::run), (task, delay) -> {}, () -> false, InstantSource.system());
  private final TaskBook tasks =
      new TaskBook(home, project -> () -> {}, null, true, IllegalStateException::new);

  private void ended(String id, int characters) {
    tasks.heard(
        new TaskUpdate.Draft(id, TaskState.SUCCESS)
            .gives(new JsonPrimitive("r".repeat(characters)))
            .done());
  }

  private List<TaskUpdate> known(String id) {
    Recorder<TaskUpdate> recorder = new Recorder<>(Long.MAX_VALUE);
    tasks.watch("p", id, recorder);
    return recorder.seen;
  }

  @Test
  void theResultsOfTasksThatNobodyWatchesHaveALimit() {
    for (int i = 0; i < 100; i++) {
      ended("large" + i, 1 << 20);
    }

    assertThat(known("large0")).isEmpty();
    assertThat(known("large92")).isEmpty();
    assertThat(known("large94")).hasSize(1);
    assertThat(known("large99")).hasSize(1);
  }

  @Test
  void oneThatIsAboveTheLimitByItselfIsKeptUntilTheNext() {
    ended("huge", 9 << 20);
    assertThat(known("huge")).hasSize(1);
    ended("small", 1);
    assertThat(known("huge")).isEmpty();
    assertThat(known("small")).hasSize(1);
  }

  @Test
  void theTasksHeardOfLastAreKept() {
    for (int i = 0; i < 5_000; i++) {
      ended("t" + i, 1);
    }

    assertThat(known("t903")).isEmpty();
    assertThat(known("t904")).hasSize(1);
  }
}
