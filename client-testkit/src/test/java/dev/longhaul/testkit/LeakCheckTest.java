package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class LeakCheckTest {

  private static final Logger OKHTTP = Logger.getLogger("okhttp3.OkHttpClient");
  private static CountDownLatch release = new CountDownLatch(1);

  @BeforeAll
  static void keepTheWantedWarningOffTheConsole() {
    OKHTTP.setUseParentHandlers(false);
  }

  @AfterAll
  static void letLaterWarningsThrough() {
    OKHTTP.setUseParentHandlers(true);
  }

  @Test
  void aTestThatLeavesNothingBehindPasses() {
    assertThat(failuresOf("leavesNothing")).isEmpty();
  }

  @Test
  void aThreadThatLivesOnFailsTheTest() {
    release = new CountDownLatch(1);
    try {
      assertThat(failuresOf("leavesAThread"))
          .containsExactly("The test left behind: thread \"longhaul-watch-1\"");
    } finally {
      release.countDown();
    }
  }

  @Test
  void aThreadThatEndsInTimePasses() {
    assertThat(failuresOf("leavesAThreadThatEnds")).isEmpty();
  }

  @Test
  void aThreadOfSomebodyElsePasses() {
    release = new CountDownLatch(1);
    try {
      assertThat(failuresOf("leavesAForeignThread")).isEmpty();
    } finally {
      release.countDown();
    }
  }

  @Test
  void aFakeThatIsNotClosedFailsTheTest() {
    List<String> failures = failuresOf("leavesAFake");
    FakeService.open().forEach(FakeService::close);

    assertThat(failures)
        .singleElement()
        .asString()
        .matches(
            "The test left behind: FakeFunctionRunner\\[http://127\\.0\\.0\\.1:\\d+] was not"
                + " closed");
  }

  @Test
  void aFakeOfAnyKindIsSeen() {
    List<String> failures = failuresOf("leavesAFakeVestis");
    FakeService.open().forEach(FakeService::close);

    assertThat(failures).singleElement().asString().contains("FakeVestis[http://127.0.0.1:");
  }

  @Test
  void aBodyThatIsNotClosedFailsTheTest() {
    assertThat(failuresOf("leavesABody"))
        .singleElement()
        .asString()
        .startsWith("The test left behind: an unclosed response body (A connection to http://127.");
  }

  private static List<String> failuresOf(String method) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectMethod(Leaky.class, method))
        .execute()
        .testEvents()
        .finished()
        .stream()
        .map(LeakCheckTest::failure)
        .filter(message -> !message.isEmpty())
        .toList();
  }

  private static String failure(Event event) {
    return event
        .getPayload(TestExecutionResult.class)
        .flatMap(TestExecutionResult::getThrowable)
        .map(Throwable::getMessage)
        .orElse("");
  }

  /** Run only from the tests above. */
  @ExtendWith(LeakCheck.class)
  static class Leaky {

    @Test
    void leavesNothing() {
      try (FakeFunctionRunner fake = FakeFunctionRunner.start()) {
        assertThat(fake.openConnections()).isZero();
      }
    }

    @Test
    void leavesAFakeVestis() {
      FakeVestis.start();
    }

    @Test
    void leavesAThread() {
      startThread("longhaul-watch-1", release);
    }

    @Test
    void leavesAForeignThread() {
      startThread("somebody-1", release);
    }

    @Test
    void leavesAThreadThatEnds() {
      CountDownLatch soon = new CountDownLatch(1);
      startThread("longhaul-watch-2", soon);
      startThread("somebody-2", soon::countDown);
    }

    @Test
    void leavesAFake() {
      FakeFunctionRunner.start();
    }

    @Test
    void leavesABody() throws Exception {
      CountDownLatch noticed = new CountDownLatch(1);
      Handler ear = new Ear(noticed);
      OKHTTP.addHandler(ear);
      OkHttpClient client =
          new OkHttpClient.Builder()
              .connectionPool(new ConnectionPool(1, 10, TimeUnit.MILLISECONDS))
              .build();
      try (FakeFunctionRunner fake = FakeFunctionRunner.start()) {
        openAndForget(client, fake.baseUrl() + Requests.TEMPLATES);
        boolean heard = false;
        for (int i = 0; i < 100 && !heard; i++) {
          System.gc();
          heard = noticed.await(50, TimeUnit.MILLISECONDS);
        }
      } finally {
        OKHTTP.removeHandler(ear);
      }
    }

    private static void openAndForget(OkHttpClient client, String url) throws IOException {
      client.newCall(new Request.Builder().url(url).build()).execute();
    }

    private static void startThread(String name, CountDownLatch end) {
      startThread(
          name,
          () -> {
            try {
              end.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }

    private static void startThread(String name, Runnable work) {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Hears OkHttp notice a leak. */
  private static final class Ear extends Handler {

    private final CountDownLatch noticed;

    Ear(CountDownLatch noticed) {
      this.noticed = noticed;
    }

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel() == Level.WARNING) {
        noticed.countDown();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
