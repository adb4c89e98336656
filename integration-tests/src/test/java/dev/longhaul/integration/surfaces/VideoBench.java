package dev.longhaul.integration.surfaces;

import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.job.JobHandle;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.sora.SoraOptions;
import dev.longhaul.sora.SoraOptions.Deletion;
import dev.longhaul.sora.VideoRequest;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.FakeVideo;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VideoScript;
import dev.longhaul.testkit.WireFault;
import java.util.concurrent.CompletableFuture;

/** Videos, which can be stopped where the server was declared to do so, and are gone then. */
final class VideoBench implements ServiceBench {
  private static final WireFault EMPTY_LIST =
      WireFault.malformedJson("{\"object\":\"list\",\"data\":[],\"has_more\":false}");

  private static final WireFault DELETED =
      WireFault.malformedJson("{\"id\":\"video_1\",\"object\":\"video.deleted\",\"deleted\":true}");

  private final FakeSora fake;
  private final SoraClient client;
  private final Deletion deletion;

  private VideoBench(Deletion deletion, Machine machine) {
    this.deletion = deletion;
    fake =
        FakeSora.start(
            FakeSoraOptions.builder()
                .deletion(FakeSoraOptions.Deletion.valueOf(deletion.name()))
                .build());
    fake.everyJob(VideoScript.byHand());
    SoraOptions options = SoraOptions.builder().deletion(deletion).build();
    client = SoraClient.open(ServiceBench.client(fake.baseUrl(), machine), options);
  }

  /** Returns what opens a server of which the client was told what a DELETE does there. */
  static Opener thatOnDelete(Deletion deletion) {
    return machine -> new VideoBench(deletion, machine);
  }

  private static VideoRequest video() {
    return VideoRequest.create(new VideoCreate().prompt("a paper boat"));
  }

  @Override
  public JobHandle<Video> submit() throws InterruptedException {
    return client.submit(video());
  }

  @Override
  public CompletableFuture<JobHandle<Video>> submitAsync() {
    return client.submitAsync(video());
  }

  @Override
  public JobHandle<Video> attach(String id) {
    return client.attach(id);
  }

  @Override
  public String unknownId() {
    return "video_99";
  }

  @Override
  public JobThere job(String id) {
    FakeVideo video = fake.job(id);
    return new JobThere() {
      @Override
      public void waits() {
        video.queued();
      }

      @Override
      public void runs(int percent, int attempt) {
        video.inProgress(percent);
      }

      @Override
      public void succeeds() {
        video.completed();
      }

      @Override
      public void fails() {
        video.failed("moderation_blocked", "no colours left");
      }

      @Override
      public void isStopped() {
        video.cancelled();
      }

      @Override
      public void isInState(String word) {
        video.rawState(word);
      }
    };
  }

  @Override
  public Stops stops() {
    return deletion == Deletion.STOPS ? Stops.ANY : Stops.NONE;
  }

  @Override
  public boolean tellsPercent() {
    return true;
  }

  @Override
  public void takesTheNextCancelAndGoesOn() {
    fake.fault(SoraOperation.DELETE_VIDEO, DELETED);
  }

  @Override
  public void hidesJobsOnce() {
    fake.always(SoraOperation.LIST_VIDEOS, EMPTY_LIST);
    fake.fault(SoraOperation.READ_VIDEO, WireFault.status(404));
  }

  @Override
  public void hidesJobs() {
    fake.always(SoraOperation.LIST_VIDEOS, EMPTY_LIST);
    fake.always(SoraOperation.READ_VIDEO, WireFault.status(404));
  }

  @Override
  public void staggers() {
    for (WireFault fault : FAULTS_OF_READS) {
      fake.fault(SoraOperation.LIST_VIDEOS, fault);
      fake.fault(SoraOperation.READ_VIDEO, fault);
    }
  }

  @Override
  public void forgetsEverything() {
    fake.forgetJobs();
  }

  @Override
  public void refusesCredentials() {
    fake.always(SoraOperation.ANY, WireFault.status(401));
  }

  @Override
  public int requests() {
    return fake.ledger().requests().size();
  }

  @Override
  public void closeClient() {
    client.close();
  }

  @Override
  public void close() {
    client.close();
    fake.close();
  }
}
