package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class BatchUnderLoadTest {

  private static final Set<String> ENDINGS = Set.of("completed", "failed", "cancelled");
  private static final int TASKS = 12;

  @Test
  void everyReaderSeesOneEndingOfEachJob(FakeFunctionRunner fake) throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(8);
    try (Http http = new Http(fake)) {
      for (int task = 0; task < TASKS; task++) {
        Duration length = Duration.ofMillis(20L + 5 * task);
        JobScript.Builder script = JobScript.builder().stage("work", length);
        fake.nextJob(task == TASKS / 2 ? script.failsWith("", "No").build() : script.build());
      }
      http.post(Requests.BATCHES, Requests.batch(", \"stop_on_error\": true", tasks()));

      List<Callable<List<String>>> reads =
          Collections.nCopies(8, () -> fake.jobs().stream().map(BatchUnderLoadTest::end).toList());
      List<List<String>> seen = new ArrayList<>();
      for (Future<List<String>> read : readers.invokeAll(reads, 20, TimeUnit.SECONDS)) {
        seen.add(read.get());
      }

      assertThat(Set.copyOf(seen)).hasSize(1);
      assertThat(seen.get(0)).contains("failed", "completed", "cancelled");
    } finally {
      readers.shutdownNow();
      assertThat(readers.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Reads a job until it has ended, and then a while longer. */
  private static String end(FakeJob job) {
    String state = job.state();
    while (!ENDINGS.contains(state) && !Thread.currentThread().isInterrupted()) {
      state = job.state();
    }
    for (int read = 0; read < 100; read++) {
      assertThat(job.state()).isEqualTo(state);
    }
    return state;
  }

  private static String[] tasks() {
    List<String> tasks = new ArrayList<>();
    for (int task = 0; task < TASKS; task++) {
      tasks.add(task < 9 ? Requests.task("t" + task) : Requests.task("t" + task, "t" + (task - 9)));
    }
    return tasks.toArray(new String[0]);
  }
}
