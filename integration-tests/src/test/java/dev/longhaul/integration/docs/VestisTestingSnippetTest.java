package dev.longhaul.integration.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeImageJob;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import dev.longhaul.vestis.ImageRequest;
import dev.longhaul.vestis.VestisClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of tests on the page of Vestis: what stands in a region is a user's own test. */
class VestisTestingSnippetTest {
  /** Stands for the reader's own code. */
  private static final class Catalogue {
    private final VestisClient client;

    Catalogue(VestisClient client) {
      this.client = client;
    }

    JobHandle<JobResult> begin(String prompt) throws InterruptedException {
      return client.submit(ImageRequest.chat(new ChatRequest().prompt(prompt)));
    }
  }

  // region: vestis-testing
  static VestisClient quick(FakeVestis service) {
    Duration pace = Duration.ofMillis(50); // not after a second, as at a real service
    return VestisClient.open(
        ClientOptions.builder(service.baseUrl())
            .watch(WatchOptions.builder().pollPace(pace, 1, pace).build())
            .build());
  }

  @Test
  @ExtendWith(FakeExtension.class)
  void anAccountWithoutCreditsIsToldSo(FakeVestis service) {
    service.credits(1, 4); // has 1, an image costs 4
    try (VestisClient client = quick(service)) {
      Catalogue catalogue = new Catalogue(client);

      assertThrows(QuotaExhaustedException.class, () -> catalogue.begin("A red scarf"));
      assertEquals(0, service.ledger().creates());
    }
  }

  @Test
  @ExtendWith(FakeExtension.class)
  void anImageIsToldWhenItIsThere(FakeVestis service) throws InterruptedException {
    service.nextJob(ImageScript.byHand());
    try (VestisClient client = quick(service)) {
      JobHandle<JobResult> job = new Catalogue(client).begin("A red scarf");
      FakeImageJob image = service.jobs().get(0);
      image.processing(1);
      image.completed("https://images.example.com/scarf.png");

      JobResult result = job.await(Duration.ofSeconds(5)).resultOrThrow();
      assertEquals("https://images.example.com/scarf.png", result.getImageUrl());
    }
  }

  @Test
  @ExtendWith(FakeExtension.class)
  void anAnswerThatWasLostIsNotGuessed(FakeVestis service) {
    service.fault(VestisOperation.CREATE_JOB, WireFault.answerLost());
    try (VestisClient client = quick(service)) {
      Catalogue catalogue = new Catalogue(client);

      SubmissionUncertainException uncertain =
          assertThrows(SubmissionUncertainException.class, () -> catalogue.begin("A red scarf"));
      assertEquals(service.jobs().get(0).id(), uncertain.candidates().get(0).id());
      assertEquals(1, service.ledger().creates());
    }
  }
  // endregion
}
