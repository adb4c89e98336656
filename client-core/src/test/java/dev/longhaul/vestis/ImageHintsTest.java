package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.job.EngineView;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.FakeVestisOptions;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the service tells about when to look again reaches the engine, and lists are shared. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImageHintsTest {
  private static final Map<String, String> IN_NINE_SECONDS = Map.of("Retry-After", "9");

  private final FakeVestis fake =
      FakeVestis.start(FakeVestisOptions.builder().token(VestisBench.TOKEN).build());
  private final HttpTransport transport =
      new HttpTransport("vestis", VestisBench.options(fake.baseUrl()).build());
  private final VestisRoutes routes =
      new VestisRoutes(transport, VestisOptions.defaults(), CallOptions.defaults());
  private final VestisCalls calls = new VestisCalls(routes);
  private final JobService<ImageRequest, JobResult> service = calls.asJobService();

  @AfterEach
  void close() {
    transport.close();
    fake.close();
  }

  @Test
  void anAcceptedJobTellsHowLongItWillTake() throws Exception {
    fake.nextJob(ImageScript.byHand().toBuilder().estimatedTime(Duration.ofMinutes(2)).build());
    Instant before = Instant.now();
    JobReading<JobResult> accepted = EngineView.submit(service, Images.scarf());

    assertThat(EngineView.eta(accepted))
        .isBetween(before.plusSeconds(120), Instant.now().plusSeconds(120));
    assertThat(EngineView.pollAfter(accepted)).isNull();
  }

  @Test
  void everyAnswerMayTellWhenToAskAgain() throws Exception {
    String job = "{\"job_id\":1,\"status\":\"processing\"}";
    fake.fault(VestisOperation.CREATE_JOB, WireFault.status(202, IN_NINE_SECONDS, job));
    fake.fault(VestisOperation.READ_JOB, WireFault.status(200, IN_NINE_SECONDS, job));
    fake.fault(
        VestisOperation.LIST_JOBS,
        WireFault.status(200, IN_NINE_SECONDS, "{\"jobs\":[" + job + "]}"));

    assertThat(EngineView.pollAfter(EngineView.submit(service, Images.scarf()))).hasSeconds(9);
    assertThat(EngineView.pollAfter(EngineView.read(service, "1"))).hasSeconds(9);
    assertThat(EngineView.pollAfter(EngineView.newest(service))).hasSeconds(9);
  }

  @Test
  void theViewsByKindReadOneList() {
    JobService<ImageRequest, JobResult> flatlays = calls.of(ImageKind.FLATLAY).asJobService();
    JobService<ImageRequest, JobResult> chats = calls.of(ImageKind.CHAT).asJobService();

    assertThat(EngineView.listing(flatlays))
        .isSameAs(EngineView.listing(chats))
        .isSameAs(EngineView.listing(service));
    assertThat(EngineView.listing(new VestisCalls(routes).asJobService()))
        .isNotSameAs(EngineView.listing(service));
  }

  @Test
  void imagesOfOneKindTakeAlike() {
    assertThat(EngineView.kind(service, Images.scarf()))
        .isEqualTo(EngineView.kind(service, ImageRequest.chat(Images.chat())))
        .isNotEqualTo(EngineView.kind(service, ImageRequest.flatlay(Images.flatlay())))
        .doesNotContain(Images.PROMPT);
  }
}
