package dev.longhaul.integration.surfaces;

import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.testkit.FakeImageJob;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import dev.longhaul.vestis.ImageRequest;
import dev.longhaul.vestis.VestisClient;
import java.util.concurrent.CompletableFuture;

/** Images of Vestis, which stops only what waits, and then knows it no more. */
final class VestisBench implements ServiceBench {
  private static final WireFault EMPTY_LIST =
      WireFault.malformedJson("{\"jobs\":[],\"metadata\":{}}");

  private final FakeVestis fake = FakeVestis.start();
  private final VestisClient client;

  VestisBench(Machine machine) {
    fake.everyJob(ImageScript.byHand());
    client = VestisClient.open(ServiceBench.client(fake.baseUrl(), machine));
  }

  private static ImageRequest image() {
    return ImageRequest.chat(new ChatRequest().prompt("a scarf"));
  }

  @Override
  public JobHandle<JobResult> submit() throws InterruptedException {
    return client.submit(image());
  }

  @Override
  public CompletableFuture<JobHandle<JobResult>> submitAsync() {
    return client.submitAsync(image());
  }

  @Override
  public JobHandle<JobResult> attach(String id) {
    return client.attach(id);
  }

  @Override
  public String unknownId() {
    return "99";
  }

  @Override
  public JobThere job(String id) {
    FakeImageJob job = fake.job(id);
    return new JobThere() {
      @Override
      public void waits() {
        job.pending();
      }

      @Override
      public void runs(int percent, int attempt) {
        job.processing(attempt);
      }

      @Override
      public void succeeds() {
        job.completed();
      }

      @Override
      public void fails() {
        job.failed("no colours left");
      }

      @Override
      public void isStopped() {
        job.cancelled();
      }

      @Override
      public void isInState(String word) {
        job.rawState(word);
      }
    };
  }

  @Override
  public Stops stops() {
    return Stops.WAITING;
  }

  @Override
  public boolean tellsPercent() {
    return false;
  }

  @Override
  public void takesTheNextCancelAndGoesOn() {
    fake.fault(VestisOperation.CANCEL_JOB, WireFault.status(200));
  }

  @Override
  public void hidesJobsOnce() {
    fake.always(VestisOperation.LIST_JOBS, EMPTY_LIST);
    fake.fault(VestisOperation.READ_JOB, WireFault.status(404));
  }

  @Override
  public void hidesJobs() {
    fake.always(VestisOperation.LIST_JOBS, EMPTY_LIST);
    fake.always(VestisOperation.READ_JOB, WireFault.status(404));
  }

  @Override
  public void staggers() {
    for (WireFault fault : FAULTS_OF_READS) {
      fake.fault(VestisOperation.LIST_JOBS, fault);
      fake.fault(VestisOperation.READ_JOB, fault);
    }
  }

  @Override
  public void forgetsEverything() {
    fake.forgetJobs();
  }

  @Override
  public void refusesCredentials() {
    fake.always(VestisOperation.ANY, WireFault.status(401));
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
