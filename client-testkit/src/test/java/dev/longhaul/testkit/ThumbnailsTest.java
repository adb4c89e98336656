package dev.longhaul.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class ThumbnailsTest {

  @Test
  void aLostAnswerMakesNoSecondJob(FakeFunctionRunner fake) {
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.answerLost());
    Thumbnails thumbnails = new Thumbnails(fake.baseUrl(), VirtualTime.create());

    assertThrows(IOException.class, () -> thumbnails.submit("cat.png"));

    assertEquals(1, fake.ledger().creates());
  }

  @Test
  void aSlowJobIsReadEveryTenSeconds() throws Exception {
    VirtualTime time = VirtualTime.create();
    FakeOptions options = FakeOptions.builder().clock(time).build();
    try (FakeFunctionRunner fake = FakeFunctionRunner.start(options);
        EventRecorder<String> states = EventRecorder.create()) {
      fake.nextJob(JobScript.builder().stage("resize", Duration.ofSeconds(15)).build());
      Thumbnails thumbnails = new Thumbnails(fake.baseUrl(), time);

      thumbnails.watch(thumbnails.submit("cat.png"), states);
      time.runNext();
      time.runNext();

      assertEquals("running", states.next());
      assertEquals("completed", states.next());
      assertEquals(List.of(Duration.ofSeconds(10), Duration.ofSeconds(10)), time.delays());
    }
  }
}
