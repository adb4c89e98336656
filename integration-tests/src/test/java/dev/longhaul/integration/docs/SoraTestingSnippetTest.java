package dev.longhaul.integration.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.job.JobFailedException;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.sora.VideoRequest;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeVideo;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VideoScript;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of tests on the page of videos: what stands in a region is a user's own test. */
class SoraTestingSnippetTest {
  /** Stands for the reader's own code. */
  private static final class Trailers {
    private final SoraClient client;

    Trailers(SoraClient client) {
      this.client = client;
    }

    JobHandle<Video> begin(String prompt) throws InterruptedException {
      return client.submit(VideoRequest.create(new VideoCreate().prompt(prompt)));
    }

    String render(String prompt) throws InterruptedException {
      return begin(prompt).await(Duration.ofSeconds(30)).resultOrThrow().getId();
    }
  }

  // region: sora-testing
  static SoraClient quick(FakeSora service) {
    Duration pace = Duration.ofMillis(50); // not every 10 s, as at a real service
    return SoraClient.open(
        ClientOptions.builder(service.baseUrl())
            .watch(WatchOptions.builder().pollPace(pace, 1, pace).build())
            .build());
  }

  @Test
  @ExtendWith(FakeExtension.class)
  void aBlockedPromptIsToldAndPaidOnce(FakeSora service) {
    service.nextJob(VideoScript.failing());
    service.fault(SoraOperation.READ_VIDEO, WireFault.resetAfterRead());
    try (SoraClient client = quick(service)) {
      Trailers trailers = new Trailers(client);

      assertThrows(JobFailedException.class, () -> trailers.render("A paper boat"));
      assertEquals(1, service.ledger().creates());
    }
  }

  @Test
  @ExtendWith(FakeExtension.class)
  void aVideoWhoseAnswerWasLostIsFoundAgain(FakeSora service) throws InterruptedException {
    service.nextJob(VideoScript.byHand());
    service.fault(SoraOperation.CREATE_VIDEO, WireFault.answerLost());
    try (SoraClient client = quick(service)) {
      JobHandle<Video> job = new Trailers(client).begin("A paper boat");
      FakeVideo video = service.jobs().get(0);
      video.inProgress(40);
      video.completed();

      assertEquals(video.id(), job.await(Duration.ofSeconds(5)).resultOrThrow().getId());
      assertEquals(1, service.ledger().creates());
    }
  }
  // endregion
}
